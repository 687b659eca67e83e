package loom.aml.prune;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import loom.aml.json.JsonObject;

/**
 * What to forget, and from when on. Ages are compared as instants, shares are from 0 to 1, sizes in bytes.
 *
 * @param strategies the strategies that judge
 * @param patternUnused a pattern unused for longer leaves
 * @param solutionAge a solution older than this leaves
 * @param decisionAge a decision older than this leaves
 * @param failedSuccess a pattern created longer ago than {@code failedAge} with a success rate below this leaves
 * @param failedAge see {@code failedSuccess}
 * @param minSuccess a pattern with a success rate below this leaves, however young
 * @param minConfidence a pattern with a confidence below this leaves
 * @param minOutcome a decision with mean success metrics below this leaves
 * @param minExecutions a pattern executed less often is not judged by success or confidence
 * @param agentLimit bytes that one agent may have
 * @param totalLimit bytes that all agents together may have
 * @param agentTarget the share of its limit that an agent over it is brought to
 * @param totalGive the share of its bytes that each agent gives when all are over their limit
 * @param protectedFrom a pattern whose confidence or value score reaches this is not removed for space
 */
public record PrunePolicy(
        Set<Strategy> strategies,
        Duration patternUnused,
        Duration solutionAge,
        Duration decisionAge,
        double failedSuccess,
        Duration failedAge,
        double minSuccess,
        double minConfidence,
        double minOutcome,
        int minExecutions,
        long agentLimit,
        long totalLimit,
        double agentTarget,
        double totalGive,
        double protectedFrom) {

    private static final long MB = 1_000_000;

    /** The seed's thresholds. */
    public static final PrunePolicy DEFAULT = new PrunePolicy(
            EnumSet.allOf(Strategy.class),
            Duration.ofDays(90),
            Duration.ofDays(365),
            Duration.ofDays(180),
            0.30,
            Duration.ofDays(30),
            0.20,
            0.15,
            0.50,
            3,
            80 * MB,
            800 * MB,
            0.70,
            0.20,
            0.85);

    public PrunePolicy {
        strategies = Set.copyOf(strategies);
        requireAge("pattern_unused", patternUnused);
        requireAge("solution_age", solutionAge);
        requireAge("decision_age", decisionAge);
        requireAge("failed_age", failedAge);
        requireShare("failed_success", failedSuccess);
        requireShare("min_success", minSuccess);
        requireShare("min_confidence", minConfidence);
        requireShare("min_outcome", minOutcome);
        requireShare("agent_target", agentTarget);
        requireShare("total_give", totalGive);
        requireShare("protected_from", protectedFrom);
        if (minExecutions < 0 || agentLimit < 0 || totalLimit < 0) {
            throw new IllegalArgumentException("executions and limits must not be negative");
        }
    }

    private static void requireAge(String name, Duration age) {
        if (age.isNegative() || age.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than nothing: " + age);
        }
    }

    private static void requireShare(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(name + " must be from 0 to 1: " + share);
        }
    }

    /** Forgets sooner: patterns after 60 days, decisions after 120, success rates below 0.30. */
    public PrunePolicy aggressive() {
        return new PrunePolicy(
                strategies,
                Duration.ofDays(60),
                solutionAge,
                Duration.ofDays(120),
                failedSuccess,
                failedAge,
                0.30,
                minConfidence,
                minOutcome,
                minExecutions,
                agentLimit,
                totalLimit,
                agentTarget,
                totalGive,
                protectedFrom);
    }

    public PrunePolicy withStrategies(Set<Strategy> chosen) {
        return new PrunePolicy(
                chosen,
                patternUnused,
                solutionAge,
                decisionAge,
                failedSuccess,
                failedAge,
                minSuccess,
                minConfidence,
                minOutcome,
                minExecutions,
                agentLimit,
                totalLimit,
                agentTarget,
                totalGive,
                protectedFrom);
    }

    /** The same with other limits of size. */
    public PrunePolicy withLimits(long agent, long total) {
        return new PrunePolicy(
                strategies,
                patternUnused,
                solutionAge,
                decisionAge,
                failedSuccess,
                failedAge,
                minSuccess,
                minConfidence,
                minOutcome,
                minExecutions,
                agent,
                total,
                agentTarget,
                totalGive,
                protectedFrom);
    }

    boolean has(Strategy strategy) {
        return strategies.contains(strategy);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put(
                        "strategies",
                        strategies.stream().sorted().map(Strategy::word).toList())
                .put("pattern_unused_days", patternUnused.toDays())
                .put("solution_age_days", solutionAge.toDays())
                .put("decision_age_days", decisionAge.toDays())
                .put("failed_success", failedSuccess)
                .put("failed_age_days", failedAge.toDays())
                .put("min_success", minSuccess)
                .put("min_confidence", minConfidence)
                .put("min_outcome", minOutcome)
                .put("min_executions", minExecutions)
                .put("agent_limit_bytes", agentLimit)
                .put("total_limit_bytes", totalLimit)
                .put("agent_target", agentTarget)
                .put("total_give", totalGive)
                .put("protected_from", protectedFrom)
                .build();
    }
}
