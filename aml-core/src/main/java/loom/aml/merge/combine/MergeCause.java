package loom.aml.merge.combine;

import loom.aml.item.ItemKey;
import loom.aml.json.JsonObject;
import loom.aml.store.Cause;
import loom.aml.store.Reason;

/** The cause of the removal of an item that another one absorbed. */
public final class MergeCause {
    private static final String STRATEGY = "merge";

    private MergeCause() {}

    /** Returns the cause, which names the survivor. */
    public static Cause into(ItemKey survivor) {
        return new Cause(
                STRATEGY,
                "says the same as " + survivor.id(),
                Reason.MERGED,
                item -> JsonObject.builder().put("into", survivor.id()).put("uses", item.uses()));
    }
}
