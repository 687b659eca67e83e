package loom.aml.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.config.Suggestion;

/**
 * A parsed command line: {@code aml [path] command [words]}, with options anywhere.
 *
 * @param path the path of the store; empty if not given
 * @param furtherPaths the paths of more stores
 * @param isForAll whether all stores of this machine are meant
 * @param entry the command; empty if only help or the version was requested
 * @param group the group whose help was requested; empty for help about all commands or about one
 * @param rest the arguments of the command
 */
record Invocation(
        Optional<String> path,
        List<String> furtherPaths,
        boolean isForAll,
        Optional<CommandEntry> entry,
        Optional<String> group,
        List<String> rest) {
    private static final String ALL = "--all";

    /**
     * Parses a command line.
     *
     * @throws UsageException if it does not contain a known command
     */
    static Invocation of(String[] arguments) {
        List<String> rest = new ArrayList<>(List.of(arguments));
        int first = indexOfWord(rest, 0);
        if (first < 0 && rest.contains(ALL)) {
            throw new UsageException("--all needs a command, which it runs on all stores: 'aml --all status'");
        }
        if (first < 0) {
            return new Invocation(Optional.empty(), List.of(), false, Optional.empty(), Optional.empty(), rest);
        }
        boolean isForAll = rest.subList(0, first).contains(ALL);
        if (isForAll) {
            rest.remove(ALL);
            first--;
        }
        Optional<String> path = Optional.empty();
        List<String> further = new ArrayList<>();
        if (Commands.group(rest.get(first)).isEmpty()) {
            path = Optional.of(rest.remove(first));
            first = indexOfWord(rest, first);
            if (first < 0) {
                throw new UsageException(Misuse.noCommand(path.get(), Optional.empty()));
            }
            while (isFurtherPath(rest, first)) {
                further.add(rest.remove(first));
                first = indexOfWord(rest, first);
            }
        }
        if (isForAll && path.isPresent()) {
            throw new UsageException("--all covers every store of this machine; omit it or '" + path.get() + "'");
        }
        String word = rest.remove(first);
        List<CommandEntry> group = Commands.group(word);
        if (group.isEmpty()) {
            throw new UsageException(Misuse.noCommand(word, path));
        }
        if (!group.getFirst().isInGroup()) {
            CommandEntry chosen = furtherCommand(group, rest, first).orElse(group.getFirst());
            return new Invocation(path, further, isForAll, Optional.of(chosen), Optional.empty(), rest);
        }
        int second = indexOfWord(rest, first);
        if (second < 0 && (rest.contains("--help") || rest.contains("-h"))) {
            return new Invocation(path, further, isForAll, Optional.empty(), Optional.of(word), List.of());
        }
        if (second < 0) {
            throw new UsageException("'aml " + word + "' needs a subcommand: " + listed(group));
        }
        CommandEntry entry = ofGroup(group, word, rest.remove(second), rest);
        return new Invocation(path, further, isForAll, Optional.of(entry), Optional.empty(), rest);
    }

    /**
     * Returns whether a word is the path of another store: it has a slash, so that it is not a mistyped command, and a word
     * that may be a command follows.
     */
    private static boolean isFurtherPath(List<String> words, int place) {
        String word = words.get(place);
        return word.contains("/") && Commands.group(word).isEmpty() && indexOfWord(words, place + 1) >= 0;
    }

    /** Returns whether the command is run on more than one store. */
    boolean isForSeveral() {
        return isForAll || !furtherPaths.isEmpty();
    }

    private static int indexOfWord(List<String> arguments, int from) {
        for (int i = from; i < arguments.size(); i++) {
            if (Options.COMMON_WITH_VALUE.contains(arguments.get(i))) {
                i++;
            } else if (!arguments.get(i).startsWith("-")) {
                return i;
            }
        }
        return -1;
    }

    /** Finds and removes the second word of a command whose first word is a command as well, such as {@code serve}. */
    private static Optional<CommandEntry> furtherCommand(List<CommandEntry> group, List<String> rest, int from) {
        int second = indexOfWord(rest, from);
        for (CommandEntry entry : group) {
            if (second >= 0 && entry.isInGroup() && entry.words().getLast().equals(rest.get(second))) {
                rest.remove(second);
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    private static CommandEntry ofGroup(List<CommandEntry> group, String word, String second, List<String> rest) {
        for (CommandEntry entry : group) {
            if (entry.words().getLast().equals(second)) {
                return entry;
            }
        }
        int third = indexOfWord(rest, 0);
        if (third >= 0
                && group.stream().anyMatch(entry -> entry.words().getLast().equals(rest.get(third)))) {
            throw new UsageException(
                    "the store goes before the command: 'aml " + second + " " + word + " " + rest.get(third) + "'");
        }
        throw new UsageException("unknown command '" + word + " " + second + "'"
                + Suggestion.to(
                                second,
                                group.stream()
                                        .map(entry -> entry.words().getLast())
                                        .toList())
                        .map(near -> "; did you mean 'aml " + word + " " + near + "'?")
                        .orElse("; there is " + listed(group)));
    }

    private static String listed(List<CommandEntry> group) {
        return String.join(
                ", ",
                group.stream().map(entry -> "'aml " + entry.fullName() + "'").toList());
    }
}
