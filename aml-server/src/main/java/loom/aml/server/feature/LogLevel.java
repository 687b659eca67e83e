package loom.aml.server.feature;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Syslog severities, least severe first. */
public enum LogLevel {
    DEBUG,
    INFO,
    NOTICE,
    WARNING,
    ERROR,
    CRITICAL,
    ALERT,
    EMERGENCY;

    /** Returns the wire format. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<LogLevel> of(String key) {
        return Arrays.stream(values()).filter(level -> level.key().equals(key)).findAny();
    }
}
