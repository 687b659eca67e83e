package loom.aml.connect;

import java.util.Optional;

/** The outermost thing that aml added to a configuration. */
public enum Extent {
    /** The entry in a list of servers. */
    ENTRY("entry"),
    /** A list of servers with the entry. */
    SERVERS("servers"),
    /** The whole content of a file that was blank or missing. */
    DOCUMENT("document");

    private final String word;

    Extent(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static Optional<Extent> named(String word) {
        for (Extent extent : values()) {
            if (extent.word.equals(word)) {
                return Optional.of(extent);
            }
        }
        return Optional.empty();
    }
}
