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
import loom.aml.store.loom.StoreOptions;
import loom.aml.tidy.GcPolicy;

/**
 * All that can be set. This list is the one place: reading, checking, suggestions, {@code config show}, {@code config init} and
 * the documentation come from it. A setting is added here, and used through {@link Configuration#get}.
 */
public final class Settings {
    private static final List<Setting<?>> LIST = new ArrayList<>();
    private static final long MB = 1_000_000;
    private static final long MIB = 1 << 20;

    // What runs wait for.
    public static final Setting<Duration> LOCK_WAIT = add(
            "lock.wait",
            ValueType.duration(Duration.ofSeconds(1), Duration.ZERO, Duration.ofHours(24)),
            StoreOptions.DEFAULT.lockWait(),
            "How long to wait for a lock that another program holds");
    public static final Setting<Duration> LOCK_STALE = add(
            "lock.stale",
            ValueType.duration(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofHours(1)),
            StoreOptions.DEFAULT.lockStale(),
            "How long a lock must stand still, by our own clock, before it is taken over; never, if lock.wait is shorter");

    // How far a file may grow.
    public static final Setting<Long> GZIP_MAX_SIZE = add(
            "gzip.max_size",
            ValueType.size(),
            GzipLimits.DEFAULT.maxBytes(),
            "A gzip file whose text is larger is taken for a bomb and left alone");
    public static final Setting<Integer> GZIP_MAX_RATIO = add(
            "gzip.max_ratio",
            ValueType.whole(2, 1_100),
            GzipLimits.DEFAULT.maxRatio(),
            "So is one whose text, beyond 64 MiB, is more than this many times what is stored");

    // What is forgotten.
    public static final Setting<Set<String>> PRUNE_STRATEGIES = add(
            "prune.strategies",
            ValueType.someOf(Stream.of(Strategy.values()).map(Strategy::word).toList()),
            Set.copyOf(Stream.of(Strategy.values()).map(Strategy::word).toList()),
            "The strategies that judge");
    public static final Setting<Duration> PRUNE_PATTERN_UNUSED = addPerAgent(
            "prune.pattern_unused",
            ValueType.age(),
            PrunePolicy.Ages.DEFAULT.patternUnused(),
            "A pattern unused for longer leaves");
    public static final Setting<Optional<Duration>> PRUNE_SOLUTION_AGE = addPerAgent(
            "prune.solution_age",
            ValueType.ageOrOff(),
            PrunePolicy.Ages.DEFAULT.solution(),
            "Solutions whose recorded last use is older than this are pruned; solutions without a recorded use are kept");
    public static final Setting<Duration> PRUNE_DECISION_AGE = addPerAgent(
            "prune.decision_age",
            ValueType.age(),
            PrunePolicy.Ages.DEFAULT.decision(),
            "Decisions unused for longer are pruned; older ones, where no use is recorded");
    public static final Setting<Duration> PRUNE_FAILED_AGE = addPerAgent(
            "prune.failed_age",
            ValueType.age(),
            PrunePolicy.Ages.DEFAULT.failed(),
            "A failed pattern (see failed_success) leaves when it was created longer ago than this");
    public static final Setting<Double> PRUNE_FAILED_SUCCESS = add(
            "prune.failed_success",
            ValueType.share(),
            PrunePolicy.Quality.DEFAULT.failedSuccess(),
            "A pattern with a success rate below this has failed, and leaves after failed_age");
    public static final Setting<Double> PRUNE_MIN_SUCCESS = add(
            "prune.min_success",
            ValueType.share(),
            PrunePolicy.Quality.DEFAULT.minSuccess(),
            "A pattern with a success rate below this leaves, however young");
    public static final Setting<Double> PRUNE_MIN_CONFIDENCE = add(
            "prune.min_confidence",
            ValueType.share(),
            PrunePolicy.Quality.DEFAULT.minConfidence(),
            "A pattern with a confidence below this leaves");
    public static final Setting<Double> PRUNE_MIN_OUTCOME = add(
            "prune.min_outcome",
            ValueType.share(),
            PrunePolicy.Quality.DEFAULT.minOutcome(),
            "A decision with mean success metrics below this leaves");
    public static final Setting<Integer> PRUNE_MIN_EXECUTIONS = add(
            "prune.min_executions",
            ValueType.whole(0, 1_000_000),
            PrunePolicy.Quality.DEFAULT.minExecutions(),
            "A pattern executed less often is not judged by success or confidence");
    public static final Setting<Long> PRUNE_AGENT_LIMIT = addPerAgent(
            "prune.agent_limit",
            ValueType.size(),
            PrunePolicy.Space.DEFAULT.agentLimit(),
            "An agent that has more is brought to agent_target of this");
    public static final Setting<Long> PRUNE_TOTAL_LIMIT = add(
            "prune.total_limit",
            ValueType.size(),
            PrunePolicy.Space.DEFAULT.totalLimit(),
            "When all agents together have more, each gives total_give of what it has");
    public static final Setting<Double> PRUNE_AGENT_TARGET = add(
            "prune.agent_target",
            ValueType.share(),
            PrunePolicy.Space.DEFAULT.agentTarget(),
            "The share of its limit that an agent over it is brought to");
    public static final Setting<Double> PRUNE_TOTAL_GIVE = add(
            "prune.total_give",
            ValueType.share(),
            PrunePolicy.Space.DEFAULT.totalGive(),
            "The share that each agent gives when all are over total_limit");
    public static final Setting<Double> PRUNE_PROTECTED_FROM = add(
            "prune.protected_from",
            ValueType.share(),
            PrunePolicy.Space.DEFAULT.protectedFrom(),
            "A pattern whose confidence or value score reaches this is not removed for space");

