package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import loom.aml.io.Checksum;
import loom.aml.io.Disk;
import loom.aml.io.FileState;
import loom.aml.storage.PathWithin;
import loom.aml.store.Finding;
import loom.aml.store.StoreChange;
import loom.aml.store.StoreOptions;
import loom.aml.store.log.Commit;
import loom.aml.store.log.LogFolder;

/** Waits until other programs have finished writing a file, where no lock shows it. */
final class QuietFile {
    /** The wait for a file, as a multiple of the quiet time. */
    private static final int PATIENCE = 5;

    private static final long PAUSE_MS = 50;

    private final Disk disk;
    private final Path root;
    private final StoreOptions options;
    private final Layout layout;

    QuietFile(Disk disk, Path root, StoreOptions options, Layout layout) {
        this.disk = disk;
        this.root = root;
        this.options = options;
        this.layout = layout;
    }

    /**
     * Waits until a file was not written for a while, unless aml wrote it.
     *
     * @return false, with a finding, if it keeps being written
     */
    boolean await(StoreChange change, List<Finding> findings) throws IOException {
        Duration quiet = layout.quiet();
        if (quiet.isZero()) {
            return true;
        }
        Path file = PathWithin.of(disk, root, change.path());
        long began = options.ticker().nanos();
        FileState seen = disk.state(file);
        boolean isOurs = isYoung(seen, quiet) && isOurs(file, change.path());
        while (!isOurs && isYoung(seen, quiet)) {
            if (options.ticker().nanos() - began > quiet.multipliedBy(PATIENCE).toNanos()) {
                findings.add(Finding.of(
                        Finding.Kind.IN_PROGRESS,
                        change.path(),
                        "is being written by another program",
                        "left unchanged; run aml again when the file is less busy"));
                return false;
            }
            options.ticker().pause(PAUSE_MS);
            FileState now = disk.state(file);
            isOurs = !now.equals(seen) && isYoung(now, quiet) && isOurs(file, change.path());
            seen = now;
        }
        return true;
    }

    private boolean isYoung(FileState state, Duration quiet) {
        // A time in the future says nothing about when it was written.
        return state.isFile()
                && state.modified().isAfter(disk.now().minus(quiet))
                && !state.modified().isAfter(disk.now());
    }

    /** Returns whether the latest run left the present content. */
    private boolean isOurs(Path file, String path) throws IOException {
        LogFolder logs = new LogFolder(disk, layout.beside(root));
        List<String> runs = logs.runs();
        for (String run : runs.reversed().subList(0, Math.min(2, runs.size()))) {
            for (Commit commit : logs.read(run).commits()) {
                if (commit.path().equals(path)
                        && commit.left().isPresent()
                        && commit.left().get().equals(Checksum.of(disk, file))) {
                    return true;
                }
            }
        }
        return false;
    }
}
