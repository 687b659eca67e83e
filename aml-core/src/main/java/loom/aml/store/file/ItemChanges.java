package loom.aml.store.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loom.aml.io.Encoding;
import loom.aml.io.TextInput;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.item.Revision;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.CollectionScan;
import loom.aml.store.Finding;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.OpenCollection;
import loom.aml.store.Removal;
import loom.aml.store.ResolvedChanges;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreChange;
import loom.aml.store.StoreListing;
import loom.aml.store.Version;
import org.jspecify.annotations.Nullable;

/** Resolves changes of single items to changes of the files that hold them. */
final class ItemChanges {
    private final MemoryStore store;
    private final StoreListing listing;
    private final Map<CollectionFile, List<ItemChange.Put>> puts = new TreeMap<>();
    private final Map<CollectionFile, List<Removal>> removals = new TreeMap<>();
    private final Map<CollectionFile, Version> scanned = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private ItemChanges(MemoryStore store, StoreListing listing) {
        this.store = store;
        this.listing = listing;
    }

    /**
     * Resolves changes against the present store.
     *
     * @throws IllegalArgumentException if a change has an invalid agent name, or the text of an item is not a JSON
     *     object with the id of its key
     */
    static ResolvedChanges resolve(MemoryStore store, List<ItemChange> changes, Layout layout) throws IOException {
        ItemChanges resolved = new ItemChanges(store, store.list());
        Map<List<CollectionFile>, List<ItemChange.Remove>> removes = new LinkedHashMap<>();
        for (ItemChange change : changes) {
            change.requireValid();
            List<CollectionFile> files = layout.filesOf(change.key());
            switch (change) {
                case ItemChange.Put put -> resolved.put(files, put);
                case ItemChange.Remove remove ->
                    removes.computeIfAbsent(files, _ -> new ArrayList<>()).add(remove);
            }
        }
        for (Map.Entry<List<CollectionFile>, List<ItemChange.Remove>> collection : removes.entrySet()) {
            resolved.remove(collection.getKey(), collection.getValue());
        }
        return resolved.toChanges();
    }

    private void put(List<CollectionFile> files, ItemChange.Put put) throws IOException {
        puts.computeIfAbsent(fileFor(files, put), _ -> new ArrayList<>()).add(put);
    }

    /** Returns the file that holds the item; for a new item the first that exists, or else the first. */
    private CollectionFile fileFor(List<CollectionFile> files, ItemChange.Put put) throws IOException {
        List<CollectionFile> existing =
                files.stream().filter(listing.collections()::containsKey).toList();
        if (existing.size() > 1) {
            for (CollectionFile file : existing) {
                if (holds(file, put.key().id())) {
                    return file;
                }
            }
        }
        return existing.isEmpty() ? files.getFirst() : existing.getFirst();
    }

    private boolean holds(CollectionFile file, String id) throws IOException {
        return scan(file, collection -> {
                    boolean[] found = {false};
                    collection.read(item -> found[0] |= isOf(item, id));
                    return found[0];
                })
                .stream()
                .anyMatch(Boolean::booleanValue);
    }

    static boolean isOf(Item item, String id) {
        for (long hash : Fingerprint.ofIdAsWritten(id)) {
            if (item.idHash() == hash) {
                return id.equals(item.id());
            }
        }
        return false;
    }

    private void remove(List<CollectionFile> files, List<ItemChange.Remove> removes) throws IOException {
        Map<String, Revision> current = new LinkedHashMap<>();
        Map<CollectionFile, Map<Integer, Removal>> found = new TreeMap<>();
        boolean isReadable = true;
        for (CollectionFile file : files) {
            if (!listing.collections().containsKey(file)) {
                continue;
            }
            int before = findings.size();
            scan(file, collection -> matching(collection, removes))
                    .forEach(matches -> matches.forEach(match -> {
                        current.putIfAbsent(match.remove.key().id(), match.revision);
                        found.computeIfAbsent(file, _ -> new TreeMap<>()).put(match.removal.ordinal(), match.removal);
                    }));
            isReadable &= findings.size() == before;
        }
        for (ItemChange.Remove remove : removes) {
            Revision revision = current.get(remove.key().id());
            if (revision == null || !remove.precondition().holds(revision)) {
                found.values().forEach(inFile -> inFile.values().removeIf(removal -> isOf(removal, remove)));
                if (revision != null || isReadable) {
                    findings.add(PutItemsCopy.conflict(remove.key(), revision));
                }
            }
        }
        found.forEach((file, inFile) -> removals.put(file, List.copyOf(inFile.values())));
    }

    private static boolean isOf(Removal removal, ItemChange.Remove remove) {
        return removal.cause() == remove.cause()
                && Arrays.stream(Fingerprint.ofIdAsWritten(remove.key().id()))
                        .anyMatch(hash -> removal.fingerprint().id() == hash);
    }

    /** An item that a removal names. */
    private record Match(ItemChange.Remove remove, Revision revision, Removal removal) {}

    private static List<Match> matching(OpenCollection collection, List<ItemChange.Remove> removes) throws IOException {
        List<Match> matches = new ArrayList<>();
        collection.read(item -> {
            for (ItemChange.Remove remove : removes) {
                if (isOf(item, remove.key().id())) {
                    matches.add(new Match(remove, Revision.of(item), Removal.of(item, remove.cause())));
                    return;
                }
            }
        });
        return matches;
    }

    /** Scans one file. Read errors become findings. */
    private <R> List<R> scan(CollectionFile file, CollectionScan<R> scan) throws IOException {
        List<R> results = new ArrayList<>();
        for (ScanResult<R> result : store.scan(listing.only(List.of(file)), Selection.ALL, scan)) {
            scanned.put(file, result.state());
            switch (result) {
                case ScanResult.Read<R> read -> results.add(read.result());
                case ScanResult.LeftAlone<R> leftAlone -> findings.add(leftAlone.finding());
            }
        }
        return results;
    }

    private Version state(CollectionFile file) {
        return listing.collections().getOrDefault(file, Version.MISSING);
    }

    private ResolvedChanges toChanges() throws IOException {
        List<StoreChange> changes = new ArrayList<>();
        removals.forEach((file, inFile) -> {
            if (!inFile.isEmpty()) {
                changes.add(new CollectionChange.Rewrite(file, scanned.getOrDefault(file, state(file)), inFile, null));
            }
        });
        for (Map.Entry<CollectionFile, List<ItemChange.Put>> file : puts.entrySet()) {
            changes.add(new CollectionChange.PutItems(
                    file.getKey(), state(file.getKey()), file.getValue(), encodingFor(file.getKey())));
        }
        return new ResolvedChanges(new ChangeSet(changes), findings);
    }

    /**
     * Returns the encoding for a new collection: that of another collection of the same agent, else that of any other;
     * plain text in a new store.
     */
    private Encoding encodingFor(CollectionFile file) {
        if (listing.collections().containsKey(file)) {
            return Encoding.PLAIN;
        }
        Encoding ofOthers = null;
        for (CollectionFile other : listing.collections().keySet()) {
            boolean isOfAgent = other.agent().equals(file.agent());
            if (isOfAgent || ofOthers == null) {
                Encoding found = encodingOf(other);
                ofOthers = found == null ? ofOthers : found;
                if (isOfAgent && found != null) {
                    return found;
                }
            }
        }
        return ofOthers == null ? Encoding.PLAIN : ofOthers;
    }

    private @Nullable Encoding encodingOf(CollectionFile file) {
        try (TextInput text = store.requireFiles().text(file)) {
            return text.encoding();
        } catch (IOException e) {
            return null;
        }
    }
}
