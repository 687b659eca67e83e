package loom.aml.config;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Strategy;

/** Settings of {@link PrunePolicy}. */
public final class PruneSettings {
    static final SettingSection SECTION = new SettingSection("prune");

    public static final Setting<Set<String>> STRATEGIES = SECTION.add(
            "strategies",
            ValueType.someOf(Stream.of(Strategy.values()).map(Strategy::word).toList()),
            Set.copyOf(Stream.of(Strategy.values()).map(Strategy::word).toList()),
            "Strategies to apply");
    public static final Setting<Duration> PATTERN_UNUSED = SECTION.addPerAgent(
            "pattern_unused",
            ValueType.age(),
            PrunePolicy.Ages.DEFAULT.patternUnused(),
            "Prune patterns that were not used for longer than this");
    public static final Setting<Optional<Duration>> SOLUTION_AGE = SECTION.addPerAgent(
            "solution_age",
            ValueType.ageOrOff(),
            PrunePolicy.Ages.DEFAULT.solution(),
            "Prune solutions whose recorded last use is older than this; solutions without a recorded use are kept");
    public static final Setting<Duration> DECISION_AGE = SECTION.addPerAgent(
            "decision_age",
            ValueType.age(),
            PrunePolicy.Ages.DEFAULT.decision(),
            "Prune decisions that were not used for longer than this; without a recorded use, their age counts");
    public static final Setting<Duration> FAILED_AGE = SECTION.addPerAgent(
            "failed_age",
            ValueType.age(),
            PrunePolicy.Ages.DEFAULT.failed(),
            "Prune failed patterns (see failed_success) that were created longer ago than this");
    public static final Setting<Double> FAILED_SUCCESS = SECTION.add(
            "failed_success",
            ValueType.share(),
            PrunePolicy.Quality.DEFAULT.failedSuccess(),
            "Patterns with a success rate below this have failed and are pruned after failed_age");
    public static final Setting<Double> MIN_SUCCESS = SECTION.add(
            "min_success",
            ValueType.share(),
            PrunePolicy.Quality.DEFAULT.minSuccess(),
            "Prune patterns with a success rate below this, regardless of their age");
    public static final Setting<Double> MIN_CONFIDENCE = SECTION.add(
            "min_confidence",
            ValueType.share(),
            PrunePolicy.Quality.DEFAULT.minConfidence(),
            "Prune patterns with a confidence below this");
    public static final Setting<Double> MIN_OUTCOME = SECTION.add(
            "min_outcome",
            ValueType.share(),
            PrunePolicy.Quality.DEFAULT.minOutcome(),
            "Prune decisions whose mean success metrics are below this");
    public static final Setting<Integer> MIN_EXECUTIONS = SECTION.add(
            "min_executions",
            ValueType.whole(0, 1_000_000),
            PrunePolicy.Quality.DEFAULT.minExecutions(),
            "Do not judge patterns with fewer executions by success or confidence");
    public static final Setting<Long> AGENT_LIMIT = SECTION.addPerAgent(
            "agent_limit",
            ValueType.size(),
            PrunePolicy.Space.DEFAULT.agentLimit(),
            "Prune an agent whose memory exceeds this down to the agent_target share");
    public static final Setting<Long> TOTAL_LIMIT = SECTION.add(
            "total_limit",
            ValueType.size(),
            PrunePolicy.Space.DEFAULT.totalLimit(),
            "If all agents together exceed this, reduce each agent by total_give of its size");
    public static final Setting<Double> AGENT_TARGET = SECTION.add(
            "agent_target",
            ValueType.share(),
            PrunePolicy.Space.DEFAULT.agentTarget(),
            "Share of agent_limit to which an agent that exceeds it is pruned");
    public static final Setting<Double> TOTAL_GIVE = SECTION.add(
            "total_give",
            ValueType.share(),
            PrunePolicy.Space.DEFAULT.totalGive(),
            "Share by which each agent is reduced if all together exceed total_limit");
    public static final Setting<Double> PROTECTED_FROM = SECTION.add(
            "protected_from",
            ValueType.share(),
            PrunePolicy.Space.DEFAULT.protectedFrom(),
            "Do not prune patterns for space whose confidence or value score reaches this");

    private PruneSettings() {}
}
