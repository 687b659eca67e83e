package loom.aml.item;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lesson of an item, beside its {@link ItemTitle}: the rationale of a technique, the fix, the chosen option. */
public final class ItemLesson {
    private ItemLesson() {}

    /** Returns the lesson in one line; empty if the item has none. */
    public static String of(Item item) {
        String text = textOf(item);
        return text == null ? "" : text.strip().replaceAll("\\s+", " ");
    }

    private static @Nullable String textOf(Item item) {
        return switch (item.kind()) {
            case PATTERN -> item.text(Field.APPROACH_RATIONALE);
            case SOLUTION -> item.text(Field.SOLUTION_FIX_APPROACH);
            case DECISION -> decision(item);
            case NOTE -> note(item);
            case ENTRY -> item.text(Field.TEXT);
        };
    }

    private static @Nullable String note(Item item) {
        String description = item.text(Field.DESCRIPTION);
        if (description != null) {
            return description;
        }
        List<String> observations = item.strings(Field.OBSERVATIONS);
        return observations.isEmpty() ? item.text(Field.TEXT) : observations.getFirst();
    }

    private static @Nullable String decision(Item item) {
        String chosen = item.text(Field.DECISION_CHOSEN_OPTION);
        String rationale = item.text(Field.DECISION_RATIONALE);
        return chosen == null || rationale == null ? chosen : chosen + ": " + rationale;
    }
}
