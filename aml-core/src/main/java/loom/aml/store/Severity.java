package loom.aml.store;

import java.util.Locale;
import java.util.Optional;

/** The severity of an alert, mildest first. */
public enum Severity {
    INFO,
    WARNING,
    ERROR,
    CRITICAL;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Severity> named(String word) {
        for (Severity severity : values()) {
            if (severity.word().equals(word)) {
                return Optional.of(severity);
            }
        }
        return Optional.empty();
    }
}
