package loom.aml.store;

import loom.aml.item.Item;
import loom.aml.json.JsonObject;

/**
 * The cause of a removal of an item or a file. All items that a rule removes share one instance. The archive records it
 * with each item.
 *
 * @param strategy the strategy or step that the rule belongs to: {@code time_based}
 * @param rule an explanation of the rule: {@code pattern unused for over 90 days}
 * @param evidence the values of an item that the rule judged
 */
public record Cause(String strategy, String rule, Reason reason, Evidence evidence) {

    /** Returns the values of an item that a rule judged, by name. */
    @FunctionalInterface
    public interface Evidence {
        JsonObject.Builder of(Item item);
    }

    /** Creates a cause that does not depend on the values of an item. */
    public Cause(String strategy, String rule, Reason reason) {
        this(strategy, rule, reason, _ -> JsonObject.builder());
    }

    /** Parses the cause in an archive entry. A missing cause is {@code unknown}. */
    public static Cause recorded(JsonObject entry) {
        JsonObject values =
                entry.object("values").orElseGet(() -> JsonObject.builder().build());
        return new Cause(
                entry.string("strategy").orElse("unknown"),
                entry.string("rule").orElse("unknown"),
                Reason.ofWord(entry.string("reason").orElse("")).orElse(Reason.MANUAL_DELETION),
                _ -> JsonObject.builder().putAll(values));
    }

    /** Returns the values of an item that the rule judged. */
    public JsonObject values(Item item) {
        return evidence.of(item).build();
    }
}
