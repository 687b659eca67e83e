package loom.aml.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.edit.FieldValues;
import loom.aml.edit.NamedField;
import loom.aml.io.SmallFile;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options that set fields of an item. */
final class FieldOptions {
    private static final String SET = "--set";
    private static final String FROM = "--from";
    private static final String STANDARD_INPUT = "-";

    /** The maximum size in bytes of an item that is added or edited; the store itself accepts 64 MB. */
    private static final long LARGEST = 64_000_000;

    private FieldOptions() {}

    /** Adds the options for fields of all kinds. */
    static void describe(CommandSpec spec) {
        Map<String, List<NamedField>> byName = NamedField.ALL.stream()
                .collect(Collectors.groupingBy(NamedField::name, LinkedHashMap::new, Collectors.toList()));
        byName.forEach((name, fields) -> spec.addOption(
                fields.getFirst().isList()
                        ? Options.texts("TEXT", description(fields), option(name))
                        : Options.value(String.class, "TEXT", description(fields), option(name))));
        spec.addOption(Options.words("TAG", "Set the tags.", "--tags"));
        describeSet(spec);
    }

    private static String option(String name) {
        return "--" + name;
    }

    private static String description(List<NamedField> fields) {
        String kinds = fields.stream().map(field -> field.kind().word()).collect(Collectors.joining(", "));
        return fields.getFirst().description().replaceFirst("\\.$", "") + " (" + kinds + ").";
    }

    /** Adds the options for any field. */
    static void describeSet(CommandSpec spec) {
        spec.addOption(Options.texts(
                "FIELD=VALUE",
                "Set any field: pattern.type=retry. VALUE is JSON if it can be parsed, else text.",
                SET));
        spec.addOption(Options.value(
                String.class, "FILE", "Read the item as JSON from FILE, or from - (standard input).", FROM));
    }

    /** Returns the given values. */
    static FieldValues of(ParseResult arguments, ItemKind kind) {
        FieldValues values = FieldValues.NONE;
        for (NamedField field : NamedField.ALL) {
            String option = option(field.name());
            List<String> texts = Options.textsOf(arguments, option);
            if (texts.isEmpty()) {
                continue;
            }
            if (field.kind() == kind && field.isList()) {
                values = values.withTexts(field.path(), texts);
            } else if (field.kind() == kind) {
                values = values.withText(field.path(), texts.getLast());
            } else if (NamedField.of(field.name(), kind).isEmpty()) {
                throw new UsageException("a " + kind.word() + " has no " + option + "; it is an option of "
                        + field.kind().plural());
            }
        }
        List<String> tags = Options.wordsOf(arguments, "--tags");
        if (!tags.isEmpty()) {
            values = values.withTexts("tags", tags);
        }
        for (Map.Entry<String, String> field : set(arguments).entrySet()) {
            values = values.with(field.getKey(), field.getValue());
        }
        return values;
    }

    /** Returns the option for the field that a message says is required. */
    static Optional<String> optionFor(String message, ItemKind kind) {
        return NamedField.ALL.stream()
                .filter(field -> field.kind() == kind && message.equals(field.path() + " is required"))
                .map(field -> option(field.name()))
                .findFirst();
    }

    /** Returns the values of {@code --set}. */
    static Map<String, String> set(ParseResult arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : Options.textsOf(arguments, SET)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new UsageException(SET + " takes FIELD=VALUE, not '" + pair + "'");
            }
            String value = pair.substring(equals + 1);
            values.put(pair.substring(0, equals), isJson(value) ? value.strip() : JsonObject.quoted(value));
        }
        return values;
    }

    private static boolean isJson(String value) {
        try {
            JsonObject.parse("{\"value\":" + value + "}");
            return !value.isBlank();
        } catch (JsonSyntaxException e) {
            return false;
        }
    }

    /** Returns the text from {@code --from}; empty if the option was not given. */
    static Optional<byte[]> from(ParseResult arguments, Session session) throws IOException {
        String name = arguments.matchedOptionValue(FROM, "");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (name.equals(STANDARD_INPUT)) {
            return Optional.of(session.input().readAllBytes());
        }
        Path file = session.resolve(name);
        return Optional.of(SmallFile.read(session.disk(), file, LARGEST));
    }
}
