package loom.aml.cli;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loom.aml.cli.print.ShellWord;
import loom.aml.config.Suggestion;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Explains invalid arguments and suggests what was probably meant. */
final class Misuse {
    /** The label of values that are free text. */
    private static final String TEXT = "TEXT";

    private static final int SHOWN = 3;

    private static final Pattern LONG_OPTION = Pattern.compile("--\\p{L}\\S*");
    private static final Pattern LETTER = Pattern.compile("-\\p{L}");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** Short options of other programs, by the long option of aml with the same meaning. */
    private static final Map<String, List<String>> USUAL_LETTERS =
            Map.of("-n", List.of("--dry-run", "--limit"), "-o", List.of("--output", "--target"));

    private Misuse() {}

    /**
     * Describes a command line with an unknown word in place of the command.
     *
     * @param before the word before it: the path of the store or a mistyped command
     */
    static String noCommand(String word, Optional<String> before) {
        List<CommandEntry> inGroups = Commands.withoutGroup(word);
        if (!inGroups.isEmpty()) {
            String store = before.map(path -> ShellWord.of(path) + " ").orElse("");
            return "'" + word + "' is "
                    + inGroups.stream()
                            .map(entry -> "'aml " + store + entry.fullName() + "'")
                            .collect(Collectors.joining(" or "));
        }
        if (before.isPresent() && Commands.meant(word).isEmpty()) {
            // The previous word may be the command, and this its operand.
            List<CommandEntry> earlier = Commands.withoutGroup(before.get());
            if (!earlier.isEmpty() || Commands.meant(before.get()).isPresent()) {
                return noCommand(before.get(), Optional.empty());
            }
        }
        return "unknown command '" + word + "'"
                + Commands.meant(word)
                        .map(near -> "; did you mean 'aml " + near + "'?")
                        .orElse("; 'aml --help' lists the commands");
    }

    /** Describes an option that precedes any command. */
    static String withoutCommand(String option) {
        String name = nameOf(option);
        Map<String, List<String>> commands = new LinkedHashMap<>();
        for (CommandEntry entry : Commands.ALL) {
            namesIn(Options.specOf(entry))
                    .forEach(other -> commands.computeIfAbsent(other, _ -> new ArrayList<>())
                            .add("'aml " + entry.fullName() + "'"));
        }
        List<String> exact = commands.get(name);
        if (exact != null) {
            return "'" + name + "' needs a command; it is an option of " + some(exact);
        }
        return "unknown option '" + name + "'"
                + likeliest(name, commands.keySet())
                        .map(near -> "; did you mean '" + near + "' of " + some(commands.getOrDefault(near, List.of()))
                                + "?")
                        .orElse("; 'aml --help' lists the commands");
    }

    private static String some(List<String> commands) {
        return commands.size() <= SHOWN
                ? String.join(" or ", commands)
                : String.join(", ", commands.subList(0, SHOWN)) + " and others";
    }

