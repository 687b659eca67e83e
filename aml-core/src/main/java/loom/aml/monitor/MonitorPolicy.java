package loom.aml.monitor;

import java.time.Duration;
import java.util.Map;
import loom.aml.item.ItemKind;

/**
 * From when on something is worth a word. Sizes are in bytes, shares from 0 to 1.
 *
 * @param forAll what holds for each agent
 * @param agents what holds otherwise for single agents, by name
 * @param totalWarning bytes of all agents together that are warned of
 * @param totalCritical bytes of all agents together that are critical
 * @param capShare the share of a cap of the runtime that is told of
 * @param queryTime a longer query is warned of
 * @param hitRate a smaller share of hits is warned of
 * @param backupWithin how old the newest verified backup may be
 * @param growthHorizon a limit that is reached sooner is warned of
 * @param staleLock how long nobody must have kept a lock alive for it to be told of
 * @param history what is kept of the history
 * @param alerts what becomes of alerts
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
     * What one agent may have.
     *
     * @param warning bytes that are warned of
     * @param critical bytes that are critical
     * @param caps how many items of each kind the runtime keeps
     */
    public record OfAgent(long warning, long critical, Caps caps) {}

    /** How many items of an agent the runtime keeps; it drops what exceeds them without a word. */
    public record Caps(int patterns, int solutions, int decisions) {
        int of(ItemKind kind) {
            return switch (kind) {
                case PATTERN -> patterns;
                case SOLUTION -> solutions;
                case DECISION -> decisions;
            };
        }
    }

    /**
     * What is kept of the history of metrics.
     *
     * @param entries how many entries
     * @param every entries closer than this replace each other
     */
    public record History(int entries, Duration every) {}

    /**
     * What becomes of alerts.
     *
     * @param hysteresis how far, as a share of its threshold, a value must be back before its alert is resolved
     * @param keep how long resolved ones are kept
     */
    public record Alerts(double hysteresis, Duration keep) {}

    public MonitorPolicy {
        agents = Map.copyOf(agents);
    }

    /** What holds for one agent. */
    public OfAgent of(String agent) {
        return agents.getOrDefault(agent, forAll);
    }
}
