package loom.aml.store.loom;

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
 * Removes the files of aml's own that no journal refers to: a crash came before the journal was written, or after the last step. The
 * archives that the same runs had only begun go first, as long as there is something to know them by.
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

    /** Removes all of them. */
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

    /** A decision is kept as long as a journal may need it. */
    private void sweepDecisions(Set<String> underWay) throws IOException {
        boolean isSynced = false;
        for (DirectoryEntry entry : disk.list(root)) {
            if (OwnFiles.isDecision(entry.name())
                    && underWay.stream().noneMatch(token -> token.startsWith(OwnFiles.token(entry.name()) + "-"))) {
                if (!isSynced) {
                    // A journal that comes back after a power cut must find the decision too.
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
            // Litter does no harm where it lies, and a directory that cannot be listed is reported by whoever needs it.
        }
    }
}
