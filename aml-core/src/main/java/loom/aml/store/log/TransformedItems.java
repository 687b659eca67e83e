package loom.aml.store.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import loom.aml.io.FileInput;
import loom.aml.io.GzipLimits;
import loom.aml.io.TextInput;
import loom.aml.item.Fingerprint;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link TransformArchiveWriter} wrote, item by item. What must be there and is not is an error, never skipped. */
public final class TransformedItems implements AutoCloseable {
    private final FileInput file;
    private final BufferedReader lines;
    private final String name;

    TransformedItems(FileInput file, String name) throws IOException {
        this.file = file;
        this.name = name;
        try {
            this.lines = new BufferedReader(
                    new InputStreamReader(TextInput.of(file, GzipLimits.OWN).stream(), StandardCharsets.UTF_8));
            String head = lines.readLine();
            if (head == null || JsonObject.parse(head).number("transformed") != 1) {
                throw new JsonSyntaxException("archive " + name + " does not begin as an archive does");
            }
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * What an item was.
     *
     * @param now its fingerprint after it was transformed
     * @param was its shape before
     * @param original its bytes before, if the way back does not give them
     */
    public record Former(Fingerprint now, String was, Optional<byte[]> original) {}

    /** The next item; null after the last. */
    public @Nullable Former next() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            return null;
        }
        JsonObject entry = JsonObject.parse(line);
        String was = entry.string("was").orElseThrow(this::broken);
        try {
            return new Former(
                    Fingerprint.parse(entry.string("now").orElseThrow(this::broken)),
                    was,
                    entry.string("item").map(text -> text.getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw broken();
        }
    }

    private JsonSyntaxException broken() {
        return new JsonSyntaxException("archive " + name + " has a line that tells of no item");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
