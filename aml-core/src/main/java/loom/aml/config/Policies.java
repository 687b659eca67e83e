package loom.aml.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import loom.aml.backup.BackupPolicy;
import loom.aml.backup.RotationPolicy;
import loom.aml.compress.CompressPolicy;
import loom.aml.io.GzipLimits;
import loom.aml.maintain.MaintainPolicy;
import loom.aml.migrate.SchemaVersion;
import loom.aml.monitor.AlertHook;
import loom.aml.monitor.CommandHook;
import loom.aml.monitor.Delivery;
import loom.aml.monitor.MonitorPolicy;
import loom.aml.monitor.Severity;
import loom.aml.monitor.Webhook;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Strategy;
import loom.aml.recall.RecallPolicy;
import loom.aml.run.AutoMigration;
import loom.aml.store.StoreOptions;
import loom.aml.tidy.GcPolicy;

/** Creates the policies of all operations from the configuration. */
public final class Policies {
    /** The agent name for which no setting is overridden. */
    private static final String NO_AGENT = "";

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    /** The maximum time for which delivery of alerts may delay a command. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Configuration set;

    public Policies(Configuration set) {
        this.set = set;
    }

    public StoreOptions storeOptions() {
        return StoreOptions.DEFAULT
                .withLockWait(set.get(Settings.LOCK_WAIT))
                .withLockStale(set.get(Settings.LOCK_STALE))
                .withGzipLimits(new GzipLimits(
                        set.get(Settings.GZIP_MAX_SIZE),
                        set.get(Settings.GZIP_MAX_RATIO),
                        GzipLimits.DEFAULT.ratioFrom()));
    }

    public MaintainPolicy maintain() {
        return new MaintainPolicy(
                backup(),
                gc(),
                prune(),
                compress(),
                autoMigration(),
                set.get(Settings.INDEX_IN_MAINTAIN),
                set.get(Settings.RUNS_KEEP));
    }

    public BackupPolicy backup() {
        RotationPolicy rotation = new RotationPolicy(
                set.get(Settings.BACKUP_KEEP_HOURLY),
                set.get(Settings.BACKUP_KEEP_DAILY),
                set.get(Settings.BACKUP_KEEP_AGE),
                set.get(Settings.BACKUP_KEEP_COUNT),
                set.get(Settings.BACKUP_MIN_KEEP));
        return new BackupPolicy(set.get(Settings.BACKUP_FULL_EVERY), rotation);
    }

    /** Returns the migration that runs before each command that writes; empty if disabled. */
    public Optional<AutoMigration> autoMigration() {
        String version = set.get(Settings.AUTO_MIGRATE);
        return version.equals(Settings.NO_MIGRATION)
                ? Optional.empty()
                : Optional.of(new AutoMigration(SchemaVersion.parse(version)));
    }

    public GcPolicy gc() {
        return new GcPolicy(
                set.get(Settings.GC_REPAIR),
                set.get(Settings.GC_COMPLETE),
                set.get(Settings.GC_FOR_RUNTIME),
                set.get(Settings.GC_LEFTOVER_AGE),
                set.get(Settings.GC_STALE_LOCK_AGE));
    }

    public CompressPolicy compress() {
        return new CompressPolicy(set.get(Settings.COMPRESS_AGE), set.get(Settings.COMPRESS_LEVEL));
    }

    public RecallPolicy recall() {
        return new RecallPolicy(
                set.get(Settings.CACHE_SIZE),
                RecallPolicy.DEFAULT.noticedWithin(),
                new RecallPolicy.Warming(
                        set.get(Settings.CACHE_WARM_CONFIDENCE),
                        set.get(Settings.CACHE_WARM_SUCCESS),
                        set.get(Settings.CACHE_WARM_FILL)));
    }

