package loom.aml.store.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import loom.aml.io.GzipLimits;
import loom.aml.io.TextInput;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.storage.ObjectFile;
import loom.aml.storage.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads an archive of one collection, item by item. A missing required field is an error, never skipped. Not safe for use by
 * several threads.
 *
 * @param <T> the type to which each item is parsed
 */
public final class ArchiveReader<T> implements AutoCloseable {
    private final ObjectReader object;
    private final BufferedReader lines;
    private final String name;
    private final Entry<T> entry;

    /** Parses a line of an archive. */
    @FunctionalInterface
    interface Entry<T> {
        T of(JsonObject line) throws JsonSyntaxException;
    }

    /** Creates a reader for an open object, which it takes over. */
    ArchiveReader(ObjectReader object, String name, ArchiveKind kind, Entry<T> entry) throws IOException {
        this.object = object;
        this.name = name;
        this.entry = entry;
        try {
            this.lines = new BufferedReader(new InputStreamReader(
                    TextInput.of(new ObjectFile(object), GzipLimits.OWN).stream(), StandardCharsets.UTF_8));
            String head = lines.readLine();
            if (head == null || !kind.isHead(JsonObject.parse(head))) {
                throw new JsonSyntaxException("archive " + name + " has an invalid header line");
            }
        } catch (IOException | RuntimeException e) {
            object.close();
            throw e;
        }
    }

    /** Returns the next item; null after the last. */
    public @Nullable T next() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            return null;
        }
        JsonObject json = JsonObject.parse(line);
        try {
            return entry.of(json);
        } catch (JsonSyntaxException e) {
            throw new JsonSyntaxException("archive " + name + " has " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        object.close();
    }
}
