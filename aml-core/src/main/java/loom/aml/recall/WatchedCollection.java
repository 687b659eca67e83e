package loom.aml.recall;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import loom.aml.index.ItemTable;
import loom.aml.index.ItemTableBuilder;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.io.GzipLimits;
import loom.aml.io.TextInput;
import loom.aml.item.CollectionReader;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.store.CollectionFile;
import loom.aml.store.loom.TextSlices;
import org.jspecify.annotations.Nullable;

/**
 * A collection file that others may replace at any time, read item by item. What is known of it, where each item stands, is of
 * one version of the file, and never trusted over the file: each item that is read is held against it. Safe for use by many
 * threads.
 */
final class WatchedCollection {
    private final Disk disk;
    private final Path path;
    private final CollectionFile file;
    private final GzipLimits limits;
    private final TableSource tables;
    private volatile FileState listed;
    private volatile @Nullable Version version;

    /**
     * What is known of one version of the file.
     *
     * @param isRacy whether the file could have changed afterwards without its state showing it
     */
    private record Version(FileState state, boolean isRacy, ItemTable table) {}

    /** A version that was just read, and what of it was wanted. */
    private record Scanned(Version version, Map<Long, byte[]> texts) {}

    WatchedCollection(
            Disk disk, Path root, CollectionFile file, FileState listed, GzipLimits limits, TableSource tables) {
        this.disk = disk;
        this.path = FileName.resolve(root, file.path());
        this.file = file;
        this.listed = listed;
        this.limits = limits;
        this.tables = tables;
    }

    CollectionFile file() {
        return file;
    }

    /** The state in which the file was seen last. */
    FileState listed() {
        return listed;
    }

    /**
     * Takes note of the state of the file as it is now. What was known of another version is forgotten.
     *
     * @return whether it is known to be as it was
     */
    boolean see(FileState state) {
        boolean isSame = listed.equals(state);
        listed = state;
        Version known = version;
        if (known != null && (known.isRacy || !known.state.equals(state))) {
            version = null;
            isSame = false;
        }
        return isSame;
    }

    /** Where the items of the file stand. */
    ItemTable table() throws IOException {
        return version().table;
    }

    /** Whether what is known is of the file as it was seen last, and can be relied on for good. */
    boolean isSettled() {
        Version known = version;
        return known != null && !known.isRacy && known.state.equals(listed);
    }

    /** What the version of an item is told by; null if there is no such item. */
    @Nullable
    Fingerprint find(String id) throws IOException {
        ItemTable table = table();
        int row = rowOf(id, table);
        return row < 0 ? null : table.fingerprint(row);
    }

    /** The row of an id, as a string or else as a number; negative if there is none. */
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
     * @return the item as it stands in the file now, or stood a moment ago; null if there is none
     * @throws IOException if the file cannot be read
     */
    @Nullable
    RecalledItem read(String id) throws IOException {
        Version known = version();
        int row = rowOf(id, known.table);
        if (row < 0) {
            return null;
        }
        long idHash = known.table.fingerprint(row).id();
        byte[] text = slice(known.table, row);
        RecalledItem item = text == null ? null : item(id, text, known.table.fingerprint(row));
        return item == null ? readAnew(id, idHash) : item;
    }

    /** Reads several items in one go. Those that are not there any more are missing from the result. */
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

    /** The file is another one than was known: all of it is read, and the item on the way, so that nobody can come in between. */
    private @Nullable RecalledItem readAnew(String id, long idHash) throws IOException {
        Scanned scanned = scan(Set.of(idHash));
        version = scanned.version;
        byte[] text = scanned.texts.get(idHash);
        return text == null ? null : item(id, text, null);
    }

    /** The bytes that stand where an item is known to; null if nothing does. */
    private byte @Nullable [] slice(ItemTable table, int row) throws IOException {
        TextSlices.Slice slice = new TextSlices.Slice(table.offset(row), table.length(row));
        List<byte[]> read = new ArrayList<>();
        try {
            TextSlices.read(disk, path, limits, List.of(slice), (_, bytes) -> read.add(bytes));
        } catch (NoSuchFileException | DamagedException e) {
            // Another program was faster: the file is looked at as it is now.
            return null;
        }
        return read.isEmpty() ? null : read.getFirst();
    }

    /**
     * What was read as an item, if it is one.
     *
     * @param expected the version that it must be of; null for any
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

    private Version version() throws IOException {
        Version known = version;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            known = version;
            if (known == null) {
                ItemTable table = tables.of(file, listed);
                known = table != null ? new Version(listed, false, table) : scan(Set.of()).version;
                version = known;
            }
            return known;
        }
    }

    private Scanned scan(Set<Long> wanted) throws IOException {
        Instant lookedAt = disk.now();
        ItemTableBuilder table = new ItemTableBuilder();
        Map<Long, byte[]> texts = new HashMap<>();
        try (TextInput text = TextInput.of(disk.open(path), limits)) {
            CollectionReader.read(text, file.kind(), item -> {
                Fingerprint fingerprint = item.fingerprint();
                if (table.add(item, fingerprint) && wanted.contains(fingerprint.id())) {
                    texts.put(fingerprint.id(), item.copyBytes());
                }
            });
            FileState state = text.state();
            return new Scanned(new Version(state, state.isRacy(lookedAt), table.build()), texts);
        } catch (NoSuchFileException e) {
            return new Scanned(new Version(FileState.MISSING, false, table.build()), Map.of());
        } catch (DamagedException e) {
            throw new IOException(
                    file.path() + " cannot be read: " + e.getMessage()
                            + "; 'aml optimize gc --repair' saves the items that can still be read",
                    e);
        }
    }
}
