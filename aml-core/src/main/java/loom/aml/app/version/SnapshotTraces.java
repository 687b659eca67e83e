package loom.aml.app.version;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.item.ItemKey;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoredItem;

/** Reads one item from snapshots. Files that are equal in several snapshots are read once. */
final class SnapshotTraces {
    private final MemoryStore store;
    private final Repository repository;
    private final ItemKey key;
    private final long most;
    private final List<Finding> findings;
    private final List<CollectionFile> files;
    private final Map<List<Object>, ItemState> known = new HashMap<>();
    private int passedOver;

    /**
     * @param most the number of different versions of the item's files to read
     * @param findings receives snapshots that could not be read
     */
    SnapshotTraces(MemoryStore store, Repository repository, ItemKey key, long most, List<Finding> findings) {
        this.store = store;
        this.repository = repository;
        this.key = key;
        this.most = most;
        this.findings = findings;
        this.files = store.filesOf(key);
    }

    /** Returns the number of snapshots that were not read because of the limit. */
    int passedOver() {
        return passedOver;
    }

    /** Returns the item as a snapshot has it. */
    ItemState of(Manifest manifest) {
        List<Object> version = new ArrayList<>();
        for (CollectionFile file : files) {
            if (!manifest.tellsOf(file.path())) {
                return ItemState.UNKNOWN;
            }
            version.add(manifest.file(file.path())
                    .map(entry -> (Object) entry.content())
                    .orElse(""));
        }
        ItemState state = known.get(version);
        if (state == null && known.size() >= most) {
            passedOver++;
            return ItemState.UNKNOWN;
        }
        if (state == null) {
            state = read(manifest);
            known.put(version, state);
        }
        return state;
    }

    private ItemState read(Manifest manifest) {
        try {
            Optional<StoredItem> item =
                    PastStore.of(store, repository, manifest).get(key);
            return ItemState.of(item.map(StoredItem::text));
        } catch (IOException e) {
            findings.add(Finding.of(
                    Finding.Kind.UNREADABLE,
                    "snapshot " + manifest.id(),
                    "cannot be read: " + e.getMessage(),
                    "'aml backup verify --all' shows what else is damaged"));
            return ItemState.UNKNOWN;
        }
    }
}
