package loom.aml.server.rest;

import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/** The schemas of the bodies of requests. */
final class Schemas {
    /** An item: any object; the runtime's fields depend on its kind. */
    static final JsonObject ITEM = of("""
            {"type": "object", "description": "The fields of the item."}
            """);

    static final JsonObject FEEDBACK = of("""
            {
              "type": "object",
              "required": ["verdict"],
              "additionalProperties": false,
              "properties": {
                "verdict": {"enum": ["helped", "failed", "obsolete"], "description": "How the item turned out."},
                "saved_ms": {"type": "integer", "minimum": 0, "description": "Milliseconds that a pattern saved this time."}
              }
            }
            """);

    static final JsonObject CONFIRMED = options("");

    static final JsonObject MAINTENANCE = options("""
            "trust_clock": {"type": "boolean", "default": false, "description": "Trust the clock even if it seems wrong."},
            """);

    static final JsonObject SNAPSHOT = of("""
            {
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "full": {"type": "boolean", "default": false, "description": "Refer to no older snapshot."},
                "agents": {"type": "array", "items": {"type": "string"}, "description": "Save only these agents."},
                "description": {"type": "string", "maxLength": 1000, "description": "A note for people."}
              }
            }
            """);

    static final JsonObject RESTORE = options("""
            "agents": {"type": "array", "items": {"type": "string"}, "description": "Restore only these agents."},
            "items": {"type": "array", "items": {"type": "string"}, "description": "Restore only the items with these ids."},
            "monitoring": {"type": "boolean", "default": false, "description": "Also restore the metrics and alerts."},
            """);

    private Schemas() {}

    /**
     * Returns the schema of the options of work that can remove items.
     *
     * @param properties the other options, each with a comma after it
     */
    private static JsonObject options(String properties) {
        return of("""
                {
                  "type": "object",
                  "additionalProperties": false,
                  "properties": {
                    %s
                    "confirmed": {
                      "type": "boolean",
                      "default": false,
                      "description": "Confirm removals of more than confirm.share of the items, which are skipped otherwise."
                    }
                  }
                }
                """.formatted(properties));
    }

    private static JsonObject of(String text) {
        try {
            return JsonObject.parse(text);
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("not JSON: " + text, e);
        }
    }
}
