package loom.aml.store.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileName;

/**
 * The archives that a killed run had begun to write. Nothing had left the store by then, so nothing refers to them.
 *
 * <pre>
 * debugger/patterns.json.1.jsonl.gz.part
 * debugger/patterns.json.1.seen.part
 * debugger/patterns.json.1.transformed.gz.part
 * debugger/patterns.json.original.part
 * </pre>
 */
public final class ArchiveParts {
    /** The end of the name of an archive that is being written. */
    static final String SUFFIX = ".part";

    /** Only names that are really written are ours. */
    private static final Pattern NAME = Pattern.compile(
            ".+\\.([0-9]+\\.(jsonl\\.gz|seen|transformed\\.gz)|([0-9]+\\.)?original)\\.part", Pattern.DOTALL);

    private final Disk disk;
    private final Path archives;

    /**
     * @param run a run that is over
     */
    public ArchiveParts(Disk disk, LogFolder logs, String run) {
        this.disk = disk;
        this.archives = logs.archives(run);
    }

    /**
     * Removes those of all runs that nobody has written to for a while. No run may be under way.
     *
     * @param before those that were modified before
     * @return how many were removed
     */
    public static int removeOlder(Disk disk, LogFolder logs, Instant before) throws IOException {
        Path archives = logs.path().resolve("archives");
        if (!disk.state(archives).isDirectory()) {
            return 0;
        }
        int removed = 0;
        for (DirectoryEntry run : disk.list(archives)) {
            boolean isOfARun = TimedId.isOne(run.name()) || run.name().equals(LogFolder.UNRECORDED);
            if (run.state().isDirectory() && isOfARun) {
                removed += new ArchiveParts(disk, logs, run.name()).remove(before);
            }
        }
        return removed;
    }

    /** Removes them, and the directories that are empty without them; how many files were removed. */
    public int remove() throws IOException {
        return remove(Instant.MAX);
    }

    private int remove(Instant before) throws IOException {
        if (!disk.state(archives).isDirectory()) {
            return 0;
        }
        int removed = 0;
        List<Path> directories = new ArrayList<>();
        Deque<Path> pending = new ArrayDeque<>(List.of(archives));
        while (!pending.isEmpty()) {
            Path directory = pending.pop();
            directories.add(directory);
            for (DirectoryEntry entry : disk.list(directory)) {
                Path path = FileName.resolve(directory, entry.name());
                if (entry.state().isDirectory()) {
                    pending.push(path);
                } else if (isPart(entry) && entry.state().modified().isBefore(before)) {
                    disk.delete(path);
                    removed++;
                }
            }
        }
        for (Path directory : directories.reversed()) {
            if (removed > 0 && disk.list(directory).isEmpty()) {
                disk.delete(directory);
            }
        }
        return removed;
    }

    private static boolean isPart(DirectoryEntry entry) {
        return entry.state().isFile() && NAME.matcher(entry.name()).matches();
    }
}
