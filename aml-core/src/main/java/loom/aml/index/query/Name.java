package loom.aml.index.query;

import java.util.Locale;

/** The fields that are searched by value. */
public enum Name {
    TAG,
    AGENT,
    KIND,
    TYPE,
    ID,
    ACTIVE;

    /** Returns the name in a query: {@code tag}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
