package loom.aml.index.query;

import java.util.Locale;

/** What of an item is asked for by name. */
public enum Name {
    TAG,
    AGENT,
    KIND,
    TYPE,
    ID,
    ACTIVE;

    /** As it stands in a query: {@code tag}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
