package loom.aml.prune;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import loom.aml.item.Item;
import loom.aml.store.Cause;
import loom.aml.store.Reason;
import org.jspecify.annotations.Nullable;

/** The rules by age and by performance, with overrides for some agents. Immutable. */
public final class RulesOfAgents {
    private final PruneRules all;
    private final Map<String, PruneRules> own = new HashMap<>();

    /** @param now the time from which ages are computed */
    public RulesOfAgents(PrunePolicy policy, Instant now) {
        all = new PruneRules(policy, now);
        policy.agents().keySet().forEach(agent -> own.put(agent, new PruneRules(policy.of(agent), now)));
    }

    PruneRules of(String agent) {
        return own.getOrDefault(agent, all);
    }

    /** Returns why the rules remove an item of an agent; null if they do not. Pins are ignored. */
    public @Nullable Reason reasonFor(String agent, Item item) {
        Cause cause = of(agent).ruleFor(item);
        return cause == null ? null : cause.reason();
    }
}
