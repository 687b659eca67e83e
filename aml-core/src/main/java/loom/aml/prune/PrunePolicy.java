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
 * Configures pruning.
 *
 * @param strategies the strategies to apply
 * @param ages maximum ages of items
 * @param quality minimum quality of items
 * @param space size limits
 * @param agents overrides for single agents, by name
 */
public record PrunePolicy(
        Set<Strategy> strategies, Ages ages, Quality quality, Space space, Map<String, OfAgent> agents) {

    /** The thresholds of the seed. */
    public static final PrunePolicy DEFAULT =
            new PrunePolicy(EnumSet.allOf(Strategy.class), Ages.DEFAULT, Quality.DEFAULT, Space.DEFAULT, Map.of());

    /**
     * Maximum ages of items. Ages are compared as instants and must be positive.
     *
     * @param patternUnused patterns unused for longer are removed
     * @param solution solutions with a recorded use that is older are removed; if empty, solutions do not age
     * @param decision decisions unused for longer are removed; without a recorded use, their age counts
     * @param failed patterns with a success rate below {@link Quality#failedSuccess} that were created longer ago are
     *     removed
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
     * Minimum quality of items. Shares are from 0 to 1.
     *
     * @param failedSuccess patterns with a lower success rate have failed and are removed after {@link Ages#failed}
     * @param minSuccess patterns with a lower success rate are removed, regardless of their age
     * @param minConfidence patterns with a lower confidence are removed
     * @param minOutcome decisions with lower mean success metrics are removed
     * @param minExecutions patterns with fewer executions are not judged by success or confidence
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
     * Size limits in bytes. Shares are from 0 to 1.
     *
     * @param agentLimit maximum size of one agent
     * @param totalLimit maximum size of all agents together
     * @param agentTarget share of its limit to which an agent over the limit is reduced
     * @param totalGive share by which each agent is reduced if all together exceed their limit
     * @param protectedFrom patterns whose confidence or value score reaches this are not removed for space
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
     * Overrides for one agent.
     *
     * @param ages maximum ages of its items
     * @param limit maximum size in bytes
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

    /**
     * Returns a policy that removes items sooner: patterns after 60 days, decisions after 120, success rates below
     * 0.30. Agents with their own ages keep them.
     */
    public PrunePolicy aggressive() {
        return new PrunePolicy(strategies, ages.sooner(), quality.stricter(), space, agents);
    }

    /** Returns the same policy with another maximum age of solutions. */
    public PrunePolicy withSolutionAge(Duration age) {
        Ages other = new Ages(ages.patternUnused, Optional.of(age), ages.decision, ages.failed);
        return new PrunePolicy(strategies, other, quality, space, agents);
    }

    public PrunePolicy withStrategies(Set<Strategy> chosen) {
        return new PrunePolicy(chosen, ages, quality, space, agents);
    }

    /** Returns the same policy with other size limits. */
    public PrunePolicy withLimits(long agent, long total) {
        return new PrunePolicy(strategies, ages, quality, space.with(agent, total), agents);
    }

    /** Returns the policy for one agent. */
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
