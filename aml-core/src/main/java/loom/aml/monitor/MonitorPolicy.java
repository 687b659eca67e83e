package loom.aml.monitor;

import java.time.Duration;
import java.util.Map;
import loom.aml.item.ItemKind;

/**
 * The thresholds of monitoring. Sizes are in bytes, shares from 0 to 1.
 *
 * @param forAll the limits of each agent
 * @param agents the limits of single agents, by name, which override {@code forAll}
 * @param totalWarning the warning limit for the bytes of all agents together
 * @param totalCritical the critical limit for the bytes of all agents together
 * @param capShare the share of a runtime cap at which an alert is raised
 * @param queryTime slower queries raise a warning
 * @param hitRate a lower cache hit rate raises a warning
 * @param backupWithin the maximum age of the newest verified backup
 * @param growthHorizon a limit that will be reached sooner raises a warning
 * @param staleLock report locks that were not refreshed for this long
 * @param history the retention of the history
 * @param alerts the life of alerts
 */
public record MonitorPolicy(
        OfAgent forAll,
        Map<String, OfAgent> agents,
        long totalWarning,
        long totalCritical,
        double capShare,
        Duration queryTime,
        double hitRate,
        Duration backupWithin,
        Duration growthHorizon,
        Duration staleLock,
        History history,
        Alerts alerts) {

    private static final long MIB = 1 << 20;

    public static final MonitorPolicy DEFAULT = new MonitorPolicy(
            new OfAgent(60 * MIB, 80 * MIB, new Caps(500, 300, 200)),
            Map.of(),
            600 * MIB,
            800 * MIB,
            0.9,
            Duration.ofMillis(100),
            0.5,
            Duration.ofHours(24),
            Duration.ofDays(14),
            Duration.ofMinutes(1),
            new History(1_000, Duration.ofMinutes(1)),
            new Alerts(0.05, Duration.ofDays(7)));

    /**
     * The limits of one agent.
     *
     * @param warning the warning limit in bytes
     * @param critical the critical limit in bytes
     * @param caps the number of items of each kind that the runtime keeps
     */
    public record OfAgent(long warning, long critical, Caps caps) {}

    /** The number of items of an agent that the runtime keeps; it silently drops the rest. */
    public record Caps(int patterns, int solutions, int decisions) {
        int of(ItemKind kind) {
            return switch (kind) {
                case PATTERN -> patterns;
                case SOLUTION -> solutions;
                case DECISION -> decisions;
                case NOTE, ENTRY -> Integer.MAX_VALUE;
            };
        }
    }

    /**
     * The retention of the history of metrics.
     *
     * @param entries the maximum number of entries
     * @param every entries closer than this replace each other
     */
    public record History(int entries, Duration every) {}

    /**
     * The life of alerts.
     *
     * @param hysteresis the share of its threshold by which a value must recover before its alert is resolved
     * @param keep how long resolved alerts are kept
     */
    public record Alerts(double hysteresis, Duration keep) {}

    public MonitorPolicy {
        agents = Map.copyOf(agents);
    }

    /** Returns the limits of one agent. */
    public OfAgent of(String agent) {
        return agents.getOrDefault(agent, forAll);
    }
}
