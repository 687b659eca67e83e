package loom.aml.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Builds and reads options in the forms that the commands use. */
public final class Options {
    /** The options of every command that take a value; they may precede the command. */
    public static final Set<String> COMMON_WITH_VALUE = Set.of("--config", "--log-format");

    private static final List<String> LOG_FORMATS = List.of("text", "json");

    static {
        // Saves start time: otherwise picocli searches each jar for Groovy and reflects on date and SQL types.
        System.setProperty("picocli.disable.closures", "true");
        System.setProperty("picocli.converters.excludes", "java\\..*");
    }

    private Options() {}

    /** Returns an option without a value. */
    public static OptionSpec flag(String description, String... names) {
        return OptionSpec.builder(names)
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build();
    }

    /** Returns an option with one value. */
    public static <T> OptionSpec value(Class<T> type, String label, String description, String... names) {
        return OptionSpec.builder(names)
                .type(type)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** Returns an option with a list of words, separated by commas or spaces, or repeated. */
    public static OptionSpec words(String label, String description, String... names) {
        return OptionSpec.builder(names)
                .type(String[].class)
                .arity("1..*")
                .splitRegex(",")
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** Returns a repeatable option with a text. */
    public static OptionSpec texts(String label, String description, String... names) {
        return OptionSpec.builder(names)
                .type(String[].class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** Returns an option with one of several values. */
    public static OptionSpec choice(List<String> choices, String label, String description, String... names) {
        return OptionSpec.builder(value(String.class, label, description, names))
                .completionCandidates(choices)
                .build();
    }

    /** Returns an option with a list of values from several. */
    public static OptionSpec choices(List<String> choices, String label, String description, String... names) {
        return OptionSpec.builder(words(label, description, names))
                .completionCandidates(choices)
                .build();
    }

    /** Returns the only operand of a command. */
    public static PositionalParamSpec operand(String label, String arity, String description) {
        return operand(0, label, arity, description);
    }

    /** Returns one of several operands. */
    public static PositionalParamSpec operand(int index, String label, String arity, String description) {
        return PositionalParamSpec.builder()
                .index(Integer.toString(index))
                .type(String.class)
                .arity(arity)
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** Returns an operand that may be repeated. */
    public static PositionalParamSpec operands(String label, String description) {
        return operands(0, label, description);
    }

    /** Returns an operand that may be repeated, after others. */
    public static PositionalParamSpec operands(int from, String label, String description) {
        return PositionalParamSpec.builder()
                .index(from + "..*")
                .type(String[].class)
                .arity("0..*")
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** Returns one of several operands, with one of several values. */
    public static PositionalParamSpec operand(
            int index, List<String> choices, String label, String arity, String description) {
        return PositionalParamSpec.builder(operand(index, label, arity, description))
                .completionCandidates(choices)
                .build();
    }

    /** Returns the options and operands of a command, including the common options. */
    public static CommandSpec specOf(CommandEntry entry) {
        CommandSpec spec = CommandSpec.create().name("aml " + entry.fullName());
        entry.command().describe(spec);
        common().forEach(spec::addOption);
        return spec;
    }

    /** Returns the options of every command. */
    public static List<OptionSpec> common() {
        return List.of(
                flag("Print one JSON document to standard output and nothing else.", "--json"),
                flag("Print only warnings and errors.", "-q", "--quiet"),
                flag("Disable colours, like the variable NO_COLOR.", "--no-color"),
                value(String.class, "FILE", "Read the configuration from FILE (.loom/aml.toml).", "--config"),
                choice(
                        LOG_FORMATS,
                        "FORMAT",
                        "Print messages to standard error as text or json (text).",
                        "--log-format"),
                flag("Print all details, and each step to standard error.", "-v", "--verbose"),
                flag("Print stack traces of errors.", "--debug"),
                OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .type(boolean.class)
                        .arity("0")
                        .description("Print this help.")
                        .build());
    }

    /** Applies the common options for messages and the configuration. */
    static void log(ParseResult arguments, Session session) {
        String format = arguments.matchedOptionValue("--log-format", "");
        switch (format) {
            case "json" -> session.messages().logAsJson();
            case "", "text" -> {
                // The default.
            }
            default -> throw UsageException.unknown("log format", format, LOG_FORMATS);
        }
        if (has(arguments, "--verbose")) {
            session.messages().logEverything();
        }
        session.configuredBy(Optional.ofNullable(arguments.matchedOptionValue("--config", (String) null)));
    }

    public static boolean has(ParseResult arguments, String name) {
        return arguments.matchedOptionValue(name, false);
    }

    /** Returns the words of a list; empty if the option was not given. */
    public static List<String> wordsOf(ParseResult arguments, String name) {
        String[] words = arguments.matchedOptionValue(name, new String[0]);
        List<String> cleaned = new ArrayList<>();
        for (String word : words) {
            if (!word.isBlank()) {
                cleaned.add(word.strip());
            }
        }
        if (cleaned.isEmpty() && arguments.hasMatchedOption(name)) {
            throw new UsageException(name + " has no value; omit it or give a value");
        }
        return cleaned;
    }

    /** Returns the values of an option with a text; empty if the option was not given. */
    public static List<String> textsOf(ParseResult arguments, String name) {
        if (!arguments.hasMatchedOption(name)) {
            return List.of();
        }
        return List.copyOf(arguments.matchedOption(name).originalStringValues());
    }

    public static Set<String> setOf(ParseResult arguments, String name) {
        return new LinkedHashSet<>(wordsOf(arguments, name));
    }
}