    public PrunePolicy prune() {
        Map<String, PrunePolicy.OfAgent> agents = new TreeMap<>();
        for (String agent : set.agents()) {
            agents.put(agent, new PrunePolicy.OfAgent(ages(agent), set.get(Settings.PRUNE_AGENT_LIMIT, agent)));
        }
        return new PrunePolicy(
                strategies(),
                ages(NO_AGENT),
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

    public MonitorPolicy monitor() {
        Map<String, MonitorPolicy.OfAgent> agents = new TreeMap<>();
        set.agents().forEach(agent -> agents.put(agent, ofAgent(agent)));
        return new MonitorPolicy(
                ofAgent(NO_AGENT),
                agents,
                set.get(Settings.MONITOR_TOTAL_WARNING),
                set.get(Settings.MONITOR_TOTAL_CRITICAL),
                set.get(Settings.MONITOR_CAP_SHARE),
                set.get(Settings.MONITOR_QUERY_TIME),
                set.get(Settings.MONITOR_HIT_RATE),
                set.get(Settings.MONITOR_BACKUP_WITHIN),
                set.get(Settings.MONITOR_GROWTH_HORIZON),
                set.get(Settings.GC_STALE_LOCK_AGE),
                new MonitorPolicy.History(set.get(Settings.MONITOR_HISTORY), set.get(Settings.MONITOR_HISTORY_EVERY)),
                new MonitorPolicy.Alerts(set.get(Settings.ALERTS_HYSTERESIS), set.get(Settings.ALERTS_KEEP)));
    }

    private MonitorPolicy.OfAgent ofAgent(String agent) {
        return new MonitorPolicy.OfAgent(
                set.get(Settings.MONITOR_AGENT_WARNING, agent),
                set.get(Settings.MONITOR_AGENT_CRITICAL, agent),
                new MonitorPolicy.Caps(
                        set.get(Settings.MONITOR_PATTERNS_CAP, agent),
                        set.get(Settings.MONITOR_SOLUTIONS_CAP, agent),
                        set.get(Settings.MONITOR_DECISIONS_CAP, agent)));
    }

    /** Returns the configured alert targets with their timeouts. */
    public Delivery delivery() {
        Duration timeout = set.get(Settings.ALERTS_TIMEOUT);
        int attempts = set.get(Settings.ALERTS_ATTEMPTS);
        List<AlertHook> hooks = new ArrayList<>();
        if (!set.get(Settings.ALERTS_COMMAND).isBlank()) {
            hooks.add(new CommandHook(set.get(Settings.ALERTS_COMMAND), timeout));
        }
        if (!set.get(Settings.ALERTS_WEBHOOK).isBlank()) {
            hooks.add(new Webhook(set.get(Settings.ALERTS_WEBHOOK), set.get(Settings.ALERTS_WEBHOOK_SECRET), timeout));
        }
        Duration atMost = timeout.plus(FIRST_PAUSE.multipliedBy(1L << attempts)).multipliedBy(attempts);
        return new Delivery(hooks, attempts, FIRST_PAUSE, atMost.compareTo(LONGEST) > 0 ? LONGEST : atMost);
    }

    /** Returns the lowest severity that is delivered. */
    public Severity deliveredFrom() {
        return Severity.named(set.get(Settings.ALERTS_FROM)).orElseThrow();
    }

    private Set<Strategy> strategies() {
        Set<Strategy> strategies = EnumSet.noneOf(Strategy.class);
        for (String word : set.get(Settings.PRUNE_STRATEGIES)) {
            strategies.add(Strategy.named(word).orElseThrow());
        }
        return strategies;
    }

    private PrunePolicy.Ages ages(String agent) {
        return new PrunePolicy.Ages(
                set.get(Settings.PRUNE_PATTERN_UNUSED, agent),
                set.get(Settings.PRUNE_SOLUTION_AGE, agent),
                set.get(Settings.PRUNE_DECISION_AGE, agent),
                set.get(Settings.PRUNE_FAILED_AGE, agent));
    }
}
