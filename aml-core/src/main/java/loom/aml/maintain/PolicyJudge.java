package loom.aml.maintain;

import java.time.Instant;
import loom.aml.item.Item;
import loom.aml.item.schema.RuntimeSchema;
import loom.aml.monitor.ItemDefect;
import loom.aml.monitor.ItemJudge;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.RulesOfAgents;
import loom.aml.store.Reason;
import org.jspecify.annotations.Nullable;

/** Judges items for monitoring by the rules of pruning and garbage collection. */
public final class PolicyJudge implements ItemJudge {
    private final RulesOfAgents rules;

    /** @param now the time to which ages are relative */
    public PolicyJudge(PrunePolicy policy, Instant now) {
        this.rules = new RulesOfAgents(policy, now);
    }

    @Override
    public @Nullable ItemDefect rotOf(String agent, Item item) {
        Reason reason = rules.reasonFor(agent, item);
        if (reason == null) {
            return null;
        }
        return reason == Reason.UNUSED_TOO_LONG || reason == Reason.OUTDATED_SOLUTION
                ? ItemDefect.STALE
                : ItemDefect.FAILED;
    }

    @Override
    public @Nullable String refusalOf(Item item) {
        return RuntimeSchema.refusal(item);
    }
}