    // What is tidied away.
    public static final Setting<Boolean> GC_REPAIR = add(
            "gc.repair",
            ValueType.flag(),
            GcPolicy.DEFAULT.repair(),
            "Save what can still be read of damaged files, and move the originals to the archive");
    public static final Setting<Boolean> GC_COMPLETE = add(
            "gc.complete",
            ValueType.flag(),
            GcPolicy.DEFAULT.complete(),
            "Add a missing id, agent or timestamp to items that say something");
    public static final Setting<Boolean> GC_FOR_RUNTIME = add(
            "gc.for_runtime",
            ValueType.flag(),
            GcPolicy.DEFAULT.forRuntime(),
            "Archive items that the runtime's schema refuses");
    public static final Setting<Duration> GC_LEFTOVER_AGE = add(
            "gc.leftover_age",
            ValueType.duration(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofDays(365)),
            GcPolicy.DEFAULT.leftoverAge(),
            "How old a write in flight must be to count as left over");
    public static final Setting<Duration> GC_STALE_LOCK_AGE = add(
            "gc.stale_lock_age",
            ValueType.duration(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofDays(1)),
            GcPolicy.DEFAULT.staleLockAge(),
            "How long nobody must have kept a lock alive for it to be reported");

    // What is compressed.
    public static final Setting<Duration> COMPRESS_AGE = add(
            "compress.age",
            ValueType.age(),
            CompressPolicy.DEFAULT.age(),
            "Collections unchanged for longer are compressed");
    public static final Setting<Integer> COMPRESS_LEVEL = add(
            "compress.level",
            ValueType.whole(1, 9),
            CompressPolicy.DEFAULT.level(),
            "Level of gzip, from fast to small");

    // What is kept of backups.
    public static final Setting<Integer> BACKUP_KEEP_HOURLY = add(
            "backup.keep_hourly",
            ValueType.whole(0, 10_000),
            24,
            "Snapshots kept, one an hour, counted from the newest");
    public static final Setting<Integer> BACKUP_KEEP_DAILY = add(
            "backup.keep_daily", ValueType.whole(0, 10_000), 30, "Snapshots kept, one a day, counted from the newest");
    public static final Setting<Duration> BACKUP_KEEP_AGE =
            add("backup.keep_age", ValueType.age(), Duration.ofDays(30), "Snapshots older than this are rotated away");
    public static final Setting<Integer> BACKUP_KEEP_COUNT =
            add("backup.keep_count", ValueType.whole(1, 100_000), 100, "At most this many snapshots are kept");
    public static final Setting<Integer> BACKUP_MIN_KEEP = add(
            "backup.min_keep",
            ValueType.whole(0, 100_000),
            RotationPolicy.DEFAULT.minCount(),
            "The newest snapshots that stay however old they are, unless keep_count is less");
    public static final Setting<Duration> BACKUP_FULL_EVERY = add(
            "backup.full_every",
            ValueType.age(),
            Duration.ofDays(7),
            "How often 'backup auto' begins anew with a full one");

