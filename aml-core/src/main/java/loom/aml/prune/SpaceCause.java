package loom.aml.prune;

import loom.aml.item.Item;
import loom.aml.item.ValueScore;
import loom.aml.json.JsonObject;
import loom.aml.store.Cause;
import loom.aml.store.Reason;

/**
 * An agent has more than it may have, and this item is among the least valuable.
 *
 * @param agentBytes what the other rules leave the agent with
 * @param target what it is to be brought to
 */
record SpaceCause(long agentBytes, long target) implements Cause {
    /** For asking whether an item is exempt from leaving for space at all. */
    static final SpaceCause ANY = new SpaceCause(0, 0);

    @Override
    public String strategy() {
        return Strategy.SPACE_BASED.word();
    }

    @Override
    public String rule() {
        return "pattern of low value in a memory that is too large";
    }

    @Override
    public Reason reason() {
        return Reason.MEMORY_LIMIT_EXCEEDED;
    }

    @Override
    public JsonObject values(Item item) {
        return JsonObject.builder()
                .put("value_score", ValueScore.of(item))
                .put("agent_bytes", agentBytes)
                .put("target_bytes", target)
                .build();
    }
}
