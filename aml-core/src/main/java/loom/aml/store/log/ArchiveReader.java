package loom.aml.store.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import loom.aml.io.FileInput;
import loom.aml.io.GzipLimits;
import loom.aml.io.TextInput;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.FileChange;
import loom.aml.store.Insertion;
import loom.aml.store.Reason;
import org.jspecify.annotations.Nullable;

/** Reads the archive of one collection, item by item. What an archive must have and lacks is an error, never skipped. */
final class ArchiveReader implements FileChange.Insertions.Source {
    private final FileInput file;
    private final BufferedReader lines;
    private final String name;

    ArchiveReader(FileInput file, String name) throws IOException {
        this.file = file;
        this.name = name;
        try {
            this.lines = new BufferedReader(
                    new InputStreamReader(TextInput.of(file, GzipLimits.OWN).stream(), StandardCharsets.UTF_8));
            String head = lines.readLine();
            if (head == null || JsonObject.parse(head).number("archive") != 1) {
                throw new JsonSyntaxException("archive " + name + " does not begin as an archive does");
            }
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** All that is recorded of the next item; null after the last. */
    @Nullable
    JsonObject nextEntry() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            return null;
        }
        JsonObject entry = JsonObject.parse(line);
        if (entry.string("item").isEmpty()) {
            throw new JsonSyntaxException("archive " + name + " has a line without an item");
        }
        return entry;
    }

    @Override
    public @Nullable Insertion next() throws IOException {
        JsonObject entry = nextEntry();
        return entry == null
                ? null
                : new Insertion(
                        (int) entry.number("ordinal"),
                        entry.string("id").orElse(null),
                        bytes(entry.string("item").orElseThrow()),
                        bytes(entry.string("before").orElse("")),
                        entry.string("after").map(ArchiveReader::bytes).orElse(null),
                        entry.string("reason").equals(Optional.of(Reason.DUPLICATE.word())));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
