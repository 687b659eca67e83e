package loom.aml.config;

import java.util.Locale;

/**
 * The origin of a value.
 *
 * @param where the variable, the position in the file, or the flag; empty for a default
 */
public record Origin(Kind kind, String where) {

    /** The sources, in increasing precedence. */
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