    /** The version that means none. */
    public static final String NO_MIGRATION = "";

    public static final Setting<String> AUTO_MIGRATE = add(
            "auto_migrate",
            ValueType.oneOf(List.of(NO_MIGRATION, "1.0.0", "1.1.0", "1.2.0")),
            NO_MIGRATION,
            "The schema version to which maintain, prune and optimize bring older items first; empty for none");

    // What is found and kept at hand.
    public static final Setting<Boolean> INDEX_IN_MAINTAIN =
            add("index.in_maintain", ValueType.flag(), true, "Whether the daily job brings the index up to date");
    public static final Setting<Long> CACHE_SIZE =
            add("cache.size", ValueType.size(), 10 * MB, "The memory that cached items may take");
    public static final Setting<Double> CACHE_WARM_CONFIDENCE =
            add("cache.warm_confidence", ValueType.share(), 0.7, "Warming loads items of at least this confidence");
    public static final Setting<Double> CACHE_WARM_SUCCESS =
            add("cache.warm_success", ValueType.share(), 0.7, "Warming loads items of at least this success rate");
    public static final Setting<Double> CACHE_WARM_FILL =
            add("cache.warm_fill", ValueType.share(), 0.8, "Warming fills the cache to this share of its size");

    // What is watched.
    public static final Setting<Long> MONITOR_AGENT_WARNING = addPerAgent(
            "monitor.agent_warning", ValueType.size(), 60 * MIB, "An agent with this much memory is warned of");
    public static final Setting<Long> MONITOR_AGENT_CRITICAL = addPerAgent(
            "monitor.agent_critical", ValueType.size(), 80 * MIB, "An agent with this much memory is critical");
    public static final Setting<Long> MONITOR_TOTAL_WARNING = add(
            "monitor.total_warning", ValueType.size(), 600 * MIB, "All agents together with this much are warned of");
    public static final Setting<Long> MONITOR_TOTAL_CRITICAL = add(
            "monitor.total_critical", ValueType.size(), 800 * MIB, "All agents together with this much are critical");
    public static final Setting<Duration> MONITOR_QUERY_TIME = add(
            "monitor.query_time",
            ValueType.duration(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMinutes(10)),
            Duration.ofMillis(100),
            "A query in the open index that takes longer is warned of");
    public static final Setting<Double> MONITOR_HIT_RATE = add(
            "monitor.hit_rate", ValueType.share(), 0.5, "A cache that serves a smaller share of queries is warned of");
    public static final Setting<Duration> MONITOR_BACKUP_WITHIN = add(
            "monitor.backup_within",
            ValueType.duration(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofDays(3_650)),
            Duration.ofHours(24),
            "How old the newest verified backup may be");
    public static final Setting<Duration> MONITOR_GROWTH_HORIZON = add(
            "monitor.growth_horizon",
            ValueType.age(),
            Duration.ofDays(14),
            "A limit that growth reaches sooner is warned of");
    public static final Setting<Integer> MONITOR_PATTERNS_CAP = addPerAgent(
            "monitor.patterns_cap",
            ValueType.whole(1, 100_000_000),
            500,
            "The runtime drops an agent's patterns beyond this many, unless agentOverrides in its config.json say otherwise");
    public static final Setting<Integer> MONITOR_SOLUTIONS_CAP = addPerAgent(
            "monitor.solutions_cap",
            ValueType.whole(1, 100_000_000),
            300,
            "The runtime drops an agent's solutions beyond this many, unless agentOverrides in its config.json say otherwise");
    public static final Setting<Integer> MONITOR_DECISIONS_CAP = addPerAgent(
            "monitor.decisions_cap",
            ValueType.whole(1, 100_000_000),
            200,
            "The runtime drops an agent's decisions beyond this many, unless agentOverrides in its config.json say otherwise");
    public static final Setting<Double> MONITOR_CAP_SHARE =
            add("monitor.cap_share", ValueType.share(), 0.9, "An agent that reaches this share of a cap is told of");
    public static final Setting<Integer> MONITOR_HISTORY =
            add("monitor.history", ValueType.whole(2, 1_000), 1_000, "Entries kept of the history of metrics");
    public static final Setting<Duration> MONITOR_HISTORY_EVERY = add(
            "monitor.history_every",
            ValueType.duration(Duration.ofMinutes(1), Duration.ZERO, Duration.ofDays(30)),
            Duration.ofMinutes(1),
            "Entries of the history closer than this replace each other");

