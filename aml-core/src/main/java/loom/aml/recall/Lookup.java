package loom.aml.recall;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import loom.aml.item.Item;
import loom.aml.item.MergedFrom;
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
     * @param formerly the id by which it was found, if that is of an item that it absorbed
     */
    public record Found(CollectionFile file, long offset, StoredItem item, Optional<String> formerly) {
        /** Creates an item that was found by its own id. */
        public Found(CollectionFile file, long offset, StoredItem item) {
            this(file, offset, item, Optional.empty());
        }

        public String id() {
            return item.key().id();
        }
    }

    public Lookup {
        found = List.copyOf(found);
        findings = List.copyOf(findings);
    }

    /**
     * Searches the selected part of a store for an id. If no item has it, it may be that of an item which another one absorbed, and leads to
     * that one. Only then it counts as the beginning of an id.
     */
    public static Lookup of(MemoryStore store, Selection selection, String id) throws IOException {
        Lookup begins = named(
                store,
                selection,
                item -> Optional.ofNullable(item.id())
                        .filter(own -> own.startsWith(id))
                        .or(() -> MergedFrom.of(item).find(own -> own.startsWith(id))));
        List<Predicate<Found>> best = List.of(
                one -> one.id().equals(id),
                one -> one.formerly().equals(Optional.of(id)),
                one -> one.formerly().isEmpty());
        for (Predicate<Found> fits : best) {
            List<Found> found = begins.found.stream().filter(fits).toList();
            if (!found.isEmpty()) {
                return new Lookup(found, begins.findings);
            }
        }
        return begins;
    }

    /** Searches the selected part of a store for the items whose id fulfils a condition. */
    public static Lookup matching(MemoryStore store, Selection selection, Predicate<String> ids) throws IOException {
        return named(store, selection, item -> Optional.ofNullable(item.id()).filter(ids));
    }

    private interface Naming {
        Optional<String> of(Item item);
    }

    private static Lookup named(MemoryStore store, Selection selection, Naming naming) throws IOException {
        List<Found> all = new ArrayList<>();
        StoreListing listing = store.list();
        List<Finding> findings = new ArrayList<>(listing.unseen());
        for (ScanResult<List<Found>> scanned : store.scan(listing, selection, collection -> in(collection, naming))) {
            if (scanned instanceof ScanResult.Read<List<Found>> read) {
                all.addAll(read.result());
            } else if (scanned instanceof ScanResult.LeftAlone<List<Found>> leftAlone) {
                findings.add(leftAlone.finding());
            }
        }
        return new Lookup(all, findings);
    }

    private static List<Found> in(OpenCollection collection, Naming naming) throws IOException {
        List<Found> found = new ArrayList<>();
        collection.read(item -> {
            Optional<String> name = naming.of(item);
            if (item.id() != null && name.isPresent()) {
                found.add(new Found(
                        collection.file(),
                        item.offset(),
                        StoredItem.of(collection.file().agent(), item),
                        name.filter(own -> !own.equals(item.id()))));
            }
        });
        return found;
    }
}
