package loom.aml.app.item;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import loom.aml.app.OpenStore;
import loom.aml.item.ItemTitle;
import loom.aml.json.JsonObject;
import loom.aml.store.Pins;
import loom.aml.store.Selection;

/** Lists the pinned items. */
public final class ListPins {
    private final OpenStore opened;

    public ListPins(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * The pinned items.
     *
     * @param store the location of the store
     * @param titles the titles of the pinned items that exist and have one, by id
     */
    public record Result(String store, Pins pins, Map<String, String> titles) {
        public List<String> ids() {
            return pins.ids();
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("pins", pins.toJson().objects("pins"))
                    .build();
        }
    }

    public Result run() throws IOException {
        Pins pins = opened.store().pins();
        return new Result(opened.location(), pins, titles(pins.ids()));
    }

    /** Returns whether an item is pinned. */
    public boolean isPinned(String id) throws IOException {
        return opened.store().pins().isPinned(id);
    }

    /** Returns the titles of items. Items without a title and unreadable items are omitted. */
    Map<String, String> titles(List<String> ids) throws IOException {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Set<String> wanted = Set.copyOf(ids);
        Map<String, String> titles = new ConcurrentHashMap<>();
        opened.store().scan(opened.store().list(), Selection.ALL, collection -> {
            collection.read(item -> {
                String id = item.id();
                if (id != null && wanted.contains(id)) {
                    titles.putIfAbsent(id, ItemTitle.of(item));
                }
            });
            return true;
        });
        return titles;
    }
}
