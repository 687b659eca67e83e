package loom.aml.monitor;

import java.util.Locale;

/** The ways in which an item can be of no use. An item counts once, under the first that holds of it. */
public enum ItemDefect {
    /** It cannot be read: an element that is no object, or a damaged file, see {@link Survey}. */
    UNREADABLE,
    /** Its id stands earlier in the collection. */
    DUPLICATE,
    /** Nothing says how old it is. */
    UNDATED,
    /** It is older than the rules allow. */
    STALE,
    /** It failed, or nobody trusts it. */
    FAILED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
