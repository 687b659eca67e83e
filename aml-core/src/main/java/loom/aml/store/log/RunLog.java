package loom.aml.store.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import loom.aml.io.Checksum;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
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
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile @Nullable String snapshot;
    private boolean isTorn;

    /**
     * @param isTorn whether the record ends in the middle of a line
     */
    RunLog(LogFolder folder, Disk disk, String run, FileOutput out, boolean isTorn) {
        this.folder = folder;
        this.disk = disk;
        this.run = run;
        this.out = out;
        this.isTorn = isTorn;
    }

    @Override
    public String run() {
        return run;
    }

    /** Appends one event. It begins a line of its own even where the one before it was cut off by a crash or a full disk. */
    public synchronized void event(JsonObject event) throws IOException {
        byte[] line = ((isTorn ? "\n" : "") + event + "\n").getBytes(StandardCharsets.UTF_8);
        isTorn = true;
        out.write(line, 0, line.length);
        isTorn = false;
        out.sync();
    }

    @Override
    public ItemArchive archiveItems(CollectionFile file) throws IOException {
        Path archives = folder.archives(run);
        int attempt = attempts.incrementAndGet();
        // An earlier life of this run, before a crash, may have used the name.
        while (ItemArchiveWriter.isTaken(disk, archives, file, attempt)) {
            attempt = attempts.incrementAndGet();
        }
        return new ItemArchiveWriter(folder, disk, archives, run, file, attempt);
    }

    @Override
    public TransformArchive archiveTransformed(CollectionFile file) throws IOException {
        Path archives = folder.archives(run);
        int attempt = attempts.incrementAndGet();
        while (TransformArchiveWriter.isTaken(disk, archives, file, attempt)) {
            attempt = attempts.incrementAndGet();
        }
        return new TransformArchiveWriter(folder, disk, archives, run, file, attempt);
    }

    /** Notes the snapshot that holds the store as it was before the first change. */
    public void backedUp(String id) throws IOException {
        event(JsonObject.builder()
                .put("event", RunRecord.BACKED_UP)
                .put("snapshot", id)
                .build());
        snapshot = id;
    }

    @Override
    public @Nullable String backup() {
        return snapshot;
    }

    @Override
    public void withdraw(String archive) throws IOException {
        Path archives = folder.archives(run);
        disk.delete(FileName.resolve(archives, archive));
        if (Archive.isOfItems(archive)) {
            disk.delete(FileName.resolve(archives, ItemArchiveWriter.seenName(archive)));
        }
    }

    @Override
    public String archiveFile(String path, FileInput original) throws IOException {
        String name = path + ".original";
        copy(original, FileName.resolve(folder.archives(run), name));
        return name;
    }

    private void copy(FileInput original, Path target) throws IOException {
        if (!disk.state(target).isMissing()) {
            // An earlier attempt of this very run; what it copied was not taken away after all.
            disk.delete(target);
        }
        FileOutput copy = folder.create(target);
        try (copy) {
            copyInto(copy, original);
        } catch (IOException e) {
            disk.delete(target);
            throw e;
        }
        Path parent = target.getParent();
        if (parent != null) {
            disk.syncDirectory(parent);
        }
    }

    private static void copyInto(FileOutput copy, FileInput original) throws IOException {
        byte[] window = new byte[COPY_WINDOW];
        for (int n = original.read(window, 0, window.length); n >= 0; n = original.read(window, 0, window.length)) {
            copy.write(window, 0, n);
        }
        copy.sync();
    }

    @Override
    public void committed(Commit commit) throws IOException {
        committed(commit.outcome().toJson(), commit.archive(), commit.left());
    }

    /** Marks a change as made, of which only what was to be recorded is known any more. */
    public void committed(JsonObject outcome, @Nullable String archive, Checksum.@Nullable Content left)
            throws IOException {
        JsonObject.Builder event =
                JsonObject.builder().put("event", "committed").putAll(outcome).put("archive", archive);
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
