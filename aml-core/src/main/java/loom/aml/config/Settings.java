package loom.aml.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import loom.aml.backup.RotationPolicy;
import loom.aml.compress.CompressPolicy;
import loom.aml.io.GzipLimits;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Strategy;
import loom.aml.store.StoreOptions;
import loom.aml.tidy.GcPolicy;

/**
 * All settings. Parsing, validation, suggestions, {@code config show}, {@code config init} and the documentation are
 * derived from this list. To add a setting, add it here and read it with {@link Configuration#get}.
 */
public final class Settings {
    private static final List<Setting<?>> LIST = new ArrayList<>();
    private static final long MB = 1_000_000;
    private static final long MIB = 1 << 20;

    // Locks
    public static final Setting<Duration> LOCK_WAIT = add(
            "lock.wait",
            ValueType.duration(Duration.ofSeconds(1), Duration.ZERO, Duration.ofHours(24)),
            StoreOptions.DEFAULT.lockWait(),
            "Time to wait for a lock that another program holds");
    public static final Setting<Duration> LOCK_STALE = add(
            "lock.stale",
            ValueType.duration(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofHours(1)),
            StoreOptions.DEFAULT.lockStale(),
            "Take over a lock that was not refreshed for this long, by the local clock; has no effect if lock.wait is shorter");

    // Decompression limits
    public static final Setting<Long> GZIP_MAX_SIZE = add(
            "gzip.max_size",
            ValueType.size(),
            GzipLimits.DEFAULT.maxBytes(),
            "Treat a gzip file whose text is larger as a decompression bomb and leave it unchanged");
    public static final Setting<Integer> GZIP_MAX_RATIO = add(
            "gzip.max_ratio",
            ValueType.whole(2, 1_100),
            GzipLimits.DEFAULT.maxRatio(),
            "Also treat a gzip file as a bomb if its text exceeds 64 MiB and this many times its stored size");

    // Pruning
    public static final Setting<Set<String>> PRUNE_STRATEGIES = add(
            "prune.strategies",
            ValueType.someOf(Stream.of(Strategy.values()).map(Strategy::word).toList()),
            Set.copyOf(Stream.of(Strategy.values()).map(Strategy::word).toList()),
            "Strategies to apply");
    public static final Setting<Duration> PRUNE_PATTERN_UNUSED = addPerAgent(
            "prune.pattern_unused",
            ValueType.age(),
            PrunePolicy.Ages.DEFAULT.patternUnused(),
            "Prune patterns that were not used for longer than this");
    public static final Setting<Optional<Duration>> PRUNE_SOLUTION_AGE = addPerAgent(
            "prune.solution_age",
            ValueType.ageOrOff(),
            PrunePolicy.Ages.DEFAULT.solution(),
            "Prune solutions whose recorded last use is older than this; solutions without a recorded use are kept");
    public static final Setting<Duration> PRUNE_DECISION_AGE = addPerAgent(
            "prune.decision_age",
            ValueType.age(),
            PrunePolicy.Ages.DEFAULT.decision(),
            "Prune decisions that were not used for longer than this; without a recorded use, their age counts");
    public static final Setting<Duration> PRUNE_FAILED_AGE = addPerAgent(
            "prune.failed_age",
            ValueType.age(),
            PrunePolicy.Ages.DEFAULT.failed(),
            "Prune failed patterns (see failed_success) that were created longer ago than this");
    public static final Setting<Double> PRUNE_FAILED_SUCCESS = add(
            "prune.failed_success",
            ValueType.share(),
            PrunePolicy.Quality.DEFAULT.failedSuccess(),
            "Patterns with a success rate below this have failed and are pruned after failed_age");
    public static final Setting<Double> PRUNE_MIN_SUCCESS = add(
            "prune.min_success",
            ValueType.share(),
            PrunePolicy.Quality.DEFAULT.minSuccess(),
            "Prune patterns with a success rate below this, regardless of their age");
    public static final Setting<Double> PRUNE_MIN_CONFIDENCE = add(
            "prune.min_confidence",
            ValueType.share(),
            PrunePolicy.Quality.DEFAULT.minConfidence(),
            "Prune patterns with a confidence below this");
    public static final Setting<Double> PRUNE_MIN_OUTCOME = add(
            "prune.min_outcome",
            ValueType.share(),
            PrunePolicy.Quality.DEFAULT.minOutcome(),
            "Prune decisions whose mean success metrics are below this");
    public static final Setting<Integer> PRUNE_MIN_EXECUTIONS = add(
            "prune.min_executions",
            ValueType.whole(0, 1_000_000),
            PrunePolicy.Quality.DEFAULT.minExecutions(),
            "Do not judge patterns with fewer executions by success or confidence");
    public static final Setting<Long> PRUNE_AGENT_LIMIT = addPerAgent(
            "prune.agent_limit",
            ValueType.size(),
            PrunePolicy.Space.DEFAULT.agentLimit(),
            "Prune an agent whose memory exceeds this down to the agent_target share");
    public static final Setting<Long> PRUNE_TOTAL_LIMIT = add(
            "prune.total_limit",
            ValueType.size(),
            PrunePolicy.Space.DEFAULT.totalLimit(),
            "If all agents together exceed this, reduce each agent by total_give of its size");
    public static final Setting<Double> PRUNE_AGENT_TARGET = add(
            "prune.agent_target",
            ValueType.share(),
            PrunePolicy.Space.DEFAULT.agentTarget(),
            "Share of agent_limit to which an agent that exceeds it is pruned");
    public static final Setting<Double> PRUNE_TOTAL_GIVE = add(
            "prune.total_give",
            ValueType.share(),
            PrunePolicy.Space.DEFAULT.totalGive(),
            "Share by which each agent is reduced if all together exceed total_limit");
    public static final Setting<Double> PRUNE_PROTECTED_FROM = add(
            "prune.protected_from",
            ValueType.share(),
            PrunePolicy.Space.DEFAULT.protectedFrom(),
            "Do not prune patterns for space whose confidence or value score reaches this");

