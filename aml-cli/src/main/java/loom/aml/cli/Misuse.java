package loom.aml.cli;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import loom.aml.config.Suggestion;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with the words that a command was given, and what was probably meant. */
final class Misuse {
    /** The label of values that are text for people. */
    private static final String TEXT = "TEXT";

    private Misuse() {}

    static String inWords(Command command, CommandSpec spec, ParameterException e, Session session) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return ofType(String.valueOf(e.getMessage())) + explained(command);
        }
        List<String> words = unmatched.getUnmatched();
        Optional<String> option =
                words.stream().filter(word -> word.startsWith("-")).findFirst();
        return option.map(word -> unknownOption(command, spec, word))
                .orElseGet(() -> tooMany(command, words.getFirst(), session));
    }

    /** Values by what people call them, not Java. */
    private static String ofType(String message) {
        return message.replaceAll("is not an? (int|long)$", "is no whole number")
                .replaceAll("is not a double$", "is no number");
    }

    /** An option that takes any number of words would swallow a mistyped one. */
    static void requireNoOptionAmongWords(Command command, CommandSpec spec, ParseResult parsed) {
        for (OptionSpec option : parsed.matchedOptions()) {
            if (option.isMultiValue()) {
                for (String value : option.stringValues()) {
                    if (value.startsWith("--")) {
                        throw new UsageException(unknownOption(command, spec, value));
                    }
                }
            }
        }
    }

    /**
     * An empty value is a variable that was not set. Taken for none, it would widen what the command does: to every agent, to the whole
     * store, over the store in the place of a folder. Text alone may be empty.
     */
    static void requireNoEmptyValue(Command command, ParseResult parsed) {
        for (OptionSpec option : parsed.matchedOptions()) {
            if (!option.paramLabel().equals(TEXT)
                    && option.originalStringValues().contains("")) {
                throw new UsageException(option.longestName() + " was given an empty value: is a variable not set?"
                        + explained(command));
            }
        }
        for (PositionalParamSpec operand : parsed.matchedPositionals()) {
            if (!operand.paramLabel().equals(TEXT)
                    && operand.originalStringValues().contains("")) {
                throw new UsageException(
                        operand.paramLabel() + " is empty: is a variable not set?" + explained(command));
            }
        }
    }

    /** What a command cannot do without is named. */
    static void requireOperands(Command command, CommandSpec spec, ParseResult parsed) {
        if (parsed.isUsageHelpRequested()) {
            return;
        }
        for (PositionalParamSpec operand : spec.positionalParameters()) {
            if (operand.arity().min() > 0 && !parsed.hasMatchedPositional(operand)) {
                throw new UsageException(
                        "'aml " + command.name() + "' needs " + operand.paramLabel() + explained(command));
            }
        }
    }

    private static String unknownOption(Command command, CommandSpec spec, String word) {
        String name = word.replaceFirst("=.*", "");
        List<String> names = spec.options().stream()
                .filter(option -> !option.hidden())
                .flatMap(option -> Stream.of(option.names()))
                .toList();
        return "'aml " + command.name() + "' has no option '" + name + "'"
                + Suggestion.to(name, names)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse(explained(command));
    }

    private static String tooMany(Command command, String word, Session session) {
        String what = "'aml " + command.name() + "' takes no '" + word + "'";
        boolean isPath = word.contains("/") || isDirectory(word, session);
        return isPath && command.takesStore()
                ? what + "; the store goes before the command: 'aml " + word + " " + command.name() + "'"
                : what + explained(command);
    }

    private static boolean isDirectory(String word, Session session) {
        try {
            return session.disk().state(session.resolve(word)).isDirectory();
        } catch (IOException | InvalidPathException | UsageException e) {
            return false;
        }
    }

    private static String explained(Command command) {
        return "; 'aml " + command.name() + " --help' explains it";
    }
}
