package loom.aml.tidy;

import loom.aml.item.Item;
import loom.aml.item.schema.RuntimeSchema;
import loom.aml.json.JsonObject;
import loom.aml.store.Cause;
import loom.aml.store.Reason;

/** Why something is tidied away. */
enum GcCause implements Cause {
    INVALID("invalid", "an element that says nothing", Reason.FAILED_VALIDATION) {
        @Override
        public JsonObject values(Item item) {
            return JsonObject.builder().put("missing", Completion.missing(item)).build();
        }
    },
    REFUSED("for_runtime", "the runtime's schema refuses it", Reason.FAILED_VALIDATION) {
        @Override
        public JsonObject values(Item item) {
            return JsonObject.builder()
                    .put("refused_for", RuntimeSchema.refusal(item))
                    .build();
        }
    },
    DUPLICATE("duplicates", "another item of the same id is used more", Reason.DUPLICATE) {
        @Override
        public JsonObject values(Item item) {
            return JsonObject.builder()
                    .put("uses", item.uses())
                    .put("last_used", item.lastUsed())
                    .build();
        }
    },
    EMPTY("empty", "a collection without an item", Reason.EMPTY_COLLECTION),
    LEFTOVER("leftovers", "a write in flight that nobody finished", Reason.LEFTOVER),
    DAMAGED("repair", "a collection that cannot be read", Reason.FAILED_VALIDATION);

    private final String strategy;
    private final String rule;
    private final Reason reason;

    GcCause(String strategy, String rule, Reason reason) {
        this.strategy = strategy;
        this.rule = rule;
        this.reason = reason;
    }

    @Override
    public String strategy() {
        return strategy;
    }

    @Override
    public String rule() {
        return rule;
    }

    @Override
    public Reason reason() {
        return reason;
    }
}
