package loom.aml.app;

import java.io.IOException;
import java.util.List;
import loom.aml.recall.Lookup;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoredItem;

/** Finds the one item that has an id, or an id that begins like the given text. */
public final class FindItem {
    private final MemoryStore store;

    public FindItem(MemoryStore store) {
        this.store = store;
    }

    /**
     * What to find.
     *
     * @param id the id, or its first characters
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
     * @param unread collections that could not be read
     */
    public record Result(Lookup.Found found, List<Finding> unread) {
        public StoredItem item() {
            return found.item();
        }
    }

    public Result run(Request request) throws IOException, NoSuchItemException, AmbiguousIdException {
        Lookup lookup = Lookup.of(store, request.within(), request.id());
        return switch (lookup.found().size()) {
            case 0 -> throw new NoSuchItemException(request.id(), lookup.findings());
            case 1 -> new Result(lookup.found().getFirst(), lookup.findings());
            default -> throw new AmbiguousIdException(request.id(), lookup.found());
        };
    }
}
