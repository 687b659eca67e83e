package loom.aml.config;

import java.util.Locale;

/**
 * Where a value comes from.
 *
 * @param where the variable, the place in the file, or the flag; empty for a default
 */
public record Origin(Kind kind, String where) {

    /** The sources, the weakest first. */
    public enum Kind {
        DEFAULT,
        FILE,
        ENVIRONMENT,
        FLAG
    }

    static final Origin DEFAULT = new Origin(Kind.DEFAULT, "");

    @Override
    public String toString() {
        String word = kind.name().toLowerCase(Locale.ROOT);
        return where.isEmpty() ? word : word + " " + where;
    }
}
