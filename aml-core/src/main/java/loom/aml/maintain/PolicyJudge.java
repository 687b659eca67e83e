package loom.aml.maintain;

import java.time.Instant;
import loom.aml.item.Item;
import loom.aml.monitor.ItemJudge;
import loom.aml.monitor.Rot;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.RulesOfAgents;
import loom.aml.store.Reason;
import loom.aml.tidy.RuntimeSchema;
import org.jspecify.annotations.Nullable;

/** Judges items for those who watch as forgetting and tidying would. */
public final class PolicyJudge implements ItemJudge {
    private final RulesOfAgents rules;

    /**
     * @param now the time from which ages count
     */
    public PolicyJudge(PrunePolicy policy, Instant now) {
        this.rules = new RulesOfAgents(policy, now);
    }

    @Override
    public @Nullable Rot rotOf(String agent, Item item) {
        Reason reason = rules.reasonFor(agent, item);
        return switch (reason) {
            case null -> null;
            case UNUSED_TOO_LONG, OUTDATED_SOLUTION -> Rot.STALE;
            default -> Rot.FAILED;
        };
    }

    @Override
    public @Nullable String refusalOf(Item item) {
        return RuntimeSchema.refusal(item);
    }
}
