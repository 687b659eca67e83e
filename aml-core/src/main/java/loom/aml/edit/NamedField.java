package loom.aml.edit;

import static loom.aml.item.Field.*;

import java.util.List;
import java.util.Optional;
import loom.aml.item.Field;
import loom.aml.item.ItemKind;

/**
 * A field of an item that users set by a short name: an option of the command line, an argument of a tool.
 *
 * @param name the name, in lower case with hyphens: {@code error-type}
 * @param isList whether the field is a list of texts
 * @param description the meaning of the field, as a sentence
 */
public record NamedField(String name, Field field, boolean isList, String description, ItemKind kind) {
    /** All fields with a name, by kind, the most important ones first. */
    public static final List<NamedField> ALL = List.of(
            text("technique", APPROACH_TECHNIQUE, "The technique.", ItemKind.PATTERN),
            text("rationale", APPROACH_RATIONALE, "Why it works.", ItemKind.PATTERN),
            list("when", WHEN_APPLICABLE, "When to use it", ItemKind.PATTERN),
            list("when-not", WHEN_NOT_APPLICABLE, "When not to use it", ItemKind.PATTERN),
            text("code", APPROACH_CODE_TEMPLATE, "Code to start from.", ItemKind.PATTERN),
            text("type", PATTERN_TYPE, "A word for the topic.", ItemKind.PATTERN),
            text("error", PROBLEM_ERROR_MESSAGE, "The error message.", ItemKind.SOLUTION),
            text("error-type", PROBLEM_ERROR_TYPE, "The type of the error.", ItemKind.SOLUTION),
            text("cause", SOLUTION_ROOT_CAUSE, "The root cause.", ItemKind.SOLUTION),
            text("fix", SOLUTION_FIX_APPROACH, "The fix.", ItemKind.SOLUTION),
            text("prevention", SOLUTION_PREVENTION, "How to prevent it.", ItemKind.SOLUTION),
            text("code", SOLUTION_CODE_FIX, "The code of the fix.", ItemKind.SOLUTION),
            text("question", DECISION_QUESTION, "The question that was decided.", ItemKind.DECISION),
            text("chosen", DECISION_CHOSEN_OPTION, "The chosen option.", ItemKind.DECISION),
            list("alternative", DECISION_ALTERNATIVES, "An alternative that was considered", ItemKind.DECISION),
            text("rationale", DECISION_RATIONALE, "Why it was chosen.", ItemKind.DECISION),
            text("type", DECISION_TYPE, "A word for the topic.", ItemKind.DECISION),
            text("title", FLAT_NAME, "The title.", ItemKind.NOTE),
            text("description", DESCRIPTION, "One line that decides whether the note is recalled.", ItemKind.NOTE),
            text("text", TEXT, "The text, as Markdown.", ItemKind.NOTE),
            text("type", FLAT_TYPE, "user, feedback, project or reference.", ItemKind.NOTE),
            text("title", FLAT_NAME, "The title.", ItemKind.ENTRY),
            text("target", TARGET, "The path of the note that the entry links.", ItemKind.ENTRY),
            text("text", TEXT, "One line behind the link, or the text of a section.", ItemKind.ENTRY));

    private static NamedField text(String name, Field field, String description, ItemKind kind) {
        return new NamedField(name, field, false, description, kind);
    }

    private static NamedField list(String name, Field field, String description, ItemKind kind) {
        return new NamedField(name, field, true, description + "; may be repeated.", kind);
    }

    /** Returns the field with a name, empty if items of the kind do not have it. */
    public static Optional<NamedField> of(String name, ItemKind kind) {
        return ALL.stream()
                .filter(each -> each.kind == kind && each.name.equals(name))
                .findFirst();
    }

    /** Returns the field with the subject of an item: the technique, the error message, the question. */
    public static Field title(ItemKind kind) {
        return switch (kind) {
            case PATTERN -> APPROACH_TECHNIQUE;
            case SOLUTION -> PROBLEM_ERROR_MESSAGE;
            case DECISION -> DECISION_QUESTION;
            case NOTE, ENTRY -> FLAT_NAME;
        };
    }

    /** Returns the field with the lesson of an item: the rationale, the fix, the chosen option. */
    public static Field lesson(ItemKind kind) {
        return switch (kind) {
            case PATTERN -> APPROACH_RATIONALE;
            case SOLUTION -> SOLUTION_FIX_APPROACH;
            case DECISION -> DECISION_CHOSEN_OPTION;
            case NOTE, ENTRY -> TEXT;
        };
    }

    /** Returns the path of the field: {@code pattern.approach.technique}. */
    public String path() {
        return field.path();
    }
}
