package loom.aml.config;

import java.time.Duration;
import loom.aml.monitor.MonitorPolicy;

/** Settings of {@link MonitorPolicy}: limits, and the history of metrics. */
public final class MonitorSettings {
    static final SettingSection SECTION = new SettingSection("monitor");

    private static final long MIB = 1 << 20;

    public static final Setting<Long> AGENT_WARNING = SECTION.addPerAgent(
            "agent_warning", ValueType.size(), 60 * MIB, "Memory of one agent from which a warning is raised");
    public static final Setting<Long> AGENT_CRITICAL = SECTION.addPerAgent(
            "agent_critical", ValueType.size(), 80 * MIB, "Memory of one agent from which a critical alert is raised");
    public static final Setting<Long> TOTAL_WARNING = SECTION.add(
            "total_warning", ValueType.size(), 600 * MIB, "Memory of all agents from which a warning is raised");
    public static final Setting<Long> TOTAL_CRITICAL = SECTION.add(
            "total_critical",
            ValueType.size(),
            800 * MIB,
            "Memory of all agents from which a critical alert is raised");
    public static final Setting<Duration> QUERY_TIME = SECTION.add(
            "query_time",
            ValueType.duration(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMinutes(10)),
            Duration.ofMillis(100),
            "Warn about queries in an open index that take longer");
    public static final Setting<Double> HIT_RATE =
            SECTION.add("hit_rate", ValueType.share(), 0.5, "Warn if the cache answers a smaller share of the queries");
    public static final Setting<Duration> BACKUP_WITHIN = SECTION.add(
            "backup_within",
            ValueType.duration(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofDays(3_650)),
            Duration.ofHours(24),
            "Maximum age of the newest verified backup");
    public static final Setting<Duration> GROWTH_HORIZON = SECTION.add(
            "growth_horizon",
            ValueType.age(),
            Duration.ofDays(14),
            "Warn if the store will reach a limit within this time at its current growth");
    public static final Setting<Integer> PATTERNS_CAP = SECTION.addPerAgent(
            "patterns_cap",
            ValueType.whole(1, 100_000_000),
            500,
            "Number of patterns per agent beyond which the runtime drops patterns, unless agentOverrides in its config.json sets another");
    public static final Setting<Integer> SOLUTIONS_CAP = SECTION.addPerAgent(
            "solutions_cap",
            ValueType.whole(1, 100_000_000),
            300,
            "Number of solutions per agent beyond which the runtime drops solutions, unless agentOverrides in its config.json sets another");
    public static final Setting<Integer> DECISIONS_CAP = SECTION.addPerAgent(
            "decisions_cap",
            ValueType.whole(1, 100_000_000),
            200,
            "Number of decisions per agent beyond which the runtime drops decisions, unless agentOverrides in its config.json sets another");
    public static final Setting<Double> CAP_SHARE =
            SECTION.add("cap_share", ValueType.share(), 0.9, "Report an agent that reaches this share of a cap");
    public static final Setting<Integer> HISTORY =
            SECTION.add("history", ValueType.whole(2, 1_000), 1_000, "Number of entries in the metrics history");
    public static final Setting<Duration> HISTORY_EVERY = SECTION.add(
            "history_every",
            ValueType.duration(Duration.ofMinutes(1), Duration.ZERO, Duration.ofDays(30)),
            Duration.ofMinutes(1),
            "Minimum interval between entries of the metrics history; a closer entry replaces the previous one");

    private MonitorSettings() {}
}
