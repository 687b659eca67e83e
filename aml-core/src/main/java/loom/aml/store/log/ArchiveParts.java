package loom.aml.store.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileName;

/** The archives that a killed run had begun to write. Nothing had left the store by then, so nothing refers to them. */
public final class ArchiveParts {
    /** The end of the name of an archive that is being written. */
    static final String SUFFIX = ".part";

    private final Disk disk;
    private final Path archives;

    /**
     * @param run a run that is over
     */
    public ArchiveParts(Disk disk, LogFolder logs, String run) {
        this.disk = disk;
        this.archives = logs.archives(run);
    }

    /** Removes them, and the directories that are empty without them; how many files were removed. */
    public int remove() throws IOException {
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
                } else if (entry.state().isFile() && entry.name().endsWith(SUFFIX)) {
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
}
