package loom.aml.item;

import java.util.Locale;
import java.util.Optional;

/** The three kinds of memory. Each agent keeps one collection of each. */
public enum ItemKind {
    PATTERN("pattern"),
    SOLUTION("solution"),
    DECISION("decision");

    private static final ItemKind[] ALL = values();

    private final String word;

    ItemKind(String word) {
        this.word = word;
    }

    /** The kind as it is written in reports and archives: {@code pattern}. */
    public String word() {
        return word;
    }

    /** More than one of them: {@code patterns}. */
    public String plural() {
        return word + "s";
    }

    /** The name of the file that holds a collection of this kind: {@code patterns.json}. */
    public String fileName() {
        return word + "s.json";
    }

    /** The kind that {@code pattern}, {@code patterns} or {@code PATTERN} names. */
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
