package loom.aml.store.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import loom.aml.io.Checksum;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileOutput;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionFile;
import org.jspecify.annotations.Nullable;

/** The record of a run while it lasts. Each event is a line that is synced before the method returns. */
public final class RunLog implements ChangeLog, AutoCloseable {
    private static final int COPY_WINDOW = 64 << 10;

    private final LogFolder folder;
    private final Disk disk;
    private final String run;
    private final FileOutput out;
    private final AtomicInteger attempts;

    /**
     * @param earlierAttempts archives that an earlier life of this run may have begun
     */
    RunLog(LogFolder folder, Disk disk, String run, FileOutput out, int earlierAttempts) {
        this.folder = folder;
        this.disk = disk;
        this.run = run;
        this.out = out;
        this.attempts = new AtomicInteger(earlierAttempts);
    }

    @Override
    public String run() {
        return run;
    }

    /** Appends one event. */
    public synchronized void event(JsonObject event) throws IOException {
        byte[] line = (event + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(line, 0, line.length);
        out.sync();
    }

    @Override
    public ItemArchive archiveItems(CollectionFile file) throws IOException {
        return new ItemArchiveWriter(folder, disk, folder.archives(run), run, file, attempts.incrementAndGet());
    }

    @Override
    public void withdraw(String archive) throws IOException {
        Path archives = folder.archives(run);
        disk.delete(archives.resolve(archive));
        if (Archive.isOfItems(archive)) {
            disk.delete(archives.resolve(ItemArchiveWriter.seenName(archive)));
        }
    }

    @Override
    public String archiveFile(String path, FileInput original) throws IOException {
        String name = path + ".original";
        copy(original, folder.archives(run).resolve(name));
        return name;
    }

    /** Copies a file as it is to {@code runs/<run>/<path>}; the bytes copied. */
    public long copyBefore(String path, FileInput original) throws IOException {
        return copy(original, folder.copies(run).resolve(path));
    }

    private long copy(FileInput original, Path target) throws IOException {
        if (!disk.state(target).isMissing()) {
            // An earlier attempt of this very run; what it copied was not taken away after all.
            disk.delete(target);
        }
        long bytes = 0;
        try (FileOutput copy = folder.create(target)) {
            byte[] window = new byte[COPY_WINDOW];
            for (int n = original.read(window, 0, window.length);
                    n >= 0;
                    n = original.read(window, 0, window.length)) {
                copy.write(window, 0, n);
                bytes += n;
            }
            copy.sync();
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            disk.delete(target);
            throw e;
        }
        Path parent = target.getParent();
        if (parent != null) {
            disk.syncDirectory(parent);
        }
        return bytes;
    }

    @Override
    public void committed(Commit commit) throws IOException {
        committed(commit.outcome().toJson(), commit.archive(), commit.left());
    }

    /** Marks a change as made, of which only what was to be recorded is known any more. */
    public void committed(JsonObject outcome, @Nullable String archive, Checksum.@Nullable Content left)
            throws IOException {
        JsonObject.Builder event = JsonObject.builder()
                .put("event", "committed")
                .putAll(outcome)
                .put("archive", archive);
        if (left != null) {
            event.put(
                    "left",
                    JsonObject.builder()
                            .put("size", left.size())
                            .put("checksum", left.checksum())
                            .build());
        }
        event(event.build());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
