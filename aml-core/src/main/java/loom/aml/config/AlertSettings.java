package loom.aml.config;

import java.time.Duration;
import java.util.List;

/** Settings of alerts and their delivery. */
public final class AlertSettings {
    static final SettingSection SECTION = new SettingSection("alerts");

    public static final Setting<Double> HYSTERESIS = SECTION.add(
            "hysteresis",
            ValueType.share(),
            0.05,
            "Share of its threshold by which a value must recover before its alert is resolved");
    public static final Setting<Duration> KEEP =
            SECTION.add("keep", ValueType.age(), Duration.ofDays(7), "Time for which resolved alerts are kept");
    public static final Setting<String> COMMAND = SECTION.addGuarded(
            "command",
            ValueType.text("a command line for sh, on one line"),
            "",
            "Command that receives each alert as JSON on standard input; empty to disable");
    public static final Setting<String> WEBHOOK = SECTION.addGuarded(
            "webhook", ValueType.address(), "", "Address to which each alert is posted as JSON; empty to disable");
    public static final Setting<String> WEBHOOK_SECRET = SECTION.addGuardedSecret(
            "webhook_secret",
            ValueType.text("text on one line"),
            "",
            "Key of the HMAC-SHA256 signature in the header X-Aml-Signature; prefer its environment variable; empty to disable");
    public static final Setting<String> FROM = SECTION.add(
            "from",
            ValueType.oneOf(List.of("info", "warning", "error", "critical")),
            "info",
            "Lowest severity that is delivered");
    public static final Setting<Duration> TIMEOUT = SECTION.add(
            "timeout",
            ValueType.duration(Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofMinutes(5)),
            Duration.ofSeconds(10),
            "Timeout of one attempt to deliver an alert");
    public static final Setting<Integer> ATTEMPTS = SECTION.add(
            "attempts",
            ValueType.whole(1, 10),
            3,
            "Number of delivery attempts before an alert is written to monitoring/undelivered.json");

    private AlertSettings() {}
}
