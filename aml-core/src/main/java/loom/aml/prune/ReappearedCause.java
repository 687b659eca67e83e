package loom.aml.prune;

import loom.aml.item.Item;
import loom.aml.json.JsonObject;
import loom.aml.store.Cause;
import loom.aml.store.Reason;

/**
 * The same version of the item left before, and another program wrote its old copy back.
 *
 * @param run the run in which it left; its archive says why
 */
public record ReappearedCause(String run) implements Cause {
    @Override
    public Reason reason() {
        return Reason.RETURNED;
    }

    @Override
    public String strategy() {
        return "returned";
    }

    @Override
    public String rule() {
        return "pruned before, and written back by another program";
    }

    @Override
    public JsonObject values(Item item) {
        return JsonObject.builder().put("pruned_by", run).build();
    }
}
