package loom.aml.edit;

import java.util.Locale;
import java.util.Optional;

/** A user's assessment of an item. */
public enum Verdict {
    HELPED,
    FAILED,
    OBSOLETE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the verdict with this name; empty if unknown. */
    public static Optional<Verdict> named(String text) {
        for (Verdict verdict : values()) {
            if (verdict.word().equals(text.toLowerCase(Locale.ROOT))) {
                return Optional.of(verdict);
            }
        }
        return Optional.empty();
    }
}
