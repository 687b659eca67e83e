package loom.aml.prune;

import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.store.Cause;
import loom.aml.store.Reason;

/** One line of the table of rules: which items it condemns, why, and what it saw. Immutable. */
record PruneRule(ItemKind kind, Strategy of, Reason reason, String rule, Condition condition, Evidence evidence)
        implements Cause {

    /** Whether an item is condemned. */
    @FunctionalInterface
    interface Condition {
        boolean condemns(Item item);
    }

    /** What the rule saw in an item. */
    @FunctionalInterface
    interface Evidence {
        JsonObject.Builder of(Item item);
    }

    boolean condemns(Item item) {
        return condition.condemns(item);
    }

    @Override
    public String strategy() {
        return of.word();
    }

    @Override
    public JsonObject values(Item item) {
        return evidence.of(item).build();
    }
}
