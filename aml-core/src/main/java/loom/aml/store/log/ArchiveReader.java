package loom.aml.store.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import loom.aml.io.FileInput;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.FileChange;
import loom.aml.store.Insertion;
import org.jspecify.annotations.Nullable;

/** Reads the archive of one collection, item by item. What an archive must have and lacks is an error, never skipped. */
final class ArchiveReader implements FileChange.Insertions.Source {
    private final BufferedReader lines;
    private final String name;
    private @Nullable JsonObject next;

    ArchiveReader(FileInput file, String name) throws IOException {
        this.name = name;
        BufferedReader reader = null;
        try {
            reader = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(file.stream(), 32 << 10), StandardCharsets.UTF_8));
            String head = reader.readLine();
            if (head == null || JsonObject.parse(head).number("archive") != 1) {
                throw new JsonSyntaxException("archive " + name + " does not begin as an archive does");
            }
            this.lines = reader;
            this.next = read();
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private @Nullable JsonObject read() throws IOException {
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

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Insertion next() {
        JsonObject entry = nextEntry();
        return new Insertion(
                (int) entry.number("ordinal"),
                entry.string("id").orElse(null),
                bytes(entry.string("item").orElseThrow()),
                bytes(entry.string("before").orElse("")),
                entry.string("after").map(ArchiveReader::bytes).orElse(null));
    }

    /** All that is recorded of the next item. */
    JsonObject nextEntry() {
        JsonObject current = next;
        if (current == null) {
            throw new NoSuchElementException();
        }
        try {
            next = read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return current;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