    // Garbage collection
    public static final Setting<Boolean> GC_REPAIR = add(
            "gc.repair",
            ValueType.flag(),
            GcPolicy.DEFAULT.repair(),
            "Recover the readable items of damaged files and move the originals to the archive");
    public static final Setting<Boolean> GC_COMPLETE = add(
            "gc.complete",
            ValueType.flag(),
            GcPolicy.DEFAULT.complete(),
            "Add a missing id, agent or timestamp to items that have content");
    public static final Setting<Boolean> GC_FOR_RUNTIME = add(
            "gc.for_runtime",
            ValueType.flag(),
            GcPolicy.DEFAULT.forRuntime(),
            "Archive items that the runtime's schema rejects");
    public static final Setting<Duration> GC_LEFTOVER_AGE = add(
            "gc.leftover_age",
            ValueType.duration(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofDays(365)),
            GcPolicy.DEFAULT.leftoverAge(),
            "Temporary files older than this are leftovers");
    public static final Setting<Duration> GC_STALE_LOCK_AGE = add(
            "gc.stale_lock_age",
            ValueType.duration(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofDays(1)),
            GcPolicy.DEFAULT.staleLockAge(),
            "Report locks that were not refreshed for this long");

    // Compression
    public static final Setting<Duration> COMPRESS_AGE = add(
            "compress.age",
            ValueType.age(),
            CompressPolicy.DEFAULT.age(),
            "Compress collections that were not modified for longer than this");
    public static final Setting<Integer> COMPRESS_LEVEL = add(
            "compress.level",
            ValueType.whole(1, 9),
            CompressPolicy.DEFAULT.level(),
            "Gzip level, from 1 (fastest) to 9 (smallest)");

    // Backup retention
    public static final Setting<Integer> BACKUP_KEEP_HOURLY = add(
            "backup.keep_hourly",
            ValueType.whole(0, 10_000),
            24,
            "Number of hourly snapshots to keep, counted from the newest");
    public static final Setting<Integer> BACKUP_KEEP_DAILY = add(
            "backup.keep_daily",
            ValueType.whole(0, 10_000),
            30,
            "Number of daily snapshots to keep, counted from the newest");
    public static final Setting<Duration> BACKUP_KEEP_AGE =
            add("backup.keep_age", ValueType.age(), Duration.ofDays(30), "Remove snapshots older than this");
    public static final Setting<Integer> BACKUP_KEEP_COUNT =
            add("backup.keep_count", ValueType.whole(1, 100_000), 100, "Maximum number of snapshots to keep");
    public static final Setting<Integer> BACKUP_MIN_KEEP = add(
            "backup.min_keep",
            ValueType.whole(0, 100_000),
            RotationPolicy.DEFAULT.minCount(),
            "Number of newest snapshots to keep regardless of age, limited by keep_count");
    public static final Setting<Duration> BACKUP_FULL_EVERY = add(
            "backup.full_every",
            ValueType.age(),
            Duration.ofDays(7),
            "Interval after which 'backup auto' makes a full snapshot again");

    /** The value that disables automatic migration. */
    public static final String NO_MIGRATION = "";

    public static final Setting<String> AUTO_MIGRATE = add(
            "auto_migrate",
            ValueType.oneOf(List.of(NO_MIGRATION, "1.0.0", "1.1.0", "1.2.0")),
            NO_MIGRATION,
            "Migrate older items to this schema version before maintain, prune and optimize; empty to disable");

