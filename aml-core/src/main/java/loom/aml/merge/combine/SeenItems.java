package loom.aml.merge.combine;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.merge.SimilarPair;
import loom.aml.store.Cause;
import loom.aml.store.CollectionFile;
import loom.aml.store.MemoryStore;
import loom.aml.store.Removal;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;
import loom.aml.store.StoredItem;
import loom.aml.store.Version;

/** The items of pairs as they are now. Those that changed since they were compared, or whose id occurs twice in their file, are missing. */
final class SeenItems {
    private final Map<SimilarPair.Place, Seen> items = new HashMap<>();

    /**
     * An item.
     *
     * @param ordinal its position in the collection
     * @param length the bytes of text that are removed with it
     */
    record Seen(
            CollectionFile file, Version version, StoredItem item, Fingerprint fingerprint, int ordinal, int length) {
        /** Returns the removal of the item in this version. */
        Removal removal(Cause cause, Removal.Survivor survivor) {
            return new Removal(ordinal, length, fingerprint, cause, survivor);
        }

        Removal removal(Cause cause) {
            return new Removal(ordinal, length, fingerprint, cause, null);
        }

        /** Returns the item as another change may rely on it. */
        Removal.Survivor asReliance() {
            return new Removal.Survivor(file, version, fingerprint);
        }
    }

    private SeenItems() {}

    /** Reads the files of the pairs. */
    static SeenItems of(MemoryStore store, List<SimilarPair> pairs) throws IOException {
        Map<CollectionFile, Map<Fingerprint, SimilarPair.Place>> wanted = new HashMap<>();
        for (SimilarPair pair : pairs) {
            for (SimilarPair.Place place : List.of(pair.one(), pair.other())) {
                wanted.computeIfAbsent(place.file(), _ -> new HashMap<>()).put(place.fingerprint(), place);
            }
        }
        SeenItems seen = new SeenItems();
        StoreListing listing = store.list().only(List.copyOf(wanted.keySet()));
        for (ScanResult<Map<SimilarPair.Place, Seen>> scanned : store.scan(listing, Selection.ALL, collection -> {
            Map<Fingerprint, SimilarPair.Place> here = wanted.getOrDefault(collection.file(), Map.of());
            Map<SimilarPair.Place, Seen> found = new HashMap<>();
            Set<Long> ids = new HashSet<>();
            Set<Long> twice = new HashSet<>();
            collection.read((Item item) -> {
                if (!ids.add(item.idHash())) {
                    twice.add(item.idHash());
                }
                SimilarPair.Place place = here.get(item.fingerprint());
                if (place != null && item.id() != null) {
                    found.put(
                            place,
                            new Seen(
                                    collection.file(),
                                    collection.state(),
                                    StoredItem.of(collection.file().agent(), item),
                                    item.fingerprint(),
                                    item.ordinal(),
                                    item.lengthWithSeparator()));
                }
            });
            found.keySet().removeIf(place -> twice.contains(place.fingerprint().id()));
            return found;
        })) {
            if (scanned instanceof ScanResult.Read<Map<SimilarPair.Place, Seen>> read) {
                seen.items.putAll(read.result());
            }
        }
        return seen;
    }

    Optional<Seen> at(SimilarPair.Place place) {
        return Optional.ofNullable(items.get(place));
    }
}
