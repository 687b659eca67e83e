package loom.aml.config;

import java.time.Duration;
import java.util.List;
import loom.aml.backup.RotationPolicy;
import loom.aml.compress.CompressPolicy;
import loom.aml.tidy.GcPolicy;

/** Settings of garbage collection, merging, compression, backup and migration. */
public final class MaintainSettings {
    static final SettingSection GC = new SettingSection("gc");
    static final SettingSection MERGE = new SettingSection("merge");
    static final SettingSection COMPRESS = new SettingSection("compress");
    static final SettingSection BACKUP = new SettingSection("backup");
    static final SettingSection MIGRATION = new SettingSection("");

    public static final Setting<Boolean> GC_REPAIR = GC.add(
            "repair",
            ValueType.flag(),
            GcPolicy.DEFAULT.repair(),
            "Recover the readable items of damaged files and move the originals to the archive");
    public static final Setting<Boolean> GC_COMPLETE = GC.add(
            "complete",
            ValueType.flag(),
            GcPolicy.DEFAULT.complete(),
            "Add a missing id, agent or timestamp to items that have content");
    public static final Setting<Boolean> GC_FOR_RUNTIME = GC.add(
            "for_runtime",
            ValueType.flag(),
            GcPolicy.DEFAULT.forRuntime(),
            "Archive items that the runtime's schema rejects");
    public static final Setting<Duration> GC_LEFTOVER_AGE = GC.add(
            "leftover_age",
            ValueType.duration(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofDays(365)),
            GcPolicy.DEFAULT.leftoverAge(),
            "Temporary files older than this are leftovers");
    public static final Setting<Duration> GC_STALE_LOCK_AGE = GC.add(
            "stale_lock_age",
            ValueType.duration(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofDays(1)),
            GcPolicy.DEFAULT.staleLockAge(),
            "Report locks that were not refreshed for this long");

    public static final Setting<Boolean> MERGE_IN_MAINTAIN =
            MERGE.add("in_maintain", ValueType.flag(), false, "Merge items that say the same in the daily job");

    public static final Setting<Duration> COMPRESS_AGE = COMPRESS.add(
            "age",
            ValueType.age(),
            CompressPolicy.DEFAULT.age(),
            "Compress collections that were not modified for longer than this");
    public static final Setting<Integer> COMPRESS_LEVEL = COMPRESS.add(
            "level",
            ValueType.whole(1, 9),
            CompressPolicy.DEFAULT.level(),
            "Gzip level, from 1 (fastest) to 9 (smallest)");

    public static final Setting<Integer> BACKUP_KEEP_HOURLY = BACKUP.add(
            "keep_hourly",
            ValueType.whole(0, 10_000),
            24,
            "Number of hourly snapshots to keep, counted from the newest");
    public static final Setting<Integer> BACKUP_KEEP_DAILY = BACKUP.add(
            "keep_daily", ValueType.whole(0, 10_000), 30, "Number of daily snapshots to keep, counted from the newest");
    public static final Setting<Duration> BACKUP_KEEP_AGE =
            BACKUP.add("keep_age", ValueType.age(), Duration.ofDays(30), "Remove snapshots older than this");
    public static final Setting<Integer> BACKUP_KEEP_COUNT =
            BACKUP.add("keep_count", ValueType.whole(1, 100_000), 100, "Maximum number of snapshots to keep");
    public static final Setting<Integer> BACKUP_MIN_KEEP = BACKUP.add(
            "min_keep",
            ValueType.whole(0, 100_000),
            RotationPolicy.DEFAULT.minCount(),
            "Number of newest snapshots to keep regardless of age, limited by keep_count");
    public static final Setting<Duration> BACKUP_FULL_EVERY = BACKUP.add(
            "full_every",
            ValueType.age(),
            Duration.ofDays(7),
            "Interval after which 'backup auto' makes a full snapshot again");
    public static final Setting<String> BACKUP_COPY_TO = BACKUP.addGuarded(
            "copy_to",
            ValueType.text("folders or addresses on one line, with commas between them"),
            "",
            "Where 'backup copy' copies the backups: folders, s3://bucket/prefix, gs://bucket/prefix");
    public static final Setting<String> BACKUP_KEY_FILE = BACKUP.addGuarded(
            "key_file",
            ValueType.text("the path of a file"),
            "",
            "File with the key for encrypted copies, as age-keygen writes it; empty for backup.key beside the user's aml.toml");
    public static final Setting<String> BACKUP_RECIPIENTS = BACKUP.addGuarded(
            "recipients",
            ValueType.text("recipients of age (age1...) on one line, with commas between them"),
            "",
            "Others who can read encrypted copies, from their beginning; 'backup key add' adds them to existing ones");
    public static final Setting<String> BACKUP_PASSPHRASE_FILE = BACKUP.addGuarded(
            "passphrase_file",
            ValueType.text("the path of a file"),
            "",
            "File with the passphrase of encrypted copies that have one; empty to ask for it at the terminal");

    /** The value that disables automatic migration. */
    public static final String NO_MIGRATION = "";

    public static final Setting<String> AUTO_MIGRATE = MIGRATION.add(
            "auto_migrate",
            ValueType.oneOf(List.of(NO_MIGRATION, "1.0.0", "1.1.0", "1.2.0")),
            NO_MIGRATION,
            "Migrate older items to this schema version before maintain, prune and optimize; empty to disable");

    private MaintainSettings() {}
}
