package loom.aml.item;

import java.util.Locale;
import java.util.Optional;

/** The three kinds of memories. Each agent has one collection of each. */
public enum ItemKind {
    PATTERN("pattern"),
    SOLUTION("solution"),
    DECISION("decision");

    private static final ItemKind[] ALL = values();

    private final String word;

    ItemKind(String word) {
        this.word = word;
    }

    /** Returns the kind as written in reports and archives: {@code pattern}. */
    public String word() {
        return word;
    }

    /** Returns the plural: {@code patterns}. */
    public String plural() {
        return word + "s";
    }

    /** Returns the file name of a collection of this kind: {@code patterns.json}. */
    public String fileName() {
        return word + "s.json";
    }

    /** Returns the kind named {@code pattern}, {@code patterns} or {@code PATTERN}. */
    public static Optional<ItemKind> named(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (ItemKind kind : ALL) {
            if (lower.equals(kind.word) || lower.equals(kind.plural())) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
