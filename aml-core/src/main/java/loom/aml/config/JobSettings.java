package loom.aml.config;

import java.time.Duration;

/** Settings of the jobs that the server runs at given times. */
public final class JobSettings {
    static final SettingSection SECTION = new SettingSection("jobs");

    private static final String FIELD = "[*0-9A-Za-z,/-]+";

    /** The shape only: the server, which has the parser, checks names and ranges. */
    private static final ValueType<String> TIMES = ValueType.matching(
            "the five fields of a crontab, such as \"0 4 * * *\"", "|" + FIELD + "( +" + FIELD + "){4}");

    public static final Setting<String> MAINTAIN = SECTION.addGuarded(
            "maintain", TIMES, "", "Times at which 'aml serve' runs the daily job, in local time; empty for never");
    public static final Setting<String> HEALTH =
            SECTION.addGuarded("health", TIMES, "", "Times at which 'aml serve' checks the health; empty for never");
    public static final Setting<String> FULL_BACKUP = SECTION.addGuarded(
            "full_backup", TIMES, "", "Times at which 'aml serve' creates a full snapshot; empty for never");
    public static final Setting<Duration> JITTER = SECTION.add(
            "jitter",
            ValueType.duration(Duration.ofMinutes(1), Duration.ZERO, Duration.ofHours(12)),
            Duration.ofMinutes(5),
            "Each run starts up to this long after its time, so that several stores do not start at once");
    public static final Setting<Boolean> CATCH_UP = SECTION.add(
            "catch_up",
            ValueType.flag(),
            true,
            "Run a job once after the server was stopped or the machine asleep at its time");

    private JobSettings() {}
}
