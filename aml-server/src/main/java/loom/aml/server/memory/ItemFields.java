package loom.aml.server.memory;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import loom.aml.edit.FieldValues;
import loom.aml.edit.NamedField;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;

/** The flat arguments that set fields of a memory of any kind. */
final class ItemFields {
    /** The fields beside title, text and tags that tools offer, in the order of the list of tools. */
    private static final String[] OFFERED = {
        "type", "rationale", "when", "when-not", "code", "error-type", "cause", "prevention", "alternative"
    };

    /** The types of notes that Claude Code knows. */
    private static final Set<String> NOTE_TYPES = Set.of("user", "feedback", "project", "reference");

    private ItemFields() {}

    /** Returns the properties of the arguments as JSON. */
    static String properties() {
        return """
                "title":{"type":"string","minLength":1,"description":"pattern: the technique; solution: the error message; decision: the question"},
                "text":{"type":"string","minLength":1,"description":"pattern: why it works; solution: the fix; decision: the chosen option"},
                "tags":{"type":"array","items":{"type":"string"}},"""
                + Arrays.stream(OFFERED)
                        .map(name -> '"' + argument(name) + "\":"
                                + (isList(name)
                                        ? "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}"
                                        : "{\"type\":\"string\"}"))
                        .collect(Collectors.joining(","));
    }

    private static boolean isList(String name) {
        return NamedField.ALL.stream().anyMatch(field -> field.name().equals(name) && field.isList());
    }

    private static String argument(String name) {
        return name.replace('-', '_');
    }

    /**
     * Returns the given values.
     *
     * @throws IllegalArgumentException if memories of the kind do not have a given field
     */
    static FieldValues of(JsonObject arguments, ItemKind kind) {
        FieldValues values = FieldValues.NONE;
        for (Map.Entry<String, String> main : main(arguments, kind).entrySet()) {
            values = values.withText(main.getKey(), main.getValue());
        }
        for (String name : OFFERED) {
            String argument = argument(name);
            if (!arguments.has(argument)) {
                continue;
            }
            NamedField field = NamedField.of(name, kind)
                    .or(() -> typeOf(name, kind))
                    .orElseThrow(() -> new IllegalArgumentException("a " + kind.word() + " has no " + argument));
            values = field.isList()
                    ? values.withTexts(field.path(), arguments.strings(argument))
                    : values.withText(field.path(), arguments.string(argument).orElse(""));
        }
        return arguments.has("tags") ? values.withTexts("tags", arguments.strings("tags")) : values;
    }

    /**
     * Returns the values that are added to a memory: its title and its topic stay.
     *
     * @param kind the kind of the memory
     * @throws IllegalArgumentException if memories of the kind do not have a given field
     */
    static FieldValues additions(JsonObject arguments, ItemKind kind) {
        JsonObject.Builder added = JsonObject.builder();
        for (String name : arguments.keys()) {
            if (!name.equals("title") && !name.equals("type")) {
                added.putValue(name, arguments.value(name));
            }
        }
        if (kind.isOfRuntime()) {
            return of(added.build(), kind);
        }
        FieldValues values = FieldValues.NONE.withText(NamedField.lesson(kind).path(), paragraphs(arguments));
        return arguments.has("tags") ? values.withTexts("tags", arguments.strings("tags")) : values;
    }

    /** Returns the values of a note that says what a memory of another kind would: each further field is a paragraph. */
    static FieldValues asNote(JsonObject arguments, ItemKind kind) {
        FieldValues values = FieldValues.NONE
                .withText("title", arguments.string("title").orElse(""))
                .withText(
                        "type",
                        arguments.string("type").filter(NOTE_TYPES::contains).orElse(noteType(kind)))
                .withText("text", paragraphs(arguments));
        return arguments.has("tags") ? values.withTexts("tags", arguments.strings("tags")) : values;
    }

    private static String paragraphs(JsonObject arguments) {
        StringBuilder text = new StringBuilder(arguments.string("text").orElse(""));
        for (String name : OFFERED) {
            String argument = argument(name);
            if (!arguments.has(argument) || name.equals("type")) {
                continue;
            }
            String value = isList(name)
                    ? String.join("; ", arguments.strings(argument))
                    : arguments.string(argument).orElse("");
            text.append("\n\n**")
                    .append(name.substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(name.substring(1).replace('-', ' '))
                    .append(":** ")
                    .append(value);
        }
        return text.toString();
    }

    private static String noteType(ItemKind kind) {
        return switch (kind) {
            case DECISION -> "project";
            case SOLUTION -> "reference";
            case PATTERN, NOTE, ENTRY -> "feedback";
        };
    }

    private static Map<String, String> main(JsonObject arguments, ItemKind kind) {
        Map<String, String> texts = new LinkedHashMap<>();
        arguments
                .string("title")
                .ifPresent(title -> texts.put(NamedField.title(kind).path(), title));
        arguments
                .string("text")
                .ifPresent(text -> texts.put(NamedField.lesson(kind).path(), text));
        return texts;
    }

    /** The topic of a solution is the type of its error. */
    private static Optional<NamedField> typeOf(String name, ItemKind kind) {
        return name.equals("type") ? NamedField.of("error-type", kind) : Optional.empty();
    }
}
