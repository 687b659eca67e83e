package loom.aml.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The help: what there is, and for each command what it does, its options, one example, and the exit codes. */
final class Help {
    static final String WHAT_AML_IS =
            "aml keeps the memory of AI coding agents small, true, fast to recall and impossible to lose.";

    private Help() {}

    static String overview(List<Command> commands) {
        return WHAT_AML_IS + "\n\n"
                + "Usage: aml [PATH] COMMAND [OPTIONS]\n\n"
                + "PATH is a store of memories; without it the nearest .loom/memory upwards serves.\n\n"
                + listed(commands)
                + """

                'aml help COMMAND' explains one of them. 'aml --version' says which aml this is.
                To see what it does: 'aml demo'. Before it does anything to a store of yours: 'aml maintain --dry-run'.
                """;
    }

    /** The commands that begin with one word. */
    static String group(String word, List<Command> commands) {
        return "Usage: aml [PATH] " + word + " COMMAND [OPTIONS]\n\n" + listed(commands) + "\nExample:\n  "
                + commands.getFirst().example() + "\n\n'aml help " + word + " COMMAND' explains one of them.\n";
    }

    private static String listed(List<Command> commands) {
        StringBuilder text = new StringBuilder();
        int width = commands.stream().mapToInt(c -> c.name().length()).max().orElse(0);
        for (Command command : commands) {
            text.append("  ")
                    .append(command.name())
                    .append(" ".repeat(width - command.name().length() + 3));
            text.append(command.summary()).append('\n');
        }
        return text.toString();
    }

    static String of(Command command, CommandSpec spec) {
        StringBuilder text = new StringBuilder();
        spec.usageMessage()
                .description(command.summary() + ".")
                .descriptionHeading("%n")
                .parameterListHeading("%n")
                .optionListHeading("%n")
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .width(100);
        text.append(new CommandLine(spec).getUsageMessage(Ansi.OFF));
        if (command.takesStore()) {
            text.append("\nThe store is the nearest .loom/memory upwards, or the one that is named: aml PATH ")
                    .append(command.name())
                    .append(".\n");
        }
        text.append("\nExample:\n  ").append(command.example()).append("\n\nExit codes:\n");
        for (ExitCode code : command.exitCodes()) {
            text.append("  ")
                    .append(code.number())
                    .append("  ")
                    .append(code.meaning())
                    .append('\n');
        }
        return text.toString();
    }
}
