package loom.aml.app.item;

import java.io.IOException;
import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.json.JsonObject;
import loom.aml.recall.Lookup;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoredItem;

/** Finds the one item whose id equals or begins with the given text. */
public final class FindItem {
    private final MemoryStore store;

    public FindItem(OpenStore opened) {
        this.store = opened.store();
    }

    /**
     * The request.
     *
     * @param id the id or its first characters
     * @param within the agents and kinds to search
     */
    public record Request(String id, Selection within) {
        public Request {
            if (id.isBlank()) {
                throw new IllegalArgumentException("an id needs at least one character");
            }
        }
    }

    /**
     * The item.
     *
     * @param store the location of the store
     * @param unread collections that could not be read
     */
    public record Result(String store, Lookup.Found found, List<Finding> unread) {
        public StoredItem item() {
            return found.item();
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .putAll(FindItem.toJson(found))
                    .put("text", found.item().json())
                    .put("findings", unread.stream().map(Finding::toJson).toList())
                    .build();
        }
    }

    public Result run(Request request) throws IOException, NoSuchItemException, AmbiguousIdException {
        Lookup lookup = Lookup.of(store, request.within(), request.id());
        return switch (lookup.found().size()) {
            case 0 -> throw new NoSuchItemException(request.id(), lookup.findings());
            case 1 -> new Result(store.location(), lookup.found().getFirst(), lookup.findings());
            default -> throw new AmbiguousIdException(request.id(), lookup.found());
        };
    }

    /** Returns the location of an item. */
    static JsonObject toJson(Lookup.Found found) {
        return JsonObject.builder()
                .put("agent", found.file().agent())
                .put("kind", found.file().kind().word())
                .put("id", found.id())
                .put("revision", found.item().revision().toString())
                .put("file", found.file().path())
                .put("offset", found.offset())
                .put("bytes", found.item().text().length)
                .build();
    }
}
