package loom.aml.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** The settings of alerts and of the channels that deliver them. */
public final class AlertSettings {
    static final SettingSection SECTION = new SettingSection("alerts");

    private static final ValueType<String> ADDRESS = ValueType.matching(
            "an http or https address, or env:NAME or file:PATH with the address",
            "|env:[A-Za-z_][A-Za-z0-9_]*|file:~?/.+|(?i:https?)://[^/?#@\\s]+([/?#]\\S*)?");

    private static final ValueType<String> SECRET = ValueType.text("env:NAME or file:PATH, or the text itself");

    private static final String ONE_MAIL_ADDRESS = "[^\\s,<>\"@]+@[^\\s,<>\"@]+";

    public static final Setting<Double> HYSTERESIS = SECTION.add(
            "hysteresis",
            ValueType.share(),
            0.05,
            "Share of its threshold by which a value must recover before its alert is resolved");
    public static final Setting<Duration> KEEP =
            SECTION.add("keep", ValueType.age(), Duration.ofDays(7), "Time for which resolved alerts are kept");

    // Channels
    public static final Setting<String> COMMAND = addGuarded(
            "command",
            ValueType.text("a command line for sh, on one line"),
            "Command that receives each alert as JSON on standard input; empty to disable");
    public static final Setting<String> WEBHOOK =
            addSecret("webhook", ADDRESS, "Address to which each alert is posted as JSON; empty to disable");
    public static final Setting<String> WEBHOOK_SECRET = addSecret(
            "webhook_secret",
            SECRET,
            "Key of the HMAC-SHA256 signature in the header X-Aml-Signature; empty to disable");
    public static final Setting<String> SLACK =
            addSecret("slack", ADDRESS, "Address of an incoming webhook of Slack; empty to disable");
    public static final Setting<String> TEAMS =
            addSecret("teams", ADDRESS, "Address of a webhook of a Teams workflow; empty to disable");
    public static final Setting<String> DISCORD =
            addSecret("discord", ADDRESS, "Address of a webhook of Discord; empty to disable");
    public static final Setting<String> NTFY =
            addSecret("ntfy", ADDRESS, "Address of a topic of ntfy, such as https://ntfy.sh/TOPIC; empty to disable");
    public static final Setting<String> NTFY_TOKEN =
            addSecret("ntfy_token", SECRET, "Access token for the topic of ntfy; empty for none");
    public static final Setting<String> MAIL_TO = addGuarded(
            "mail_to",
            ValueType.matching(
                    "mail addresses, separated by commas", "|" + ONE_MAIL_ADDRESS + "( ?, ?" + ONE_MAIL_ADDRESS + ")*"),
            "Recipients of alerts by mail; empty to disable");
    public static final Setting<String> MAIL_SENDER = addGuarded(
            "mail_sender",
            ValueType.matching("a mail address", "|" + ONE_MAIL_ADDRESS),
            "Sender of mail; empty for mail_user if that is an address, otherwise the first recipient");
    public static final Setting<String> MAIL_SERVER = addGuarded(
            "mail_server",
            ValueType.matching(
                    "a host name or HOST:PORT", "|[A-Za-z0-9.-]+(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+\\](:[0-9]{1,5})?"),
            "SMTP server that takes the mail; the default port is 587, with TLS from the start 465, without TLS 25");
    public static final Setting<String> MAIL_TLS = SECTION.addGuarded(
            "mail_tls",
            ValueType.oneOf(List.of("starttls", "tls", "off")),
            "starttls",
            "Require STARTTLS, use TLS from the start, or use no TLS; without TLS a password is sent only to this machine");
    public static final Setting<String> MAIL_USER = addGuarded(
            "mail_user", ValueType.text("text on one line"), "User name for the SMTP server; empty for none");
    public static final Setting<String> MAIL_PASSWORD =
            addSecret("mail_password", SECRET, "Password for the SMTP server; empty for none");

    /**
     * The channels: for each name the setting without which it is not configured. Not part of the class of channels, which is loaded only
     * when an alert is delivered.
     */
    static final SequencedMap<String, Setting<String>> CHANNELS = channels();

    // Who, and when
    public static final Setting<String> FROM = SECTION.add(
            "from",
            ValueType.oneOf(List.of("info", "warning", "error", "critical")),
            "info",
            "Lowest severity that is delivered");
    public static final Setting<Set<String>> ROUTE_INFO = addRoute("info");
    public static final Setting<Set<String>> ROUTE_WARNING = addRoute("warning");
    public static final Setting<Set<String>> ROUTE_ERROR = addRoute("error");
    public static final Setting<Set<String>> ROUTE_CRITICAL = addRoute("critical");
    public static final Setting<Optional<Duration>> REPEAT = SECTION.add(
            "repeat",
            ValueType.ageOrOff(),
            Optional.of(Duration.ofDays(1)),
            "Interval after which an alert that is open, not acknowledged and at least a warning is delivered again");
    public static final Setting<String> QUIET = SECTION.add(
            "quiet",
            ValueType.matching(
                    "hours of the local time such as \"22:00-07:00\"",
                    "|([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]"),
            "",
            "Hours in which only critical alerts are delivered; the others follow afterwards; empty for none");
    public static final Setting<Integer> PER_HOUR = SECTION.add(
            "per_hour",
            ValueType.whole(1, 1_000),
            60,
            "Maximum number of messages that a channel receives within an hour; the others follow later");
    public static final Setting<Duration> TIMEOUT = SECTION.add(
            "timeout",
            ValueType.duration(Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofMinutes(5)),
            Duration.ofSeconds(10),
            "Timeout of one attempt to deliver an alert");
    public static final Setting<Integer> ATTEMPTS = SECTION.add(
            "attempts",
            ValueType.whole(1, 10),
            3,
            "Number of attempts of one run to deliver a message; later runs try again");
    public static final Setting<Duration> GIVE_UP = SECTION.add(
            "give_up",
            ValueType.age(),
            Duration.ofDays(3),
            "Age at which an alert that could not be delivered is moved to monitoring/undelivered.json");

    private AlertSettings() {}

    private static SequencedMap<String, Setting<String>> channels() {
        SequencedMap<String, Setting<String>> channels = new LinkedHashMap<>();
        channels.put("command", COMMAND);
        channels.put("webhook", WEBHOOK);
        channels.put("slack", SLACK);
        channels.put("teams", TEAMS);
        channels.put("discord", DISCORD);
        channels.put("ntfy", NTFY);
        channels.put("mail", MAIL_TO);
        return Collections.unmodifiableSequencedMap(channels);
    }

    private static Setting<Set<String>> addRoute(String severity) {
        return SECTION.add(
                "route_" + severity,
                ValueType.someOf(List.copyOf(CHANNELS.keySet())),
                Set.copyOf(CHANNELS.keySet()),
                "Channels that receive alerts of the severity " + severity);
    }

    /** Adds a setting that runs a command or says where data is sent, and is empty by default. */
    private static Setting<String> addGuarded(String key, ValueType<String> type, String doc) {
        return SECTION.addGuarded(key, type, "", doc);
    }

    /** Adds such a setting whose value must not be shown. */
    private static Setting<String> addSecret(String key, ValueType<String> type, String doc) {
        return SECTION.addGuardedSecret(key, type, "", doc);
    }
}
