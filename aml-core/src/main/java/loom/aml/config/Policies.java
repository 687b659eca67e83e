package loom.aml.config;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import loom.aml.maintain.MaintainPolicy;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Strategy;
import loom.aml.store.file.StoreOptions;
import loom.aml.tidy.GcPolicy;

/** The policies that follow from what is set. */
public final class Policies {
    private final Configuration set;

    public Policies(Configuration set) {
        this.set = set;
    }

    public StoreOptions storeOptions() {
        return StoreOptions.DEFAULT
                .withLockWait(set.get(Settings.LOCK_WAIT))
                .withLockStale(set.get(Settings.LOCK_STALE));
    }

    public MaintainPolicy maintain() {
        return new MaintainPolicy(gc(), prune());
    }

    public GcPolicy gc() {
        return new GcPolicy(
                set.get(Settings.GC_REPAIR),
                set.get(Settings.GC_FOR_RUNTIME),
                set.get(Settings.GC_LEFTOVER_AGE),
                set.get(Settings.GC_STALE_LOCK_AGE));
    }

    public PrunePolicy prune() {
        Map<String, PrunePolicy.OfAgent> agents = new TreeMap<>();
        for (String agent : set.agents()) {
            agents.put(agent, new PrunePolicy.OfAgent(ages(agent), set.get(Settings.PRUNE_AGENT_LIMIT, agent)));
        }
        return new PrunePolicy(
                strategies(),
                ages(""),
                new PrunePolicy.Quality(
                        set.get(Settings.PRUNE_FAILED_SUCCESS),
                        set.get(Settings.PRUNE_MIN_SUCCESS),
                        set.get(Settings.PRUNE_MIN_CONFIDENCE),
                        set.get(Settings.PRUNE_MIN_OUTCOME),
                        set.get(Settings.PRUNE_MIN_EXECUTIONS)),
                new PrunePolicy.Space(
                        set.get(Settings.PRUNE_AGENT_LIMIT),
                        set.get(Settings.PRUNE_TOTAL_LIMIT),
                        set.get(Settings.PRUNE_AGENT_TARGET),
                        set.get(Settings.PRUNE_TOTAL_GIVE),
                        set.get(Settings.PRUNE_PROTECTED_FROM)),
                agents);
    }

    private Set<Strategy> strategies() {
        Set<Strategy> strategies = EnumSet.noneOf(Strategy.class);
        for (String word : set.get(Settings.PRUNE_STRATEGIES)) {
            strategies.add(Strategy.named(word).orElseThrow());
        }
        return strategies;
    }

    /**
     * The ages for one agent.
     *
     * @param agent no agent at all is called nothing
     */
    private PrunePolicy.Ages ages(String agent) {
        return new PrunePolicy.Ages(
                set.get(Settings.PRUNE_PATTERN_UNUSED, agent),
                set.get(Settings.PRUNE_SOLUTION_AGE, agent),
                set.get(Settings.PRUNE_DECISION_AGE, agent),
                set.get(Settings.PRUNE_FAILED_AGE, agent));
    }
}
