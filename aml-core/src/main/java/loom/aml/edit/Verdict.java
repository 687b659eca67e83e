package loom.aml.edit;

import java.util.Locale;
import java.util.Optional;

/** What somebody who used an item says of it. */
public enum Verdict {
    HELPED,
    FAILED,
    OBSOLETE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The verdict of that name; empty if there is none. */
    public static Optional<Verdict> named(String text) {
        for (Verdict verdict : values()) {
            if (verdict.word().equals(text.toLowerCase(Locale.ROOT))) {
                return Optional.of(verdict);
            }
        }
        return Optional.empty();
    }
}
