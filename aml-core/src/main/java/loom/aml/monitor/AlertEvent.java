package loom.aml.monitor;

import java.util.Locale;
import loom.aml.json.JsonObject;

/** Something that became of an alert, and that somebody is to be told of. */
public record AlertEvent(Kind kind, Alert alert) {

    /** What became of it. */
    public enum Kind {
        RAISED,
        WORSE,
        RESOLVED
    }

    /**
     * What hooks get.
     *
     * @param store where the store lies
     */
    public JsonObject toJson(String store) {
        return JsonObject.builder()
                .put("version", 1)
                .put("event", kind.name().toLowerCase(Locale.ROOT))
                .put("store", store)
                .put("alert", alert.toJson())
                .build();
    }
}
