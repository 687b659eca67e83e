package loom.aml.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
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

    /** The options for single fields, by kind of item. */
    private static final List<FieldOption> FIELDS = List.of(
            new FieldOption("--technique", "pattern.approach.technique", false, "The technique.", ItemKind.PATTERN),
            new FieldOption("--rationale", "pattern.approach.rationale", false, "Why it works.", ItemKind.PATTERN),
            new FieldOption(
                    "--when",
                    "pattern.conditions.whenApplicable",
                    true,
                    "When to use it; may be repeated.",
                    ItemKind.PATTERN),
            new FieldOption(
                    "--when-not",
                    "pattern.conditions.whenNotApplicable",
                    true,
                    "When not to use it; may be repeated.",
                    ItemKind.PATTERN),
            new FieldOption("--code", "pattern.approach.codeTemplate", false, "Code to start from.", ItemKind.PATTERN),
            new FieldOption("--type", "pattern.type", false, "A word for the topic.", ItemKind.PATTERN),
            new FieldOption("--error", "problem.errorMessage", false, "The error message.", ItemKind.SOLUTION),
            new FieldOption("--error-type", "problem.errorType", false, "The type of the error.", ItemKind.SOLUTION),
            new FieldOption("--cause", "solution.rootCause", false, "The root cause.", ItemKind.SOLUTION),
            new FieldOption("--fix", "solution.fixApproach", false, "The fix.", ItemKind.SOLUTION),
            new FieldOption("--prevention", "solution.prevention", false, "How to prevent it.", ItemKind.SOLUTION),
            new FieldOption("--code", "solution.codeFix", false, "The code of the fix.", ItemKind.SOLUTION),
            new FieldOption(
                    "--question", "decision.question", false, "The question that was decided.", ItemKind.DECISION),
            new FieldOption("--chosen", "decision.chosenOption", false, "The chosen option.", ItemKind.DECISION),
            new FieldOption(
                    "--alternative",
                    "decision.alternativesConsidered",
                    true,
                    "An alternative that was considered; may be repeated.",
                    ItemKind.DECISION),
            new FieldOption("--rationale", "decision.rationale", false, "Why it was chosen.", ItemKind.DECISION),
            new FieldOption("--type", "decision.type", false, "A word for the topic.", ItemKind.DECISION));

    private FieldOptions() {}

    /**
     * An option for a field of items of one kind.
     *
     * @param path the path of the field
     * @param isList whether the field is a list, to which each use of the option adds an element
     */
    private record FieldOption(String name, String path, boolean isList, String description, ItemKind kind) {}

    /** Adds the options for fields of all kinds. */
    static void describe(CommandSpec spec) {
        Map<String, List<FieldOption>> byName = FIELDS.stream()
                .collect(Collectors.groupingBy(FieldOption::name, LinkedHashMap::new, Collectors.toList()));
        byName.forEach((name, options) -> spec.addOption(
                options.getFirst().isList
                        ? Options.texts("TEXT", description(options), name)
                        : Options.value(String.class, "TEXT", description(options), name)));
        spec.addOption(Options.words("TAG", "Set the tags.", "--tags"));
        describeSet(spec);
    }

    private static String description(List<FieldOption> options) {
        String kinds = options.stream().map(option -> option.kind.word()).collect(Collectors.joining(", "));
        return options.getFirst().description.replaceFirst("\\.$", "") + " (" + kinds + ").";
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

    /** Returns the given values as JSON, by field path. */
    static Map<String, String> of(ParseResult arguments, ItemKind kind) {
        Map<String, String> values = new LinkedHashMap<>();
        for (FieldOption option : FIELDS) {
            List<String> texts = Options.textsOf(arguments, option.name);
            if (!texts.isEmpty() && option.kind == kind) {
                values.put(option.path, option.isList ? list(texts) : JsonObject.quoted(texts.getLast()));
            } else if (!texts.isEmpty() && !isOf(option.name, kind)) {
                throw new UsageException(
                        "a " + kind.word() + " has no " + option.name + "; it is an option of " + option.kind.plural());
            }
        }
        List<String> tags = Options.wordsOf(arguments, "--tags");
        if (!tags.isEmpty()) {
            values.put("tags", list(tags));
        }
        values.putAll(set(arguments));
        return values;
    }

    /** Returns the option for the field that a message says is required. */
    static Optional<String> optionFor(String message, ItemKind kind) {
        return FIELDS.stream()
                .filter(option -> option.kind == kind && message.equals(option.path + " is required"))
                .map(FieldOption::name)
                .findFirst();
    }

    private static boolean isOf(String name, ItemKind kind) {
        return FIELDS.stream().anyMatch(option -> option.name.equals(name) && option.kind == kind);
    }

    private static String list(List<String> texts) {
        return texts.stream().map(JsonObject::quoted).collect(Collectors.joining(", ", "[", "]"));
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

    /** Returns a JSON object of values by path. */
    static byte[] object(Map<String, String> values) {
        List<String> tree = new ArrayList<>();
        Map<String, Map<String, String>> nested = new LinkedHashMap<>();
        values.forEach((path, value) -> {
            int dot = path.indexOf('.');
            if (dot < 0) {
                tree.add(JsonObject.quoted(path) + ":" + value);
            } else {
                nested.computeIfAbsent(path.substring(0, dot), _ -> new LinkedHashMap<>())
                        .put(path.substring(dot + 1), value);
            }
        });
        nested.forEach((name, inner) ->
                tree.add(JsonObject.quoted(name) + ":" + new String(object(inner), StandardCharsets.UTF_8)));
        return ("{" + String.join(",", tree) + "}").getBytes(StandardCharsets.UTF_8);
    }
}
