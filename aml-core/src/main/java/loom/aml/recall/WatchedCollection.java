package loom.aml.recall;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import loom.aml.index.ItemTable;
import loom.aml.index.ItemTableBuilder;
import loom.aml.io.DamagedException;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.store.CollectionFile;
import loom.aml.store.MemoryStore;
import loom.aml.store.TextSlice;
import loom.aml.store.Version;
import org.jspecify.annotations.Nullable;

/**
 * A collection file that others may replace at any time, read item by item. The known positions of items belong to one
 * version of the file and are verified: each item that is read is compared with its fingerprint. Thread-safe.
 */
final class WatchedCollection {
    private final MemoryStore store;
    private final CollectionFile file;
    private final TableSource tables;
    private volatile Version listed;
    private volatile @Nullable Known version;

    /**
     * The positions in one version of the file.
     *
     * @param isRacy whether the file could have changed afterwards without a change of its state
     */
    private record Known(Version state, boolean isRacy, ItemTable table) {}

    /** A version that was just scanned, and the requested texts. */
    private record Scanned(Known version, Map<Long, byte[]> texts) {}

    WatchedCollection(MemoryStore store, CollectionFile file, Version listed, TableSource tables) {
        this.store = store;
        this.file = file;
        this.listed = listed;
        this.tables = tables;
    }

    CollectionFile file() {
        return file;
    }

    /** Returns the last known state of the file. */
    Version listed() {
        return listed;
    }

    /**
     * Records the current state of the file. Positions of another version are discarded.
     *
     * @return whether the file is certainly unchanged
     */
    boolean see(Version state) {
        boolean isSame = listed.equals(state);
        listed = state;
        Known known = version;
        if (known != null && (known.isRacy || !known.state.equals(state))) {
            version = null;
            isSame = false;
        }
        return isSame;
    }

    /** Returns the positions of the items. */
    ItemTable table() throws IOException {
        return version().table;
    }

    /** Returns whether the positions belong to the last known state of the file and remain reliable. */
    boolean isSettled() {
        Known known = version;
        return known != null && !known.isRacy && known.state.equals(listed);
    }

    /** Returns the fingerprint of an item; null if absent. */
    @Nullable
    Fingerprint find(String id) throws IOException {
        ItemTable table = table();
        int row = rowOf(id, table);
        return row < 0 ? null : table.fingerprint(row);
    }

    /** Returns the row of an id, as a string or else as a number; negative if absent. */
    private static int rowOf(String id, ItemTable table) {
        int row = -1;
        for (long hash : Fingerprint.ofIdAsWritten(id)) {
            row = row < 0 ? table.find(hash) : row;
        }
        return row;
    }

    /**
     * Reads an item.
     *
     * @return the item as stored now or a moment ago; null if absent
     * @throws IOException if the file cannot be read
     */
    @Nullable
    RecalledItem read(String id) throws IOException {
        Known known = version();
        int row = rowOf(id, known.table);
        if (row < 0) {
            return null;
        }
        long idHash = known.table.fingerprint(row).id();
        byte[] text = slice(known.table, row);
        RecalledItem item = text == null ? null : item(id, text, known.table.fingerprint(row));
        return item == null ? rescan(id, idHash) : item;
    }

    /** Reads several items at once. Items that no longer exist are missing from the result. */
    List<RecalledItem> readAll(Set<String> ids) throws IOException {
        Map<Long, String> byHash = new HashMap<>();
        for (String id : ids) {
            for (long hash : Fingerprint.ofIdAsWritten(id)) {
                byHash.put(hash, id);
            }
        }
        Scanned scanned = scan(byHash.keySet());
        version = scanned.version;
        List<RecalledItem> items = new ArrayList<>();
        scanned.texts.forEach((hash, text) -> {
            RecalledItem item = item(String.valueOf(byHash.get(hash)), text, null);
            if (item != null) {
                items.add(item);
            }
        });
        return items;
    }

    /**
     * Scans a file that has changed. Reads the requested item in the same pass, so that no other change can intervene.
     */
    private @Nullable RecalledItem rescan(String id, long idHash) throws IOException {
        Scanned scanned = scan(Set.of(idHash));
        version = scanned.version;
        byte[] text = scanned.texts.get(idHash);
        return text == null ? null : item(id, text, null);
    }

    /** Reads the bytes at the known position of an item; null if the file is shorter. */
    private byte @Nullable [] slice(ItemTable table, int row) throws IOException {
        TextSlice slice = new TextSlice(table.offset(row), table.length(row));
        List<byte[]> read = new ArrayList<>();
        try {
            store.read(file, List.of(slice), (_, bytes) -> read.add(bytes));
        } catch (NoSuchFileException | DamagedException e) {
            // Another program changed the file; it is examined again.
            return null;
        }
        return read.isEmpty() ? null : read.getFirst();
    }

    /**
     * Parses bytes as an item; null if they are not the item.
     *
     * @param expected the required version; null for any
     */
    private @Nullable RecalledItem item(String id, byte[] text, @Nullable Fingerprint expected) {
        try {
            Item item = Item.alone(text, file.kind());
            Fingerprint fingerprint = item.fingerprint();
            boolean isMeant = expected == null || expected.equals(fingerprint);
            return isMeant && id.equals(item.id()) ? new RecalledItem(file, id, fingerprint, text) : null;
        } catch (DamagedException e) {
            return null;
        }
    }

    private Known version() throws IOException {
        Known known = version;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            known = version;
            if (known == null) {
                ItemTable table = tables.of(file, listed);
                known = table != null ? new Known(listed, false, table) : scan(Set.of()).version;
                version = known;
            }
            return known;
        }
    }

    private Scanned scan(Set<Long> wanted) throws IOException {
        Instant lookedAt = store.now();
        ItemTableBuilder table = new ItemTableBuilder();
        Map<Long, byte[]> texts = new HashMap<>();
        try {
            Version state = store.read(file, item -> {
                Fingerprint fingerprint = item.fingerprint();
                if (table.add(item, fingerprint) && wanted.contains(fingerprint.id())) {
                    texts.put(fingerprint.id(), item.copyBytes());
                }
            });
            return new Scanned(new Known(state, state.isRacy(lookedAt), table.build()), texts);
        } catch (NoSuchFileException e) {
            return new Scanned(new Known(Version.MISSING, false, table.build()), Map.of());
        } catch (DamagedException e) {
            throw new IOException(
                    file.path() + " cannot be read: " + e.getMessage()
                            + "; 'aml optimize gc --repair' recovers the readable items",
                    e);
        }
    }
}
