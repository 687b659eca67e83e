package loom.aml.run;

import java.io.IOException;
import java.util.Optional;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.monitor.RunConcerns;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.log.Incident;
import loom.aml.store.loom.StorePaths;

/**
 * Notices a store that is empty all at once, or lost more than half of its items, and not by a run of ours: a disk that is not
 * mounted, say. What an agent lost that was removed as a whole is no incident, unless it had more than half of all items: people
 * remove agents.
 */
final class Incidents {
    private final StorePaths store;

    Incidents(StorePaths store) {
        this.store = store;
    }

    /** Holds a snapshot that was just made against what the records say that the store should have, and records a loss. */
    void lookAt(Snapshot snapshot) throws IOException {
        Optional<Long> now = itemsOf(snapshot.manifest());
        if (now.isEmpty() || store.logs().incident().isPresent()) {
            return;
        }
        Optional<ExpectedItems.Expected> before = expected();
        if (before.isPresent() && RunConcerns.isLoss(before.get().items(), now.get())) {
            store.logs()
                    .raise(new Incident(
                            store.options().clock().instant(),
                            before.get().items(),
                            now.get(),
                            before.get().snapshot()));
        }
    }

    private Optional<ExpectedItems.Expected> expected() throws IOException {
        ExpectedItems items = new ExpectedItems();
        for (String run : store.logs().runs().reversed()) {
            try {
                if (items.see(store.logs().read(run))) {
                    break;
                }
            } catch (IOException e) {
                // History tells of it. What it removed is not known, so nothing is held against the store.
                return Optional.empty();
            }
        }
        return items.expected();
    }

    /** The items of a snapshot of the whole store; empty if some of them could not be counted. */
    static Optional<Long> itemsOf(Manifest manifest) {
        boolean isKnown = manifest.agents().isEmpty() && manifest.leftOut().isEmpty();
        for (FileEntry file : manifest.files()) {
            isKnown &= file.items().isPresent()
                    || CollectionFile.ofPath(file.path()).isEmpty();
        }
        return isKnown ? Optional.of(manifest.items()) : Optional.empty();
    }

    static Finding finding(Incident incident) {
        return Finding.of(
                Finding.Kind.INCIDENT,
                "store",
                incident.words() + "; no snapshot is rotated away until this is acknowledged",
                incident.advice());
    }
}
