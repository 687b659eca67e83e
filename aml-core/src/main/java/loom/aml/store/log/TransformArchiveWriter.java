package loom.aml.store.log;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import loom.aml.io.ByteSink;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileOutput;
import loom.aml.io.Sha256;
import loom.aml.item.Fingerprint;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionFile;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the items of one collection were before they were transformed, a JSON object a line, gzip-compressed.
 *
 * <pre>
 * {"transformed":1,"run":...,"file":"debugger/patterns.json"}
 * {"now":"32 hex digits","was":"1.0.0"}                    the way back gives the former bytes
 * {"now":"32 hex digits","was":"2.0.0","item":"{...}"}     it does not, so here they are
 * {"now":"32 hex digits","was":"present","item":"{...}"}   the item was stored by itself, and was this before
 * </pre>
 *
 * <p>{@code now} is the {@link Fingerprint} of the item as it stands after the run.
 */
final class TransformArchiveWriter implements ChangeLog.TransformArchive {
    private static final String UNFINISHED = ".part";

    private final Disk disk;
    private final Path archive;
    private final String name;
    private final FileOutput file;
    private final GZIPOutputStream gzip;
    private final OutputStream out;
    private final ArchiveSums sums;
    private final Sha256 sum = new Sha256();
    private boolean finished;

    /**
     * @param folder of the run's archives
     * @param attempt tells archives of one file in one run apart
     * @param sums is told of the sum of what was written
     */
    TransformArchiveWriter(
            PrivateFolder logs, Disk disk, Path folder, String run, CollectionFile file, int attempt, ArchiveSums sums)
            throws IOException {
        this.sums = sums;
        this.disk = disk;
        this.name = name(file, attempt);
        this.archive = FileName.resolve(folder, name);
        this.file = logs.create(unfinished(archive));
        try {
            this.gzip = new GZIPOutputStream(ByteSink.both(this.file::write, sum::update).stream(), 32 << 10);
            this.out = new BufferedOutputStream(gzip, 32 << 10);
            line(JsonObject.builder()
                    .put("transformed", 1)
                    .put("run", run)
                    .put("file", file.path())
                    .build()
                    .toString());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private static String name(CollectionFile file, int attempt) {
        return file.path() + "." + attempt + ArchiveName.TRANSFORMED;
    }

    /** Whether there is such an archive, or the beginning of one. */
    static boolean isTaken(Disk disk, Path folder, CollectionFile file, int attempt) throws IOException {
        Path archive = FileName.resolve(folder, name(file, attempt));
        return !disk.state(archive).isMissing()
                || !disk.state(unfinished(archive)).isMissing();
    }

    private static Path unfinished(Path archive) {
        return archive.resolveSibling(archive.getFileName() + UNFINISHED);
    }

    /** Hardly a migrated item has an original to keep, so the short line is put together by hand. */
    @Override
    public void add(Fingerprint now, String was, byte @Nullable [] original) throws IOException {
        if (original == null && isPlain(was)) {
            line("{\"now\":\"" + now + "\",\"was\":\"" + was + "\"}");
        } else {
            JsonObject.Builder line =
                    JsonObject.builder().put("now", now.toString()).put("was", was);
            if (original != null) {
                line.put("item", new String(original, StandardCharsets.UTF_8));
            }
            line(line.build().toString());
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private void line(String json) throws IOException {
        out.write(json.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    @Override
    public String finish() throws IOException {
        out.flush();
        gzip.finish();
        file.sync();
        file.close();
        disk.rename(unfinished(archive), archive);
        Path parent = archive.getParent();
        if (parent != null) {
            disk.syncDirectory(parent);
        }
        sums.put(name, sum.sum());
        finished = true;
        return name;
    }

    @Override
    public void close() throws IOException {
        if (!finished) {
            file.close();
            if (disk.state(unfinished(archive)).isFile()) {
                disk.delete(unfinished(archive));
            }
        }
    }
}
