package loom.aml.config;

import java.util.EnumSet;
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
import loom.aml.monitor.MonitorPolicy;
import loom.aml.notify.NotifyPolicy;
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

    private final Configuration set;

    public Policies(Configuration set) {
        this.set = set;
    }

    public StoreOptions storeOptions() {
        return StoreOptions.DEFAULT
                .withLockWait(set.get(GeneralSettings.LOCK_WAIT))
                .withLockStale(set.get(GeneralSettings.LOCK_STALE))
                .withGzipLimits(new GzipLimits(
                        set.get(GeneralSettings.GZIP_MAX_SIZE),
                        set.get(GeneralSettings.GZIP_MAX_RATIO),
                        GzipLimits.DEFAULT.ratioFrom()));
    }

    public MaintainPolicy maintain() {
        return new MaintainPolicy(
                backup(),
                gc(),
                prune(),
                compress(),
                autoMigration(),
                set.get(SearchSettings.INDEX_IN_MAINTAIN),
                set.get(MaintainSettings.MERGE_IN_MAINTAIN),
                set.get(GeneralSettings.RUNS_KEEP),
                set.get(GuardSettings.KEEP_AGE));
    }

    public BackupPolicy backup() {
        RotationPolicy rotation = new RotationPolicy(
                set.get(MaintainSettings.BACKUP_KEEP_HOURLY),
                set.get(MaintainSettings.BACKUP_KEEP_DAILY),
                set.get(MaintainSettings.BACKUP_KEEP_AGE),
                set.get(MaintainSettings.BACKUP_KEEP_COUNT),
                set.get(MaintainSettings.BACKUP_MIN_KEEP));
        return new BackupPolicy(set.get(MaintainSettings.BACKUP_FULL_EVERY), rotation);
    }

    /** Returns the migration that runs before each command that writes; empty if disabled. */
    public Optional<AutoMigration> autoMigration() {
        String version = set.get(MaintainSettings.AUTO_MIGRATE);
        return version.equals(MaintainSettings.NO_MIGRATION)
                ? Optional.empty()
                : Optional.of(new AutoMigration(SchemaVersion.parse(version)));
    }

    public GcPolicy gc() {
        return new GcPolicy(
                set.get(MaintainSettings.GC_REPAIR),
                set.get(MaintainSettings.GC_COMPLETE),
                set.get(MaintainSettings.GC_FOR_RUNTIME),
                set.get(MaintainSettings.GC_LEFTOVER_AGE),
                set.get(MaintainSettings.GC_STALE_LOCK_AGE));
    }

    public CompressPolicy compress() {
        return new CompressPolicy(set.get(MaintainSettings.COMPRESS_AGE), set.get(MaintainSettings.COMPRESS_LEVEL));
    }

    public RecallPolicy recall() {
        return new RecallPolicy(
                set.get(SearchSettings.CACHE_SIZE),
                RecallPolicy.DEFAULT.noticedWithin(),
                new RecallPolicy.Warming(
                        set.get(SearchSettings.CACHE_WARM_CONFIDENCE),
                        set.get(SearchSettings.CACHE_WARM_SUCCESS),
                        set.get(SearchSettings.CACHE_WARM_FILL)));
    }

    public PrunePolicy prune() {
        Map<String, PrunePolicy.OfAgent> agents = new TreeMap<>();
        for (String agent : set.agents()) {
            agents.put(agent, new PrunePolicy.OfAgent(ages(agent), set.get(PruneSettings.AGENT_LIMIT, agent)));
        }
        return new PrunePolicy(
                strategies(),
                ages(NO_AGENT),
                new PrunePolicy.Quality(
                        set.get(PruneSettings.FAILED_SUCCESS),
                        set.get(PruneSettings.MIN_SUCCESS),
                        set.get(PruneSettings.MIN_CONFIDENCE),
                        set.get(PruneSettings.MIN_OUTCOME),
                        set.get(PruneSettings.MIN_EXECUTIONS)),
                new PrunePolicy.Space(
                        set.get(PruneSettings.AGENT_LIMIT),
                        set.get(PruneSettings.TOTAL_LIMIT),
                        set.get(PruneSettings.AGENT_TARGET),
                        set.get(PruneSettings.TOTAL_GIVE),
                        set.get(PruneSettings.PROTECTED_FROM)),
                agents);
    }

    public MonitorPolicy monitor() {
        Map<String, MonitorPolicy.OfAgent> agents = new TreeMap<>();
        set.agents().forEach(agent -> agents.put(agent, ofAgent(agent)));
        return new MonitorPolicy(
                ofAgent(NO_AGENT),
                agents,
                set.get(MonitorSettings.TOTAL_WARNING),
                set.get(MonitorSettings.TOTAL_CRITICAL),
                set.get(MonitorSettings.CAP_SHARE),
                set.get(MonitorSettings.QUERY_TIME),
                set.get(MonitorSettings.HIT_RATE),
                set.get(MonitorSettings.BACKUP_WITHIN),
                set.get(MonitorSettings.GROWTH_HORIZON),
                set.get(MaintainSettings.GC_STALE_LOCK_AGE),
                new MonitorPolicy.History(set.get(MonitorSettings.HISTORY), set.get(MonitorSettings.HISTORY_EVERY)),
                new MonitorPolicy.Alerts(set.get(AlertSettings.HYSTERESIS), set.get(AlertSettings.KEEP)));
    }

    private MonitorPolicy.OfAgent ofAgent(String agent) {
        return new MonitorPolicy.OfAgent(
                set.get(MonitorSettings.AGENT_WARNING, agent),
                set.get(MonitorSettings.AGENT_CRITICAL, agent),
                new MonitorPolicy.Caps(
                        set.get(MonitorSettings.PATTERNS_CAP, agent),
                        set.get(MonitorSettings.SOLUTIONS_CAP, agent),
                        set.get(MonitorSettings.DECISIONS_CAP, agent)));
    }

    /** Returns whether alerts are delivered to anybody. */
    public boolean hasChannels() {
        for (Setting<String> target : AlertSettings.CHANNELS.values()) {
            if (!set.get(target).isBlank()) {
                return true;
            }
        }
        return false;
    }

    /** Returns the policy of the delivery of alerts. */
    public NotifyPolicy notifications() {
        return NotificationSettings.policy(set);
    }

    private Set<Strategy> strategies() {
        Set<Strategy> strategies = EnumSet.noneOf(Strategy.class);
        for (String word : set.get(PruneSettings.STRATEGIES)) {
            strategies.add(Strategy.named(word).orElseThrow());
        }
        return strategies;
    }

    private PrunePolicy.Ages ages(String agent) {
        return new PrunePolicy.Ages(
                set.get(PruneSettings.PATTERN_UNUSED, agent),
                set.get(PruneSettings.SOLUTION_AGE, agent),
                set.get(PruneSettings.DECISION_AGE, agent),
                set.get(PruneSettings.FAILED_AGE, agent));
    }
}
