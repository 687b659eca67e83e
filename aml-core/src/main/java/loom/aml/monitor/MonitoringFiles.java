package loom.aml.monitor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.DocumentChange;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreChange;
import loom.aml.store.Version;

/**
 * The files in {@code monitoring/} of a store. A file that cannot be parsed is never treated as empty: before it is
 * rewritten, it is set aside under another name.
 */
final class MonitoringFiles {
    private static final String DIRECTORY = "monitoring/";
    private static final DateTimeFormatter ASIDE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** The size limit of a file in bytes, ten times the size of a full history. */
    private static final long LARGEST = 32_000_000;

    private final MemoryStore store;

    MonitoringFiles(MemoryStore store) {
        this.store = store;
    }

    /** Parses a document. */
    @FunctionalInterface
    interface Reading<T> {
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
    record Kept<T>(
            String path,
            T value,
            Version seen,
            Optional<byte[]> broken,
            boolean isWritable,
            Optional<Finding> finding) {

        /** Returns the change that sets a damaged file aside; empty if the file is valid. */
        Optional<StoreChange> setAside(Instant now) {
            return broken.map(
                    bytes -> new DocumentChange.Put(path + ".broken-" + ASIDE.format(now), Version.MISSING, bytes));
        }

        /** Returns the change that writes the file; empty if it must remain unchanged. */
        Optional<StoreChange> put(String text) {
            return isWritable
                    ? Optional.of(new DocumentChange.Put(path, seen, text.getBytes(StandardCharsets.UTF_8)))
                    : Optional.empty();
        }
    }

    /** Reads a file. Fails only if the disk fails. */
    <T> Kept<T> read(String name, T empty, Reading<T> reading) throws IOException {
        String path = DIRECTORY + name;
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
