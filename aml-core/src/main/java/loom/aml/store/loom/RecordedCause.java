package loom.aml.store.loom;

import loom.aml.item.Item;
import loom.aml.json.JsonObject;
import loom.aml.store.Cause;
import loom.aml.store.Reason;

/** The cause of a removal, as an archive recorded it. */
record RecordedCause(String strategy, String rule, Reason reason, JsonObject values) implements Cause {
    static final RecordedCause UNKNOWN = of(JsonObject.builder().build());

    static RecordedCause of(JsonObject entry) {
        return new RecordedCause(
                entry.string("strategy").orElse("unknown"),
                entry.string("rule").orElse("unknown"),
                reason(entry.string("reason").orElse("")),
                entry.object("values").orElseGet(() -> JsonObject.builder().build()));
    }

    private static Reason reason(String word) {
        for (Reason reason : Reason.values()) {
            if (reason.word().equals(word)) {
                return reason;
            }
        }
        return Reason.MANUAL_DELETION;
    }

    @Override
    public JsonObject values(Item item) {
        return values;
    }
}
