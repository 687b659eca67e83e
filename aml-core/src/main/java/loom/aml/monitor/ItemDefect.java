package loom.aml.monitor;

import java.util.Locale;

/** The reasons for which an item is useless. An item counts once, under the first that applies. */
public enum ItemDefect {
    /** It cannot be read: the element is not an object, or the file is damaged, see {@link Survey}. */
    UNREADABLE,
    /** An earlier item of the collection has the same id. */
    DUPLICATE,
    /** It has no valid timestamp. */
    UNDATED,
    /** It is older than the policy allows. */
    STALE,
    /** It failed, or its confidence is too low. */
    FAILED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