    static String inWords(CommandEntry entry, CommandSpec spec, ParameterException e, Session session) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return ofType(String.valueOf(e.getMessage())) + explained(entry);
        }
        List<String> words = unmatched.getUnmatched();
        Optional<String> option =
                words.stream().filter(word -> word.startsWith("-")).findFirst();
        return option.map(word -> unknownOption(entry, spec, word))
                .orElseGet(() -> tooMany(entry, words.getFirst(), session));
    }

    /** Replaces the names of Java types. */
    private static String ofType(String message) {
        return message.replaceAll("is not an? (int|long)$", "is not a whole number")
                .replaceAll("is not a double$", "is not a number");
    }

    /** Rejects unknown options that an option or operand with any number of words would accept as values. */
    static void requireNoOptionAmongWords(CommandEntry entry, CommandSpec spec, ParseResult parsed) {
        if (!parsed.originalArgs().contains("--")) {
            for (PositionalParamSpec operand : parsed.matchedPositionals()) {
                requireNoOptionInText(entry, spec, operand, parsed);
            }
        }
        for (OptionSpec option : parsed.matchedOptions()) {
            if (option.isMultiValue()) {
                for (String value : option.stringValues()) {
                    if (value.startsWith("--")) {
                        throw new UsageException(unknownOption(entry, spec, value));
                    }
                }
            }
        }
    }

    private static void requireNoOptionInText(
            CommandEntry entry, CommandSpec spec, PositionalParamSpec operand, ParseResult parsed) {
        if (!spec.parser().unmatchedOptionsArePositionalParams()) {
            return;
        }
        for (String word : operand.originalStringValues()) {
            if (LONG_OPTION.matcher(word).matches() || isLetterBeforeNumber(word, parsed.originalArgs())) {
                throw new UsageException(
                        unknownOption(entry, spec, word) + "; if it is text, put '--' before the text");
            }
        }
    }

    /** A letter before a number is a short option with a value, not an excluded word. */
    private static boolean isLetterBeforeNumber(String word, List<String> arguments) {
        int place = arguments.indexOf(word);
        return LETTER.matcher(word).matches()
                && place + 1 < arguments.size()
                && NUMBER.matcher(arguments.get(place + 1)).matches();
    }

    /**
     * Rejects empty values, which usually come from unset variables. If ignored, the command would affect more than
     * intended: every agent, the whole store, or the store instead of a folder. Only free text may be empty.
     */
    static void requireNoEmptyValue(CommandEntry entry, ParseResult parsed) {
        for (OptionSpec option : parsed.matchedOptions()) {
            if (!option.paramLabel().equals(TEXT)
                    && option.originalStringValues().contains("")) {
                throw new UsageException(
                        option.longestName() + " was given an empty value: is a variable not set?" + explained(entry));
            }
        }
        for (PositionalParamSpec operand : parsed.matchedPositionals()) {
            if (!operand.paramLabel().equals(TEXT)
                    && operand.originalStringValues().contains("")) {
                throw new UsageException(operand.paramLabel() + " is empty: is a variable not set?" + explained(entry));
            }
        }
    }

    /** Names the operand that is missing. */
    static void requireOperands(CommandEntry entry, CommandSpec spec, ParseResult parsed) {
        if (parsed.isUsageHelpRequested()) {
            return;
        }
        for (PositionalParamSpec operand : spec.positionalParameters()) {
            if (operand.arity().min() > 0 && !parsed.hasMatchedPositional(operand)) {
                throw new UsageException(
                        "'aml " + entry.fullName() + "' needs " + operand.paramLabel() + explained(entry));
            }
        }
    }

    /** Describes an option that the command does not have. */
    static String unknownOption(CommandEntry entry, CommandSpec spec, String word) {
        String name = nameOf(word);
        return "'aml " + entry.fullName() + "' has no option '" + name + "'"
                + likeliest(name, namesIn(spec))
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse(explained(entry));
    }

    private static String nameOf(String word) {
        return word.replaceFirst("=.*", "");
    }

    /** Compares without the dashes, which would make different names look similar. */
    private static String bare(String option) {
        return option.replaceFirst("^--?", "");
    }

    private static List<String> namesIn(CommandSpec spec) {
        return spec.options().stream()
                .filter(option -> !option.hidden())
                .flatMap(option -> Stream.of(option.names()))
                .toList();
    }

    /** A single letter is too short for a suggestion by similarity. */
    private static Optional<String> likeliest(String name, Collection<String> names) {
        if (name.length() != 2) {
            List<String> longNames = names.stream()
                    .filter(other -> other.length() > 2)
                    .map(Misuse::bare)
                    .toList();
            return Suggestion.to(bare(name), longNames).map(near -> "--" + near);
        }
        for (String usual : USUAL_LETTERS.getOrDefault(name, List.of("--" + name.substring(1)))) {
            for (String other : names) {
                if (other.startsWith(usual)) {
                    return Optional.of(other);
                }
            }
        }
        return Optional.empty();
    }

    private static String tooMany(CommandEntry entry, String word, Session session) {
        String what = "'aml " + entry.fullName() + "' takes no '" + word + "'";
        boolean isPath = word.contains("/") || isDirectory(word, session);
        return isPath && entry.command().takesStore()
                ? what + "; the store goes before the command: 'aml " + word + " " + entry.fullName() + "'"
                : what + explained(entry);
    }

    private static boolean isDirectory(String word, Session session) {
        try {
            return session.disk().state(session.resolve(word)).isDirectory();
        } catch (IOException | InvalidPathException | UsageException e) {
            return false;
        }
    }

    private static String explained(CommandEntry entry) {
        return "; 'aml " + entry.fullName() + " --help' explains it";
    }
}
