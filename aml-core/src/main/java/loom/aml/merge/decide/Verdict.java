package loom.aml.merge.decide;

import java.util.Locale;

/** The relation of two memories. */
public enum Verdict {
    /** They say the same: they differ only in ways that never change the meaning, and can be merged. */
    SAME,
    /** They have the same subject and say nearly the same. A person decides. */
    RELATED,
    /** They have the same subject and give opposite advice, or another value. A person decides. */
    CONTRADICTORY,
    /** They have different subjects, or cannot be compared. */
    DIFFERENT;

    /** Returns the verdict as written in reports: {@code same}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