    // Search index and cache
    public static final Setting<Boolean> INDEX_IN_MAINTAIN =
            add("index.in_maintain", ValueType.flag(), true, "Update the search index in the daily job");
    public static final Setting<Long> CACHE_SIZE =
            add("cache.size", ValueType.size(), 10 * MB, "Memory available to cached items");
    public static final Setting<Double> CACHE_WARM_CONFIDENCE = add(
            "cache.warm_confidence",
            ValueType.share(),
            0.7,
            "Load items with at least this confidence when the cache is warmed");
    public static final Setting<Double> CACHE_WARM_SUCCESS = add(
            "cache.warm_success",
            ValueType.share(),
            0.7,
            "Load items with at least this success rate when the cache is warmed");
    public static final Setting<Double> CACHE_WARM_FILL =
            add("cache.warm_fill", ValueType.share(), 0.8, "Share of the cache that warming fills");

    // Monitoring
    public static final Setting<Long> MONITOR_AGENT_WARNING = addPerAgent(
            "monitor.agent_warning", ValueType.size(), 60 * MIB, "Memory of one agent from which a warning is raised");
    public static final Setting<Long> MONITOR_AGENT_CRITICAL = addPerAgent(
            "monitor.agent_critical",
            ValueType.size(),
            80 * MIB,
            "Memory of one agent from which a critical alert is raised");
    public static final Setting<Long> MONITOR_TOTAL_WARNING = add(
            "monitor.total_warning",
            ValueType.size(),
            600 * MIB,
            "Memory of all agents from which a warning is raised");
    public static final Setting<Long> MONITOR_TOTAL_CRITICAL = add(
            "monitor.total_critical",
            ValueType.size(),
            800 * MIB,
            "Memory of all agents from which a critical alert is raised");
    public static final Setting<Duration> MONITOR_QUERY_TIME = add(
            "monitor.query_time",
            ValueType.duration(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMinutes(10)),
            Duration.ofMillis(100),
            "Warn about queries in an open index that take longer");
    public static final Setting<Double> MONITOR_HIT_RATE =
            add("monitor.hit_rate", ValueType.share(), 0.5, "Warn if the cache answers a smaller share of the queries");
    public static final Setting<Duration> MONITOR_BACKUP_WITHIN = add(
            "monitor.backup_within",
            ValueType.duration(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofDays(3_650)),
            Duration.ofHours(24),
            "Maximum age of the newest verified backup");
    public static final Setting<Duration> MONITOR_GROWTH_HORIZON = add(
            "monitor.growth_horizon",
            ValueType.age(),
            Duration.ofDays(14),
            "Warn if the store will reach a limit within this time at its current growth");
    public static final Setting<Integer> MONITOR_PATTERNS_CAP = addPerAgent(
            "monitor.patterns_cap",
            ValueType.whole(1, 100_000_000),
            500,
            "Number of patterns per agent beyond which the runtime drops patterns, unless agentOverrides in its config.json sets another");
    public static final Setting<Integer> MONITOR_SOLUTIONS_CAP = addPerAgent(
            "monitor.solutions_cap",
            ValueType.whole(1, 100_000_000),
            300,
            "Number of solutions per agent beyond which the runtime drops solutions, unless agentOverrides in its config.json sets another");
    public static final Setting<Integer> MONITOR_DECISIONS_CAP = addPerAgent(
            "monitor.decisions_cap",
            ValueType.whole(1, 100_000_000),
            200,
            "Number of decisions per agent beyond which the runtime drops decisions, unless agentOverrides in its config.json sets another");
    public static final Setting<Double> MONITOR_CAP_SHARE =
            add("monitor.cap_share", ValueType.share(), 0.9, "Report an agent that reaches this share of a cap");
    public static final Setting<Integer> MONITOR_HISTORY =
            add("monitor.history", ValueType.whole(2, 1_000), 1_000, "Number of entries in the metrics history");
    public static final Setting<Duration> MONITOR_HISTORY_EVERY = add(
            "monitor.history_every",
            ValueType.duration(Duration.ofMinutes(1), Duration.ZERO, Duration.ofDays(30)),
            Duration.ofMinutes(1),
            "Minimum interval between entries of the metrics history; a closer entry replaces the previous one");

