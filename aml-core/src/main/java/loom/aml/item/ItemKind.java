package loom.aml.item;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of memories. The runtime of {@code .loom/memory} writes three, each agent a collection of each; notes and entries
 * are those of people and of programs that write Markdown.
 */
public enum ItemKind {
    PATTERN("pattern", "patterns"),
    SOLUTION("solution", "solutions"),
    DECISION("decision", "decisions"),
    /** A text with a title, or an entity of a graph. */
    NOTE("note", "notes"),
    /** An entry of the index of notes: a line that links one, or a section that is a memory itself. */
    ENTRY("entry", "entries");

    /** The kinds that the runtime writes. */
    public static final List<ItemKind> RUNTIME = List.of(PATTERN, SOLUTION, DECISION);

    private static final ItemKind[] ALL = values();

    private final String word;
    private final String plural;

    ItemKind(String word, String plural) {
        this.word = word;
        this.plural = plural;
    }

    /** Returns the kind as written in reports and archives: {@code pattern}. */
    public String word() {
        return word;
    }

    /** Returns the plural: {@code patterns}. */
    public String plural() {
        return plural;
    }

    /** Returns the file name of a collection of a kind that the runtime writes: {@code patterns.json}. */
    public String fileName() {
        return plural + ".json";
    }

    /** Returns whether the runtime writes items of this kind. */
    public boolean isOfRuntime() {
        return this == PATTERN || this == SOLUTION || this == DECISION;
    }

    /**
     * Returns whether items of this kind have fields by which they are judged: prune, gc and the checks of monitoring read them, and
     * anything else in their collections is a defect. Notes of people follow no schema and do not become worthless by age.
     */
    public boolean isJudged() {
        return switch (this) {
            case PATTERN, SOLUTION, DECISION -> true;
            case NOTE, ENTRY -> false;
        };
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
