package loom.aml.exchange;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The treatment of items that the target already has. */
public enum Strategy {
    /** Adds what is missing, and leaves the rest as it is. */
    APPEND,
    /** Also replaces items by newer versions, and brings no item back that was removed here. */
    MERGE,
    /** Makes the agents of the source have exactly its items. */
    REPLACE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Strategy> named(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
