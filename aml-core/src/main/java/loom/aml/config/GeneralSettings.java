package loom.aml.config;

import java.time.Duration;
import java.util.List;
import loom.aml.io.GzipLimits;
import loom.aml.store.StoreOptions;

/** Settings that apply to all commands: locks, limits, questions, records and messages. */
public final class GeneralSettings {
    static final SettingSection LOCK = new SettingSection("lock");
    static final SettingSection GZIP = new SettingSection("gzip");
    static final SettingSection CLOCK = new SettingSection("clock");
    static final SettingSection CONFIRM = new SettingSection("confirm");
    static final SettingSection STORES = new SettingSection("stores");
    static final SettingSection RUNS = new SettingSection("runs");
    static final SettingSection LOG = new SettingSection("log");

    public static final Setting<Duration> LOCK_WAIT = LOCK.add(
            "wait",
            ValueType.duration(Duration.ofSeconds(1), Duration.ZERO, Duration.ofHours(24)),
            StoreOptions.DEFAULT.lockWait(),
            "Time to wait for a lock that another program holds");
    public static final Setting<Duration> LOCK_STALE = LOCK.add(
            "stale",
            ValueType.duration(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofHours(1)),
            StoreOptions.DEFAULT.lockStale(),
            "Take over a lock that was not refreshed for this long, by the local clock; has no effect if lock.wait is shorter");

    public static final Setting<Long> GZIP_MAX_SIZE = GZIP.add(
            "max_size",
            ValueType.size(),
            GzipLimits.DEFAULT.maxBytes(),
            "Treat a gzip file whose text is larger as a decompression bomb and leave it unchanged");
    public static final Setting<Integer> GZIP_MAX_RATIO = GZIP.add(
            "max_ratio",
            ValueType.whole(2, 1_100),
            GzipLimits.DEFAULT.maxRatio(),
            "Also treat a gzip file as a bomb if its text exceeds 64 MiB and this many times its stored size");

    public static final Setting<Duration> CLOCK_LEAP = CLOCK.add(
            "leap",
            ValueType.age(),
            Duration.ofDays(30),
            "If the last activity of a store is older, remove nothing because of its age until the clock is confirmed");

    public static final Setting<Double> CONFIRM_SHARE = CONFIRM.add(
            "share", ValueType.share(), 0.2, "Ask before removing more than this share of all items; 1 to never ask");
    public static final Setting<String> CONFIRM_UNATTENDED = CONFIRM.add(
            "unattended",
            ValueType.oneOf(List.of("skip", "allow")),
            "skip",
            "Without a terminal, skip a removal beyond confirm.share or allow it");

    public static final Setting<String> STORES_ROOTS = STORES.addGuarded(
            "roots",
            ValueType.text("folders on one line, with colons between them"),
            "",
            "Folders whose projects 'aml stores' and 'aml --all' look at, in addition to those that Claude Code knows, separated by colons");

    public static final Setting<Integer> RUNS_KEEP = RUNS.add(
            "keep",
            ValueType.whole(10, 1_000_000),
            1_000,
            "Number of run records to keep; older records are deleted if their runs changed nothing");

    public static final Setting<String> LOG_FORMAT =
            LOG.add("format", ValueType.oneOf(List.of("text", "json")), "text", "Format of messages on standard error");
    public static final Setting<Boolean> LOG_VERBOSE =
            LOG.add("verbose", ValueType.flag(), false, "Report each step on standard error");

    private GeneralSettings() {}
}
