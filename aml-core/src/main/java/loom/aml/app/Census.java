package loom.aml.app;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import loom.aml.item.ItemKind;
import loom.aml.store.MemoryStore;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;

/**
 * The items of a store, by kind.
 *
 * @param bytes the size of the collections
 */
public record Census(long patterns, long solutions, long decisions, long notes, long entries, long bytes) {

    public long items() {
        return patterns + solutions + decisions + notes + entries;
    }

    /** Counts the items of a store. */
    public static Census of(OpenStore opened) throws IOException {
        return of(opened.store());
    }

    /** Counts the items of a store. */
    public static Census of(MemoryStore store) throws IOException {
        Map<ItemKind, Long> counts = new EnumMap<>(ItemKind.class);
        StoreListing listing = store.list();
        for (ScanResult<Integer> scanned : store.scan(listing, Selection.ALL, collection -> collection.read(_ -> {}))) {
            if (scanned instanceof ScanResult.Read<Integer> read) {
                counts.merge(read.file().kind(), (long) read.elements(), Long::sum);
            }
        }
        return new Census(
                counts.getOrDefault(ItemKind.PATTERN, 0L),
                counts.getOrDefault(ItemKind.SOLUTION, 0L),
                counts.getOrDefault(ItemKind.DECISION, 0L),
                counts.getOrDefault(ItemKind.NOTE, 0L),
                counts.getOrDefault(ItemKind.ENTRY, 0L),
                listing.collectionBytes());
    }
}
