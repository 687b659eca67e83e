package loom.aml.recall;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.OpenCollection;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;
import loom.aml.store.StoredItem;

/**
 * Finds the items with an id or id prefix by scanning the store, which is the fastest way in a process that looks up
 * once and exits.
 *
 * @param found the items with exactly that id, or else those whose ids begin with it
 * @param findings the files that could not be read, which may contain further items
 */
public record Lookup(List<Found> found, List<Finding> findings) {

    /**
     * A matching item.
     *
     * @param offset the offset of its first byte in the text of its file
     */
    public record Found(CollectionFile file, long offset, StoredItem item) {
        public String id() {
            return item.key().id();
        }
    }

    public Lookup {
        found = List.copyOf(found);
        findings = List.copyOf(findings);
    }

    /** Searches the selected part of a store for an id. */
    public static Lookup of(MemoryStore store, Selection selection, String id) throws IOException {
        Lookup begins = matching(store, selection, own -> own.startsWith(id));
        List<Found> exact =
                begins.found.stream().filter(one -> one.id().equals(id)).toList();
        return exact.isEmpty() ? begins : new Lookup(exact, begins.findings);
    }

    /** Searches the selected part of a store for the items whose id fulfils a condition. */
    public static Lookup matching(MemoryStore store, Selection selection, Predicate<String> ids) throws IOException {
        List<Found> all = new ArrayList<>();
        StoreListing listing = store.list();
        List<Finding> findings = new ArrayList<>(listing.unseen());
        for (ScanResult<List<Found>> scanned : store.scan(listing, selection, collection -> in(collection, ids))) {
            if (scanned instanceof ScanResult.Read<List<Found>> read) {
                all.addAll(read.result());
            } else if (scanned instanceof ScanResult.LeftAlone<List<Found>> leftAlone) {
                findings.add(leftAlone.finding());
            }
        }
        return new Lookup(all, findings);
    }

    private static List<Found> in(OpenCollection collection, Predicate<String> ids) throws IOException {
        List<Found> found = new ArrayList<>();
        collection.read(item -> {
            String own = item.id();
            if (own != null && ids.test(own)) {
                found.add(new Found(
                        collection.file(),
                        item.offset(),
                        StoredItem.of(collection.file().agent(), item)));
            }
        });
        return found;
    }
}
