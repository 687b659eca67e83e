package loom.aml.store.log;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.GZIPOutputStream;
import loom.aml.io.ByteSink;
import loom.aml.io.Sha256;
import loom.aml.item.Fingerprint;
import loom.aml.storage.BackupTarget;
import loom.aml.store.CollectionFile;
import org.jspecify.annotations.Nullable;

/**
 * Writes an archive of items and, for removed items, the list of fingerprints beside it, by which later runs recognise items
 * that another program wrote back. {@link RemovedItems} and {@link FormerItems} define the lines. Not safe for use by several
 * threads.
 */
final class ArchiveWriter implements AutoCloseable {
    private static final int BUFFER = 32 << 10;

    private final BackupTarget target;
    private final String folder;
    private final String name;
    private final ArchiveSums sums;
    private final SequencedMap<String, BackupTarget.Upload> uploads = new LinkedHashMap<>();
    private final Map<String, Sha256> written = new LinkedHashMap<>();
    private final GZIPOutputStream gzip;
    private final OutputStream lines;
    private final @Nullable OutputStream seen;

    /**
     * Starts an archive.
     *
     * @param folder the prefix of the names of the run's archives
     * @param sums receives the SHA-256 of each file
     */
    ArchiveWriter(
            BackupTarget target,
            String folder,
            String run,
            ArchiveKind kind,
            CollectionFile file,
            int attempt,
            ArchiveSums sums)
            throws IOException {
        this.target = target;
        this.folder = folder;
        this.name = kind.name(file, attempt);
        this.sums = sums;
        try {
            OutputStream archive = begin(name);
            this.seen = kind == ArchiveKind.REMOVED
                    ? new BufferedOutputStream(begin(ArchiveKind.seen(name)), BUFFER)
                    : null;
            this.gzip = new GZIPOutputStream(archive, BUFFER);
            this.lines = new BufferedOutputStream(gzip, BUFFER);
            line(kind.head(run, file).toString());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private OutputStream begin(String object) throws IOException {
        BackupTarget.Upload upload = target.upload(folder + object);
        uploads.put(folder + object, upload);
        Sha256 sum = new Sha256();
        written.put(object, sum);
        return ByteSink.both(upload::write, sum::update).stream();
    }

    /**
     * Returns whether a complete or incomplete archive with this name exists; an earlier attempt of the run may have written it
     * before a crash.
     */
    static boolean isTaken(BackupTarget target, String folder, ArchiveKind kind, CollectionFile file, int attempt)
            throws IOException {
        String name = kind.name(file, attempt);
        return target.isTaken(folder + name)
                || kind == ArchiveKind.REMOVED && target.isTaken(folder + ArchiveKind.seen(name));
    }

    /** Adds a line. */
    void line(String json) throws IOException {
        lines.write(json.getBytes(StandardCharsets.UTF_8));
        lines.write('\n');
    }

    /** Adds the fingerprint of a removed item to the list. */
    void seen(Fingerprint item) throws IOException {
        if (seen != null) {
            seen.write(item.toBytes());
        }
    }

    /**
     * Makes the archive durable.
     *
     * @return its name among the archives of the run
     */
    String finish() throws IOException {
        lines.flush();
        gzip.finish();
        if (seen != null) {
            seen.flush();
        }
        target.publish(uploads);
        written.forEach((object, sum) -> sums.put(object, sum.sum()));
        return name;
    }

    /** Discards an archive that was not finished. */
    @Override
    public void close() throws IOException {
        for (BackupTarget.Upload upload : uploads.values()) {
            upload.close();
        }
    }
}
