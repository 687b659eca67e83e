package loom.aml.app.item;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.recall.Lookup;

/** Several items have the id that was named, or one that begins like it. */
public final class AmbiguousIdException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Lookup.Found> candidates;

    AmbiguousIdException(String id, List<Lookup.Found> candidates) {
        super(candidates.size() + " items have the id " + id + ", or one that begins like it");
        this.candidates = List.copyOf(candidates);
    }

    public List<Lookup.Found> candidates() {
        return candidates;
    }

    /** Returns where the first candidates are. */
    public List<JsonObject> toJson(int limit) {
        return candidates.stream().limit(limit).map(FindItem::toJson).toList();
    }
}
