package loom.aml.item;

import org.jspecify.annotations.Nullable;

/** The few words by which a person recognizes an item: the technique, the error message, the question, or the name. */
public final class ItemTitle {
    private ItemTitle() {}

    /** Returns the title of an item in one line; its type if it has no title; empty if it has neither. */
    public static String of(Item item) {
        String text = textOf(item);
        String title = text == null ? item.type() : text;
        return title == null ? "" : title.strip().replaceAll("\\s+", " ");
    }

    /** Returns a title; without one, the id, which is shown instead. */
    public static String orId(String title, @Nullable String id) {
        return title.isEmpty() ? id == null ? "without id" : id : title;
    }

    /** Returns what an item is about without its type; null if it does not say. */
    public static @Nullable String textOf(Item item) {
        String text = switch (item.kind()) {
            case PATTERN -> item.text(Field.APPROACH_TECHNIQUE);
            case SOLUTION -> item.text(Field.PROBLEM_ERROR_MESSAGE);
            case DECISION -> item.text(Field.DECISION_QUESTION);
            case NOTE -> note(item);
            case ENTRY -> null;
        };
        return text == null ? item.text(Field.FLAT_NAME) : text;
    }

    /** A note that is only named like its file is better known by its description. */
    private static @Nullable String note(Item item) {
        String name = item.text(Field.FLAT_NAME);
        String id = item.id();
        boolean isOfFile = name != null && id != null && (id.equals(name) || id.endsWith("/" + name));
        return isOfFile ? item.text(Field.DESCRIPTION) : null;
    }
}
