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

/** Builds and reads options in the few forms that our commands have. */
public final class Options {
    /** Those that every command has and that take a value: they may stand before the command. */
    public static final Set<String> COMMON_WITH_VALUE = Set.of("--config", "--log-format");

    private static final List<String> LOG_FORMATS = List.of("text", "json");

    static {
        // Each start would look into every jar for Groovy, and reflect on types of times and databases that no option
        // has.
        System.setProperty("picocli.disable.closures", "true");
        System.setProperty("picocli.converters.excludes", "java\\..*");
    }

    private Options() {}

    /** An option that is there or not. */
    public static OptionSpec flag(String description, String... names) {
        return OptionSpec.builder(names)
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build();
    }

    /** An option with one value. */
    public static <T> OptionSpec value(Class<T> type, String label, String description, String... names) {
        return OptionSpec.builder(names)
                .type(type)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** An option with a list of words: with commas, with spaces, or repeated. */
    public static OptionSpec words(String label, String description, String... names) {
        return OptionSpec.builder(names)
                .type(String[].class)
                .arity("1..*")
                .splitRegex(",")
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** An option with a text, which may be repeated. */
    public static OptionSpec texts(String label, String description, String... names) {
        return OptionSpec.builder(names)
                .type(String[].class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** An option whose value is one of a few words. */
    public static OptionSpec choice(List<String> choices, String label, String description, String... names) {
        return OptionSpec.builder(value(String.class, label, description, names))
                .completionCandidates(choices)
                .build();
    }

    /** An option with a list, of which each word is one of a few. */
    public static OptionSpec choices(List<String> choices, String label, String description, String... names) {
        return OptionSpec.builder(words(label, description, names))
                .completionCandidates(choices)
                .build();
    }

    /** A word that follows the command's name. */
    public static PositionalParamSpec operand(String label, String arity, String description) {
        return operand(0, label, arity, description);
    }

    /** One of several words that follow the command's name. */
    public static PositionalParamSpec operand(int index, String label, String arity, String description) {
        return PositionalParamSpec.builder()
                .index(Integer.toString(index))
                .type(String.class)
                .arity(arity)
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** Any number of words that follow the command's name. */
    public static PositionalParamSpec operands(String label, String description) {
        return PositionalParamSpec.builder()
                .index("0..*")
                .type(String[].class)
                .arity("0..*")
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** One of several words that follow the command's name, which is one of a few. */
    public static PositionalParamSpec operand(
            int index, List<String> choices, String label, String arity, String description) {
        return PositionalParamSpec.builder(operand(index, label, arity, description))
                .completionCandidates(choices)
                .build();
    }

    /** All that a command takes: its own options and operands, and the options that every command has. */
    public static CommandSpec specOf(Command command) {
        CommandSpec spec = CommandSpec.create().name("aml " + command.name());
        command.describe(spec);
        common().forEach(spec::addOption);
        return spec;
    }

    /** The options that every command has. */
    public static List<OptionSpec> common() {
        return List.of(
                flag("One JSON document on standard output, nothing else there.", "--json"),
                flag("Say nothing unless something is wrong.", "-q", "--quiet"),
                flag("No colours; so does the variable NO_COLOR.", "--no-color"),
                value(String.class, "FILE", "Read the configuration from here (.loom/aml.toml).", "--config"),
                choice(LOG_FORMATS, "FORMAT", "Messages on standard error as text or json (text).", "--log-format"),
                flag("Print all details, and on standard error each step.", "-v", "--verbose"),
                flag("With a stack trace where something fails.", "--debug"),
                OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .type(boolean.class)
                        .arity("0")
                        .description("This help.")
                        .build());
    }

    /** What the options of every command say about messages and the configuration. */
    static void log(ParseResult arguments, Session session) {
        String format = arguments.matchedOptionValue("--log-format", "");
        switch (format) {
            case "json" -> session.messages().logAsJson();
            case "", "text" -> {
                // As it is anyway.
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

    /** The words of a list; none if the option is not there. */
    public static List<String> wordsOf(ParseResult arguments, String name) {
        String[] words = arguments.matchedOptionValue(name, new String[0]);
        List<String> cleaned = new ArrayList<>();
        for (String word : words) {
            if (!word.isBlank()) {
                cleaned.add(word.strip());
            }
        }
        if (cleaned.isEmpty() && arguments.hasMatchedOption(name)) {
            throw new UsageException(name + " names nothing; leave it out, or say what it is to hold for");
        }
        return cleaned;
    }

    /** The values of an option with a text; none if it is not there. */
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
