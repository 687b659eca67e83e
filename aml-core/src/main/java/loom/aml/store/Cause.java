package loom.aml.store;

import loom.aml.item.Item;
import loom.aml.json.JsonObject;

/** The rule that condemns an item. One instance serves all items that it condemns; it is kept with each in the archive. */
public interface Cause {

    /** The strategy or step that the rule belongs to: {@code time_based}. */
    String strategy();

    /** The rule in words that explain it: {@code pattern unused for over 90 days}. */
    String rule();

    Reason reason();

    /** What the rule saw in the item. */
    default JsonObject values(Item item) {
        return JsonObject.builder().build();
    }
}
