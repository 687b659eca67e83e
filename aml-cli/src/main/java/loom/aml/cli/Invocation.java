package loom.aml.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.config.Nearest;

/**
 * A command line taken apart: {@code aml [path] command [words]}, with options anywhere.
 *
 * @param path the store that was named; nothing if none was
 * @param command the command; nothing if only help or the version is asked for
 * @param rest what the command is given
 */
record Invocation(Optional<String> path, Optional<Command> command, List<String> rest) {

    /**
     * Takes a command line apart.
     *
     * @throws UsageException if it names no command that there is
     */
    static Invocation of(String[] arguments, List<Command> commands) {
        List<String> rest = new ArrayList<>(List.of(arguments));
        int first = indexOfWord(rest, 0);
        if (first < 0) {
            return new Invocation(Optional.empty(), Optional.empty(), rest);
        }
        Optional<String> path = Optional.empty();
        if (!beginsACommand(rest.get(first), commands)) {
            path = Optional.of(rest.remove(first));
            first = indexOfWord(rest, first);
            if (first < 0) {
                throw new UsageException(unknown(path.get(), commands, true));
            }
        }
        return new Invocation(path, Optional.of(commandAt(rest, first, commands)), rest);
    }

    private static int indexOfWord(List<String> arguments, int from) {
        for (int i = from; i < arguments.size(); i++) {
            if (!arguments.get(i).startsWith("-")) {
                return i;
            }
        }
        return -1;
    }

    private static boolean beginsACommand(String word, List<Command> commands) {
        return commands.stream().anyMatch(command -> command.words().getFirst().equals(word));
    }

    private static Command commandAt(List<String> rest, int first, List<Command> commands) {
        String word = rest.remove(first);
        List<Command> group = commands.stream()
                .filter(command -> command.words().getFirst().equals(word))
                .toList();
        if (group.isEmpty()) {
            throw new UsageException(unknown(word, commands, false));
        }
        if (group.getFirst().words().size() == 1) {
            return group.getFirst();
        }
        int second = indexOfWord(rest, first);
        String name = second < 0 ? word : word + " " + rest.remove(second);
        return group.stream()
                .filter(command -> command.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("'" + name + "' is no command; there is "
                        + String.join(
                                ", ",
                                group.stream()
                                        .map(c -> "'aml " + c.name() + "'")
                                        .toList())));
    }

    private static String unknown(String word, List<Command> commands, boolean mayBePath) {
        String advice = Nearest.to(
                        word, commands.stream().map(c -> c.words().getFirst()).toList())
                .map(near -> "; did you mean 'aml " + near + "'?")
                .orElse("; 'aml --help' lists the commands");
        return mayBePath ? "no command after '" + word + "'" + advice : "'" + word + "' is no command" + advice;
    }
}
