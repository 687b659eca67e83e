package loom.aml.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import loom.aml.item.CollectionReader;
import loom.aml.item.Item;
import loom.aml.item.ItemTitle;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The explanation of a removal. Plans do not keep explanations, since a plan may cover a million items. They are read
 * from the store on request.
 *
 * @param file the file that contains the item
 * @param id its id; null if it has none
 * @param title its title, for people; empty if it has none
 * @param cause the rule that removes it
 * @param values the values that the rule judged
 */
public record Explanation(
        CollectionFile file, @Nullable String id, int ordinal, String title, Cause cause, JsonObject values) {

    /** Receives each item to remove. */
    @FunctionalInterface
    public interface Reader {
        void each(Explanation explanation) throws IOException;
    }

    /**
     * Explains every removal of a plan, in the order of files and items. Files that changed since the plan are skipped.
     */
    public static void read(MemoryStore store, ChangeSet changes, Reader reader) throws IOException {
        StoreListing listing = store.list();
        for (StoreChange change : changes.changes()) {
            if (change instanceof CollectionChange ofItems
                    && !ofItems.removals().isEmpty()) {
                Selection one = new Selection(
                        Set.of(ofItems.file().agent()), Set.of(ofItems.file().kind()));
                store.scan(listing, one, collection -> {
                    if (collection.file().equals(ofItems.file())
                            && collection.state().equals(ofItems.seen())) {
                        collection.read(new Walk(ofItems, reader));
                    }
                    return true;
                });
            }
        }
    }

    /**
     * Explains the first removals of a plan, without reading the files of the others.
     *
     * @param limit the maximum number
     */
    public static List<Explanation> first(MemoryStore store, ChangeSet changes, int limit) throws IOException {
        List<Explanation> first = new ArrayList<>();
        for (StoreChange change : changes.changes()) {
            if (first.size() < limit) {
                read(store, new ChangeSet(List.of(change)), one -> {
                    if (first.size() < limit) {
                        first.add(one);
                    }
                });
            }
        }
        return first;
    }

    /** Receives each item to change for which its transformation has an explanation. */
    @FunctionalInterface
    public interface ChangeReader {
        void each(JsonObject explanation) throws IOException;
    }

    /** Explains every item that a plan transforms. Files that changed since the plan are skipped. */
    public static void readTransformed(MemoryStore store, ChangeSet changes, ChangeReader reader) throws IOException {
        StoreListing listing = store.list();
        for (StoreChange change : changes.changes()) {
            if (change instanceof CollectionChange.Transform transform) {
                CollectionFile file = transform.file();
                Selection one = new Selection(Set.of(file.agent()), Set.of(file.kind()));
                store.scan(listing, one, collection -> {
                    if (collection.file().equals(file) && collection.state().equals(transform.seen())) {
                        collection.read(item -> explain(transform, item, reader));
                    }
                    return true;
                });
            }
        }
    }

    private static void explain(CollectionChange.Transform transform, Item item, ChangeReader reader)
            throws IOException {
        JsonObject values = transform.transformation().explain(item);
        if (values != null) {
            reader.each(JsonObject.builder()
                    .put("agent", transform.file().agent())
                    .put("kind", transform.file().kind().word())
                    .put("id", item.id())
                    .put("ordinal", item.ordinal())
                    .putAll(values)
                    .build());
        }
    }

    private static final class Walk implements CollectionReader.Visitor {
        private final CollectionChange change;
        private final Reader reader;
        private final Iterator<Removal> removals;
        private @Nullable Removal next;

        Walk(CollectionChange change, Reader reader) {
            this.change = change;
            this.reader = reader;
            this.removals = change.removals().iterator();
            this.next = removals.next();
        }

        @Override
        public void item(Item item) throws IOException {
            if (next != null && next.ordinal() == item.ordinal()) {
                Cause cause = next.cause();
                reader.each(new Explanation(
                        change.file(), item.id(), item.ordinal(), ItemTitle.of(item), cause, cause.values(item)));
                next = removals.hasNext() ? removals.next() : null;
            }
        }
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("agent", file.agent())
                .put("kind", file.kind().word())
                .put("id", id)
                .put("strategy", cause.strategy())
                .put("reason", cause.reason().word())
                .put("rule", cause.rule())
                .put("values", values)
                .build();
    }
}
