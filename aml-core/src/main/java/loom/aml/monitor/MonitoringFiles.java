package loom.aml.monitor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import loom.aml.io.FileInput;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.FileChange;
import loom.aml.store.Finding;
import loom.aml.store.Version;
import loom.aml.store.loom.FileMemoryStore;
import loom.aml.store.loom.FileVersion;

/**
 * The files in {@code monitoring/} of a store. One that cannot be read is never taken for empty: whoever writes it anew sets it
 * aside under another name first.
 */
final class MonitoringFiles {
    private static final String DIRECTORY = "monitoring/";
    private static final DateTimeFormatter ASIDE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** Ten times what a full history takes. */
    private static final long LARGEST = 32_000_000;

    private final FileMemoryStore store;

    MonitoringFiles(FileMemoryStore store) {
        this.store = store;
    }

    /** Makes something of a document. */
    @FunctionalInterface
    interface Reading<T> {
        T of(String text) throws JsonSyntaxException;
    }

    /**
     * What a file held.
     *
     * @param value what was made of it; the empty value if there is no file, or a broken one
     * @param seen the version of it
     * @param broken the bytes of a file of which nothing could be made, else nothing
     * @param isOurs whether the file may be written; one that may not even be read may not
     * @param finding what is to be said of a broken one
     */
    record Kept<T>(
            String path, T value, Version seen, Optional<byte[]> broken, boolean isOurs, Optional<Finding> finding) {

        /** The change that sets a broken file aside; nothing to do for a sound one. */
        Optional<FileChange> setAside(Instant now) {
            return broken.map(
                    bytes -> new FileChange.Put(path + ".broken-" + ASIDE.format(now), Version.MISSING, bytes));
        }

        /** The change that writes the file anew; nothing if it must stay as it is. */
        Optional<FileChange> put(String text) {
            return isOurs
                    ? Optional.of(new FileChange.Put(path, seen, text.getBytes(StandardCharsets.UTF_8)))
                    : Optional.empty();
        }
    }

    /** Reads a file. Only a failing disk makes it fail. */
    <T> Kept<T> read(String name, T empty, Reading<T> reading) throws IOException {
        String path = DIRECTORY + name;
        Path file = store.root().resolve(path);
        if (store.disk().state(file).isMissing()) {
            return new Kept<>(path, empty, Version.MISSING, Optional.empty(), true, Optional.empty());
        }
        try (FileInput in = store.disk().open(file)) {
            byte[] bytes = in.readAll(file, LARGEST);
            try {
                return new Kept<>(
                        path,
                        reading.of(new String(bytes, StandardCharsets.UTF_8)),
                        new FileVersion(in.state()),
                        Optional.empty(),
                        true,
                        Optional.empty());
            } catch (JsonSyntaxException e) {
                Finding finding = Finding.of(
                        Finding.Kind.RECOVERY,
                        path,
                        "cannot be read (" + e.getMessage() + "), so what it held is not taken into account",
                        "it is set aside under another name when it is next written; mend it before if it matters");
                return new Kept<>(
                        path, empty, new FileVersion(in.state()), Optional.of(bytes), true, Optional.of(finding));
            }
        } catch (FileSystemException e) {
            Finding finding = Finding.of(
                    Finding.Kind.RECOVERY,
                    path,
                    "cannot be read (" + (e.getReason() == null ? e.getClass().getSimpleName() : e.getReason())
                            + "), so it is neither used nor written",
                    "change its owner to the user who runs aml, or move it away");
            return new Kept<>(
                    path,
                    empty,
                    new FileVersion(store.disk().state(file)),
                    Optional.empty(),
                    false,
                    Optional.of(finding));
        }
    }
}
