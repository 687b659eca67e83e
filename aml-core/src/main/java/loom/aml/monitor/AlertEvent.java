package loom.aml.monitor;

import java.util.Locale;
import loom.aml.json.JsonObject;

/** A change of an alert that is delivered to the hooks. */
public record AlertEvent(Kind kind, Alert alert) {

    /** The kind of change. */
    public enum Kind {
        RAISED,
        WORSE,
        RESOLVED
    }

    /**
     * Returns the message that hooks receive.
     *
     * @param store the location of the store
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
