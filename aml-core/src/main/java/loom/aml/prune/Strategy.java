package loom.aml.prune;

import java.util.Locale;
import java.util.Optional;

/** The strategies for choosing items to remove. */
public enum Strategy {
    TIME_BASED,
    PERFORMANCE_BASED,
    SPACE_BASED;

    /** Returns the name on the command line and in reports: {@code time_based}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Strategy> named(String word) {
        for (Strategy strategy : values()) {
            if (strategy.word().equals(word.toLowerCase(Locale.ROOT).replace('-', '_'))) {
                return Optional.of(strategy);
            }
        }
        return Optional.empty();
    }
}
