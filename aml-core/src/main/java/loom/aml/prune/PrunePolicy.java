package loom.aml.prune;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import loom.aml.json.JsonObject;

/**
 * What to forget, and from when on.
 *
 * @param strategies the strategies that judge
 * @param ages how old an item may become
 * @param quality what an item must have shown
 * @param space how much room there is
 * @param agents what is otherwise for single agents, by name
 */
public record PrunePolicy(
        Set<Strategy> strategies, Ages ages, Quality quality, Space space, Map<String, OfAgent> agents) {

    /** The seed's thresholds. */
    public static final PrunePolicy DEFAULT =
            new PrunePolicy(EnumSet.allOf(Strategy.class), Ages.DEFAULT, Quality.DEFAULT, Space.DEFAULT, Map.of());

    /**
     * How old an item may become. Ages are compared as instants, and are longer than nothing.
     *
     * @param patternUnused a pattern unused for longer leaves
     * @param solution a solution unused for longer leaves, where its use is recorded; empty: solutions have no age
     * @param decision a decision unused for longer, or older where no use is recorded, leaves
     * @param failed a pattern that fails too often ({@link Quality#failedSuccess}) leaves when it was created longer ago than this
     */
    public record Ages(Duration patternUnused, Optional<Duration> solution, Duration decision, Duration failed) {
        public static final Ages DEFAULT =
                new Ages(Duration.ofDays(90), Optional.empty(), Duration.ofDays(180), Duration.ofDays(30));

        public Ages {
            Thresholds.requireAge("pattern_unused", patternUnused);
            if (solution.isPresent()) {
                Thresholds.requireAge("solution_age", solution.get());
            }
            Thresholds.requireAge("decision_age", decision);
            Thresholds.requireAge("failed_age", failed);
        }

        private Ages sooner() {
            return new Ages(Duration.ofDays(60), solution, Duration.ofDays(120), failed);
        }

        private JsonObject.Builder toJson() {
            JsonObject.Builder json = JsonObject.builder()
                    .put("pattern_unused_days", patternUnused.toDays())
                    .put("solution_age_days", (String) null);
            if (solution.isPresent()) {
                json.put("solution_age_days", solution.get().toDays());
            }
            return json.put("decision_age_days", decision.toDays()).put("failed_age_days", failed.toDays());
        }
    }

    /**
     * What an item must have shown. Shares are from 0 to 1.
     *
     * @param failedSuccess a pattern with a success rate below this has failed, and leaves after {@link Ages#failed}
     * @param minSuccess a pattern with a success rate below this leaves, however young
     * @param minConfidence a pattern with a confidence below this leaves
     * @param minOutcome a decision with mean success metrics below this leaves
     * @param minExecutions a pattern executed less often is not judged by success or confidence
     */
    public record Quality(
            double failedSuccess, double minSuccess, double minConfidence, double minOutcome, int minExecutions) {
        public static final Quality DEFAULT = new Quality(0.30, 0.20, 0.15, 0.50, 3);

        public Quality {
            Thresholds.requireShare("failed_success", failedSuccess);
            Thresholds.requireShare("min_success", minSuccess);
            Thresholds.requireShare("min_confidence", minConfidence);
            Thresholds.requireShare("min_outcome", minOutcome);
            if (minExecutions < 0) {
                throw new IllegalArgumentException("min_executions must not be negative: " + minExecutions);
            }
        }

        private Quality stricter() {
            return new Quality(failedSuccess, 0.30, minConfidence, minOutcome, minExecutions);
        }
    }

    /**
     * How much room there is, in bytes. Shares are from 0 to 1.
     *
     * @param agentLimit bytes that one agent may have
     * @param totalLimit bytes that all agents together may have
     * @param agentTarget the share of its limit that an agent over it is brought to
     * @param totalGive the share of its bytes that each agent gives when all are over their limit
     * @param protectedFrom a pattern whose confidence or value score reaches this is not removed for space
     */
    public record Space(long agentLimit, long totalLimit, double agentTarget, double totalGive, double protectedFrom) {
        private static final long MIB = 1 << 20;

        public static final Space DEFAULT = new Space(80 * MIB, 800 * MIB, 0.70, 0.20, 0.85);

        public Space {
            Thresholds.requireShare("agent_target", agentTarget);
            Thresholds.requireShare("total_give", totalGive);
            Thresholds.requireShare("protected_from", protectedFrom);
            if (agentLimit < 0 || totalLimit < 0) {
                throw new IllegalArgumentException("limits must not be negative");
            }
        }

        private Space with(long agent, long total) {
            return new Space(agent, total, agentTarget, totalGive, protectedFrom);
        }
    }

    /**
     * What one agent has otherwise than the others.
     *
     * @param ages how old its items may become
     * @param limit bytes that it may have
     */
    public record OfAgent(Ages ages, long limit) {
        public OfAgent {
            if (limit < 0) {
                throw new IllegalArgumentException("limits must not be negative");
            }
        }

        private JsonObject toJson(String agent) {
            return JsonObject.builder()
                    .put("agent", agent)
                    .putAll(ages.toJson().build())
                    .put("agent_limit_bytes", limit)
                    .build();
        }
    }

    public PrunePolicy {
        strategies = Set.copyOf(strategies);
        agents = Map.copyOf(agents);
    }

    /** Forgets sooner: patterns after 60 days, decisions after 120, success rates below 0.30; agents with ages of their own keep these. */
    public PrunePolicy aggressive() {
        return new PrunePolicy(strategies, ages.sooner(), quality.stricter(), space, agents);
    }

    /** The same with another age of solutions. */
    public PrunePolicy withSolutionAge(Duration age) {
        Ages other = new Ages(ages.patternUnused, Optional.of(age), ages.decision, ages.failed);
        return new PrunePolicy(strategies, other, quality, space, agents);
    }

    public PrunePolicy withStrategies(Set<Strategy> chosen) {
        return new PrunePolicy(chosen, ages, quality, space, agents);
    }

    /** The same with other limits of size. */
    public PrunePolicy withLimits(long agent, long total) {
        return new PrunePolicy(strategies, ages, quality, space.with(agent, total), agents);
    }

    /** The policy as it is for one agent. */
    PrunePolicy of(String agent) {
        OfAgent own = agents.get(agent);
        return own == null
                ? this
                : new PrunePolicy(strategies, own.ages, quality, space.with(own.limit, space.totalLimit), Map.of());
    }

    boolean has(Strategy strategy) {
        return strategies.contains(strategy);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put(
                        "strategies",
                        strategies.stream().sorted().map(Strategy::word).toList())
                .putAll(ages.toJson().build())
                .put("failed_success", quality.failedSuccess)
                .put("min_success", quality.minSuccess)
                .put("min_confidence", quality.minConfidence)
                .put("min_outcome", quality.minOutcome)
                .put("min_executions", quality.minExecutions)
                .put("agent_limit_bytes", space.agentLimit)
                .put("total_limit_bytes", space.totalLimit)
                .put("agent_target", space.agentTarget)
                .put("total_give", space.totalGive)
                .put("protected_from", space.protectedFrom)
                .put("agents", ofAgentsToJson())
                .build();
    }

    private List<JsonObject> ofAgentsToJson() {
        List<JsonObject> ofAgents = new ArrayList<>();
        new TreeMap<>(agents).forEach((agent, own) -> ofAgents.add(own.toJson(agent)));
        return ofAgents;
    }
}
