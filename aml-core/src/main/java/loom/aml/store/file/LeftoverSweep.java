package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.store.log.ArchiveParts;
import loom.aml.store.log.LogFolder;

/**
 * Removes aml's own files that no journal refers to: the run crashed before it wrote the journal, or after the last
 * step. Unfinished archives of the same runs are removed first, while these files still identify the runs.
 */
final class LeftoverSweep {
    private final Disk disk;
    private final Path root;
    private final LogFolder logs;

    LeftoverSweep(Disk disk, Path root, LogFolder logs) {
        this.disk = disk;
        this.root = root;
        this.logs = logs;
    }

    /** Removes all leftovers. */
    void run() throws IOException {
        for (String run : OwnFiles.runsOf(disk.list(root))) {
            new ArchiveParts(logs, run).remove();
        }
        Set<String> underWay = new HashSet<>();
        for (Path journal : OwnFiles.journals(disk, root)) {
            underWay.add(OwnFiles.token(String.valueOf(journal.getFileName())));
        }
        sweep(root, underWay);
        sweepDecisions(underWay);
        for (DirectoryEntry entry : disk.list(root)) {
            if (entry.state().isDirectory() && !entry.name().startsWith(".")) {
                sweep(FileName.resolve(root, entry.name()), underWay);
            }
        }
    }

    /** Removes decisions, except those that a journal may need. */
    private void sweepDecisions(Set<String> underWay) throws IOException {
        boolean isSynced = false;
        for (DirectoryEntry entry : disk.list(root)) {
            if (OwnFiles.isDecision(entry.name())
                    && underWay.stream().noneMatch(token -> token.startsWith(OwnFiles.token(entry.name()) + "-"))) {
                if (!isSynced) {
                    // A journal that reappears after a power cut must find the decision too.
                    disk.syncDirectory(root);
                    isSynced = true;
                }
                disk.delete(FileName.resolve(root, entry.name()));
            }
        }
    }

    private void sweep(Path directory, Set<String> underWay) {
        try {
            for (DirectoryEntry entry : disk.list(directory)) {
                if (entry.state().isFile()
                        && OwnFiles.isTransient(entry.name())
                        && !underWay.contains(OwnFiles.token(entry.name()))) {
                    disk.delete(FileName.resolve(directory, entry.name()));
                }
            }
        } catch (IOException e) {
            // Leftovers are harmless, and the scan reports directories that cannot be listed.
        }
    }
}
