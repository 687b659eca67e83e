package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.store.Finding;
import loom.aml.store.StoreOptions;
import loom.aml.store.log.LogFolder;

/** Settles the changes that a crash interrupted, each by its journal, and removes the leftovers of earlier runs. */
final class Recovery {
    private final Disk disk;
    private final Path root;
    private final StoreOptions options;
    private final Layout layout;
    private final WorkFolder work;
    private final List<Finding> findings = new ArrayList<>();
    private final JournalSettlement settlement;
    private final LeftoverSweep sweep;

    Recovery(Disk disk, Path root, StoreOptions options, Layout layout, LogFolder logs) {
        this.disk = disk;
        this.root = root;
        this.options = options;
        this.layout = layout;
        this.work = WorkFolder.of(disk, root, layout);
        this.settlement = new JournalSettlement(work, options, layout, logs, findings);
        this.sweep = new LeftoverSweep(work, logs);
    }

    /** Returns the changes that the next open for writing will settle. Changes nothing. */
    List<Finding> due() throws IOException {
        for (Path journal : work.journals()) {
            try {
                JournalEntry entry = JournalEntry.read(disk, journal);
                findings.add(Finding.of(
                                Finding.Kind.RECOVERY,
                                entry.path(),
                                "a change of run " + entry.run() + " was interrupted",
                                "the next command that writes settles it")
                        .about(entry.run()));
            } catch (IOException e) {
                findings.add(unreadable(journal, e));
            }
        }
        return findings;
    }

    /** Settles all changes and removes the leftovers of earlier runs. */
    List<Finding> run() throws IOException {
        sweep.run();
        freeLocks();
        for (Path journal : work.journals()) {
            try {
                settlement.settle(journal, JournalEntry.read(disk, journal));
            } catch (IOException e) {
                findings.add(unreadable(journal, e));
            }
        }
        sweep.run();
        return findings;
    }

    /** Frees the locks of all interrupted changes together: parallel changes leave several. */
    private void freeLocks() throws IOException {
        List<Path> targets = new ArrayList<>();
        for (Path journal : work.journals()) {
            try {
                targets.add(settlement.target(JournalEntry.read(disk, journal)));
            } catch (IOException e) {
                // The settlement of the change reports it.
            }
        }
        layout.locks().freeAbandoned(disk, targets, options);
    }

    private Finding unreadable(Path journal, IOException e) {
        return Finding.of(
                Finding.Kind.FAILED,
                FileName.last(journal),
                "the journal of an interrupted change could not be settled: " + e.getMessage(),
                "the journal and its file were left unchanged; run aml again, or inspect the journal");
    }
}
