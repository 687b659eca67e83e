package loom.aml.app.item;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.recall.Lookup;

/** Thrown if the ids of several items equal or begin with the requested one. */
public final class AmbiguousIdException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Lookup.Found> candidates;

    public AmbiguousIdException(String id, List<Lookup.Found> candidates) {
        super(candidates.size() + " items have an id that begins with " + id);
        this.candidates = List.copyOf(candidates);
    }

    public List<Lookup.Found> candidates() {
        return candidates;
    }

    /** Returns the locations of the first candidates. */
    public List<JsonObject> toJson(int limit) {
        return candidates.stream().limit(limit).map(FindItem::toJson).toList();
    }
}
