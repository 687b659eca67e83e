package loom.aml.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The help: what there is, and for each command what it does, its options, one example, and the exit codes. */
final class Help {
    private Help() {}

    static String overview(List<Command> commands) {
        StringBuilder text = new StringBuilder("""
                aml keeps the memory of AI coding agents small, true and impossible to lose.

                Usage: aml [PATH] COMMAND [OPTIONS]

                PATH is a store of memories; without it the nearest .loom/memory upwards serves.

                """);
        int width = commands.stream().mapToInt(c -> c.name().length()).max().orElse(0);
        for (Command command : commands) {
            text.append("  ")
                    .append(command.name())
                    .append(" ".repeat(width - command.name().length() + 3));
            text.append(command.summary()).append('\n');
        }
        text.append("""

                'aml COMMAND --help' explains one of them. 'aml --version' says which aml this is.
                To see what it does: 'aml demo'. Before it does anything to a store of yours: 'aml maintain --dry-run'.
                """);
        return text.toString();
    }

    static String of(Command command, CommandSpec spec) {
        StringBuilder text = new StringBuilder();
        spec.usageMessage()
                .description(command.summary() + ".")
                .descriptionHeading("%n")
                .optionListHeading("%n")
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .width(100);
        text.append(new CommandLine(spec).getUsageMessage(Ansi.OFF));
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