    // Alerts
    public static final Setting<Double> ALERTS_HYSTERESIS = add(
            "alerts.hysteresis",
            ValueType.share(),
            0.05,
            "Share of its threshold by which a value must recover before its alert is resolved");
    public static final Setting<Duration> ALERTS_KEEP =
            add("alerts.keep", ValueType.age(), Duration.ofDays(7), "Time for which resolved alerts are kept");
    public static final Setting<String> ALERTS_COMMAND = addGuarded(
            "alerts.command",
            ValueType.text("a command line for sh, on one line"),
            "",
            "Command that receives each alert as JSON on standard input; empty to disable");
    public static final Setting<String> ALERTS_WEBHOOK = addGuarded(
            "alerts.webhook",
            ValueType.address(),
            "",
            "Address to which each alert is posted as JSON; empty to disable");
    public static final Setting<String> ALERTS_WEBHOOK_SECRET = addGuardedSecret(
            "alerts.webhook_secret",
            ValueType.text("text on one line"),
            "",
            "Key of the HMAC-SHA256 signature in the header X-Aml-Signature; prefer its environment variable; empty to disable");
    public static final Setting<String> ALERTS_FROM = add(
            "alerts.from",
            ValueType.oneOf(List.of("info", "warning", "error", "critical")),
            "info",
            "Lowest severity that is delivered");
    public static final Setting<Duration> ALERTS_TIMEOUT = add(
            "alerts.timeout",
            ValueType.duration(Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofMinutes(5)),
            Duration.ofSeconds(10),
            "Timeout of one attempt to deliver an alert");
    public static final Setting<Integer> ALERTS_ATTEMPTS = add(
            "alerts.attempts",
            ValueType.whole(1, 10),
            3,
            "Number of delivery attempts before an alert is written to monitoring/undelivered.json");

    // Clock
    public static final Setting<Duration> CLOCK_LEAP = add(
            "clock.leap",
            ValueType.age(),
            Duration.ofDays(30),
            "If the last activity of a store is older, remove nothing because of its age until the clock is confirmed");

    // Confirmation
    public static final Setting<Double> CONFIRM_SHARE = add(
            "confirm.share",
            ValueType.share(),
            0.2,
            "Ask before removing more than this share of all items; 1 to never ask");
    public static final Setting<String> CONFIRM_UNATTENDED = add(
            "confirm.unattended",
            ValueType.oneOf(List.of("skip", "allow")),
            "skip",
            "Without a terminal, skip a removal beyond confirm.share or allow it");

    // Other stores
    public static final Setting<String> STORES_ROOTS = addGuarded(
            "stores.roots",
            ValueType.text("folders on one line, with colons between them"),
            "",
            "Folders whose projects 'aml stores' and 'aml --all' look at, in addition to those that Claude Code knows, separated by colons");
    // Guard
    public static final Setting<Boolean> GUARD_MERGE = add(
            "guard.merge",
            ValueType.flag(),
            false,
            "Put back lines that a session dropped by overwriting what another had added meanwhile");
    public static final Setting<Double> GUARD_DELETION_SHARE = add(
            "guard.deletion_share",
            ValueType.share(),
            0.2,
            "Raise an alert if other programs delete more than this share of the items within an hour, and at least two");
    public static final Setting<Integer> GUARD_DELETION_NUMBER = add(
            "guard.deletion_number",
            ValueType.whole(1, 1_000_000),
            5,
            "Also raise an alert if other programs delete at least this number of items within an hour");

    // Records and messages
    public static final Setting<Integer> RUNS_KEEP = add(
            "runs.keep",
            ValueType.whole(10, 1_000_000),
            1_000,
            "Number of run records to keep; older records are deleted if their runs changed nothing");
    public static final Setting<String> LOG_FORMAT =
            add("log.format", ValueType.oneOf(List.of("text", "json")), "text", "Format of messages on standard error");
    public static final Setting<Boolean> LOG_VERBOSE =
            add("log.verbose", ValueType.flag(), false, "Report each step on standard error");

    /** All settings by section, in display order. */
    public static final List<Setting<?>> ALL = Collections.unmodifiableList(LIST);

    private Settings() {}

    private static <T> Setting<T> add(String name, ValueType<T> type, T byDefault, String doc) {
        return add(new Setting<>(name, type, byDefault, false, false, false, doc));
    }

    private static <T> Setting<T> addPerAgent(String name, ValueType<T> type, T byDefault, String doc) {
        return add(new Setting<>(name, type, byDefault, true, false, false, doc));
    }

    /** Adds a setting that runs a command, sends data or names folders elsewhere. */
    private static <T> Setting<T> addGuarded(String name, ValueType<T> type, T byDefault, String doc) {
        return add(new Setting<>(name, type, byDefault, false, false, true, doc));
    }

    private static <T> Setting<T> addGuardedSecret(String name, ValueType<T> type, T byDefault, String doc) {
        return add(new Setting<>(name, type, byDefault, false, true, true, doc));
    }

    private static <T> Setting<T> add(Setting<T> setting) {
        LIST.add(setting);
        return setting;
    }

    /** Returns the setting with this name. */
    public static Optional<Setting<?>> named(String name) {
        for (Setting<?> setting : ALL) {
            if (setting.name().equals(name)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }
}
