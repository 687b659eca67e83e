package loom.aml.run;

import java.io.IOException;
import java.util.Optional;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.monitor.RunConcerns;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.StorePaths;
import loom.aml.store.log.Incident;
import loom.aml.store.log.LogFolder;

/**
 * Detects a store that suddenly lost more than half of its items without a run of aml, for example because a disk is
 * not mounted. Removing a whole agent is not an incident, since users do that, unless it had more than half of all
 * items.
 */
final class Incidents {
    private final StorePaths store;

    Incidents(StorePaths store) {
        this.store = store;
    }

    /** Compares a new snapshot with the expected number of items, and records a loss. */
    void lookAt(Snapshot snapshot) throws IOException {
        Optional<Long> now = itemsOf(snapshot.manifest());
        if (now.isEmpty() || LogFolder.of(store).incident().isPresent()) {
            return;
        }
        Optional<ExpectedItems.Expected> before = expected();
        if (before.isPresent() && RunConcerns.isLoss(before.get().items(), now.get())) {
            LogFolder.of(store)
                    .raise(new Incident(
                            store.options().clock().instant(),
                            before.get().items(),
                            now.get(),
                            before.get().snapshot()));
        }
    }

    private Optional<ExpectedItems.Expected> expected() throws IOException {
        ExpectedItems items = new ExpectedItems();
        for (String run : LogFolder.of(store).runs().reversed()) {
            try {
                if (items.see(LogFolder.of(store).read(run))) {
                    break;
                }
            } catch (IOException e) {
                // History reports the record. Its removals are unknown, so no number can be expected.
                return Optional.empty();
            }
        }
        return items.expected();
    }

    /** Returns the number of items in a snapshot of the whole store; empty if some could not be counted. */
    static Optional<Long> itemsOf(Manifest manifest) {
        boolean isKnown = manifest.agents().isEmpty() && manifest.leftOut().isEmpty();
        for (FileEntry file : manifest.files()) {
            isKnown &= file.items().isPresent()
                    || CollectionFile.ofRuntime(file.path()).isEmpty();
        }
        return isKnown ? Optional.of(manifest.items()) : Optional.empty();
    }

    static Finding finding(Incident incident) {
        return Finding.of(
                Finding.Kind.INCIDENT,
                "store",
                incident.words() + "; no snapshot is rotated until this is acknowledged",
                incident.advice());
    }
}