    // Who is told.
    public static final Setting<Double> ALERTS_HYSTERESIS = add(
            "alerts.hysteresis",
            ValueType.share(),
            0.05,
            "How far, as a share of its threshold, a value must be back before its alert is resolved");
    public static final Setting<Duration> ALERTS_KEEP =
            add("alerts.keep", ValueType.age(), Duration.ofDays(7), "How long resolved alerts are kept");
    public static final Setting<String> ALERTS_COMMAND = addGuarded(
            "alerts.command",
            ValueType.text("a command line for sh, on one line"),
            "",
            "A command that gets each alert as JSON on standard input; empty for none");
    public static final Setting<String> ALERTS_WEBHOOK = addGuarded(
            "alerts.webhook",
            ValueType.address(),
            "",
            "An address that each alert is posted to as JSON; empty for none");
    public static final Setting<String> ALERTS_WEBHOOK_SECRET = addGuardedSecret(
            "alerts.webhook_secret",
            ValueType.text("text on one line"),
            "",
            "The key of the signature in the header X-Aml-Signature (HMAC-SHA256); better set by its variable; empty for none");
    public static final Setting<String> ALERTS_FROM = add(
            "alerts.from",
            ValueType.oneOf(List.of("info", "warning", "error", "critical")),
            "info",
            "The least severity that is delivered");
    public static final Setting<Duration> ALERTS_TIMEOUT = add(
            "alerts.timeout",
            ValueType.duration(Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofMinutes(5)),
            Duration.ofSeconds(10),
            "How long one attempt to deliver an alert may take");
    public static final Setting<Integer> ALERTS_ATTEMPTS = add(
            "alerts.attempts",
            ValueType.whole(1, 10),
            3,
            "Attempts before an alert goes to monitoring/undelivered.json");

    // What time it is.
    public static final Setting<Duration> CLOCK_LEAP = add(
            "clock.leap",
            ValueType.age(),
            Duration.ofDays(30),
            "If the last sign of life of a store is older, nothing is removed for its age until the clock is confirmed");

    // What is asked.
    public static final Setting<Double> CONFIRM_SHARE = add(
            "confirm.share",
            ValueType.share(),
            0.2,
            "Removing more than this share of all items is asked first; 1 for never");
    public static final Setting<String> CONFIRM_UNATTENDED = add(
            "confirm.unattended",
            ValueType.oneOf(List.of("skip", "allow")),
            "skip",
            "Where nobody can be asked: skip a removal beyond confirm.share, or allow it");

    // What is written down.
    public static final Setting<Integer> RUNS_KEEP = add(
            "runs.keep",
            ValueType.whole(10, 1_000_000),
            1_000,
            "Run records kept; older ones go if they took nothing away and left nothing behind");
    public static final Setting<String> LOG_FORMAT = add(
            "log.format",
            ValueType.oneOf(List.of("text", "json")),
            "text",
            "How messages on standard error are written");
    public static final Setting<Boolean> LOG_VERBOSE =
            add("log.verbose", ValueType.flag(), false, "Say on standard error what is being done");

    /** All settings, section by section, in the order in which they are shown. */
    public static final List<Setting<?>> ALL = Collections.unmodifiableList(LIST);

    private Settings() {}

    private static <T> Setting<T> add(String name, ValueType<T> type, T byDefault, String doc) {
        return add(new Setting<>(name, type, byDefault, false, false, false, doc));
    }

    private static <T> Setting<T> addPerAgent(String name, ValueType<T> type, T byDefault, String doc) {
        return add(new Setting<>(name, type, byDefault, true, false, false, doc));
    }

    /** Adds a setting that runs a command or sends data. */
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

    /** The setting of a name. */
    public static Optional<Setting<?>> named(String name) {
        for (Setting<?> setting : ALL) {
            if (setting.name().equals(name)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }
}
