package loom.aml.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import loom.aml.json.JsonSyntaxException;

/**
 * The small JSON files in which a capability keeps its state, in a directory of the store. A file that cannot be parsed is never
 * treated as empty: before it is rewritten, it is set aside under another name.
 */
public final class StateDocuments {
    /** The directory of metrics, alerts and notices. */
    public static final String MONITORING = "monitoring/";

    private static final DateTimeFormatter ASIDE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** The size limit of a file in bytes, ten times the size of a full history. */
    public static final long LARGEST = 32_000_000;

    private final MemoryStore store;
    private final String directory;

    /** @param directory the path within the store, with a slash at its end */
    public StateDocuments(MemoryStore store, String directory) {
        this.store = store;
        this.directory = directory;
    }

    /** Parses a document. */
    @FunctionalInterface
    public interface Reading<T> {
        T of(String text) throws JsonSyntaxException;
    }

    /**
     * The content of a file.
     *
     * @param value the parsed value; the empty value if the file is missing or damaged
     * @param seen the version of the file
     * @param broken the bytes of a file that cannot be parsed; otherwise empty
     * @param isWritable whether the file may be written; false if it cannot be opened
     * @param finding the problem of a damaged file
     */
    public record Kept<T>(
            String path,
            T value,
            Version seen,
            Optional<byte[]> broken,
            boolean isWritable,
            Optional<Finding> finding) {

        /** Returns the change that sets a damaged file aside; empty if the file is valid. */
        public Optional<StoreChange> setAside(Instant now) {
            return broken.map(
                    bytes -> new DocumentChange.Put(path + ".broken-" + ASIDE.format(now), Version.MISSING, bytes));
        }

        /** Returns the change that writes the file; empty if it must remain unchanged. */
        public Optional<StoreChange> put(String text) {
            return isWritable
                    ? Optional.of(new DocumentChange.Put(path, seen, text.getBytes(StandardCharsets.UTF_8)))
                    : Optional.empty();
        }
    }

    /** Reads a file. Fails only if the disk fails. */
    public <T> Kept<T> read(String name, T empty, Reading<T> reading) throws IOException {
        String path = directory + name;
        try {
            Optional<MemoryStore.Document> document = store.document(path, LARGEST);
            if (document.isEmpty()) {
                return new Kept<>(path, empty, Version.MISSING, Optional.empty(), true, Optional.empty());
            }
            byte[] bytes = document.get().content();
            try {
                return new Kept<>(
                        path,
                        reading.of(new String(bytes, StandardCharsets.UTF_8)),
                        document.get().state(),
                        Optional.empty(),
                        true,
                        Optional.empty());
            } catch (JsonSyntaxException e) {
                Finding finding = Finding.of(
                        Finding.Kind.RECOVERY,
                        path,
                        "cannot be read (" + e.getMessage() + "), so its content is ignored",
                        "it is set aside under another name at the next write; repair it before then if you need it");
                return new Kept<>(path, empty, document.get().state(), Optional.of(bytes), true, Optional.of(finding));
            }
        } catch (FileSystemException e) {
            Finding finding = Finding.of(
                    Finding.Kind.RECOVERY,
                    path,
                    "cannot be read (" + (e.getReason() == null ? e.getClass().getSimpleName() : e.getReason())
                            + "), so it is neither used nor written",
                    "change its owner to the user who runs aml, or move it away");
            return new Kept<>(path, empty, Version.MISSING, Optional.empty(), false, Optional.of(finding));
        }
    }
}
