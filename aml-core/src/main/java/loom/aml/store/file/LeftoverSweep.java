package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
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
    private final WorkFolder work;
    private final LogFolder logs;

    LeftoverSweep(WorkFolder work, LogFolder logs) {
        this.disk = work.disk();
        this.root = work.root();
        this.work = work;
        this.logs = logs;
    }

    /** Removes all leftovers. */
    void run() throws IOException {
        for (String run : OwnFiles.runsOf(work.entries())) {
            new ArchiveParts(logs, run).remove();
        }
        Set<String> underWay = new HashSet<>();
        for (Path journal : work.journals()) {
            underWay.add(OwnFiles.token(FileName.last(journal)));
        }
        sweep(work.path(), work.entries(), token -> !underWay.contains(token));
        sweepDecisions(underWay);
        if (work.path().equals(root)) {
            sweepDirectories(underWay);
        } else {
            sweepSharedDirectory(underWay);
        }
    }

    /** Removes decisions, except those that a journal may need. */
    private void sweepDecisions(Set<String> underWay) throws IOException {
        boolean isSynced = false;
        for (DirectoryEntry entry : work.entries()) {
            if (OwnFiles.isDecision(entry.name())
                    && underWay.stream().noneMatch(token -> token.startsWith(OwnFiles.token(entry.name()) + "-"))) {
                if (!isSynced) {
                    // A journal that reappears after a power cut must find the decision too.
                    work.sync();
                    isSynced = true;
                }
                disk.delete(FileName.resolve(work.path(), entry.name()));
            }
        }
    }

    /** Removes what was staged in the directories of the store that are on other devices. */
    private void sweepDirectories(Set<String> underWay) throws IOException {
        for (DirectoryEntry entry : disk.list(root)) {
            if (entry.state().isDirectory() && !entry.name().startsWith(".")) {
                Path directory = FileName.resolve(root, entry.name());
                try {
                    sweep(directory, disk.list(directory), token -> !underWay.contains(token));
                } catch (IOException e) {
                    // Leftovers are harmless, and the scan reports directories that cannot be listed.
                }
            }
        }
    }

    /** Removes what was staged beside a store that is a single file: in its directory, other stores may stage theirs. */
    private void sweepSharedDirectory(Set<String> underWay) throws IOException {
        if (disk.names(root).stream().anyMatch(OwnFiles::isTransient)) {
            Set<String> own = new HashSet<>(logs.runs());
            sweep(root, disk.list(root), token -> !underWay.contains(token) && own.contains(OwnFiles.runOf(token)));
        }
    }

    private void sweep(Path directory, List<DirectoryEntry> entries, Predicate<String> isLeftOver) {
        try {
            for (DirectoryEntry entry : entries) {
                if (entry.state().isFile()
                        && OwnFiles.isTransient(entry.name())
                        && isLeftOver.test(OwnFiles.token(entry.name()))) {
                    disk.delete(FileName.resolve(directory, entry.name()));
                }
            }
        } catch (IOException e) {
            // Leftovers are harmless.
        }
    }
}
