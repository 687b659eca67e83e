package loom.aml.cli;

import java.util.ArrayList;
import java.util.List;
import loom.aml.cli.print.Style;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The help: the list of commands, and for each command its description, options, an example and exit codes. */
final class Help {
    static final String WHAT_AML_IS = "aml maintains the memory of AI coding agents: backup, search, pruning and undo.";

    /** Longer lines are hard to read, even on a wide terminal. */
    private static final int WIDEST = 100;

    /** The smallest width that picocli supports. */
    private static final int NARROWEST = 55;

    private Help() {}

    /** Returns all commands with their descriptions, by topic. */
    static String all(Style style) {
        StringBuilder text = new StringBuilder(beginning(style));
        text.append(paragraph(
                        "PATH is a store; without it, aml uses the .loom/memory of this directory or of the nearest"
                                + " parent, or else the memory that Claude Code or Serena keeps of the project. --all in"
                                + " its place runs a command on all stores of this machine.",
                        style))
                .append('\n');
        for (Topic topic : Topic.values()) {
            text.append(style.bold(topic.title()))
                    .append('\n')
                    .append(listed(topic.commands(), style))
                    .append('\n');
        }
        return text.append(
                        paragraph("'aml help COMMAND' explains a command. 'aml --version' prints the version.", style))
                .append(paragraph(
                        "Try 'aml demo' first. Preview changes to your own store with 'aml maintain --dry-run'.",
                        style))
                .toString();
    }

    /** Returns the topics on one screen. */
    static String overview(Style style) {
        return beginning(style) + Overview.text(style);
    }

    private static String beginning(Style style) {
        return paragraph(WHAT_AML_IS, style) + "\nUsage: aml [PATH] COMMAND [OPTIONS]\n\n";
    }

    /** Returns the commands of one group. */
    static String group(String word, Style style) {
        List<CommandEntry> commands = Commands.group(word);
        return "Usage: aml [PATH] " + word + " COMMAND [OPTIONS]\n\n" + listed(commands, style) + "\nExample:\n  "
                + commands.getFirst().command().example() + "\n\n'aml help " + word + " COMMAND' explains a command.\n";
    }

    /** Returns the commands that begin with the only word of a command. */
    private static List<CommandEntry> furtherCommands(CommandEntry entry) {
        List<CommandEntry> further = new ArrayList<>();
        for (CommandEntry other : entry.isInGroup() ? List.<CommandEntry>of() : Commands.group(entry.fullName())) {
            if (other.isInGroup()) {
                further.add(other);
            }
        }
        return further;
    }

    private static String listed(List<CommandEntry> commands, Style style) {
        StringBuilder text = new StringBuilder();
        int indent = 0;
        for (CommandEntry entry : commands) {
            indent = Math.max(indent, entry.fullName().length() + 5);
        }
        for (CommandEntry entry : commands) {
            String name = "  " + entry.fullName();
            text.append(name)
                    .append(" ".repeat(indent - name.length()))
                    .append(String.join("\n" + " ".repeat(indent), style.lines(entry.summary(), indent)))
                    .append('\n');
        }
        return text.toString();
    }

    private static String paragraph(String text, Style style) {
        return String.join("\n", style.lines(text, 0)) + "\n";
    }

    static String of(CommandEntry entry, CommandSpec spec, Style style) {
        Command command = entry.command();
        StringBuilder text = new StringBuilder();
        spec.usageMessage()
                .description(entry.summary() + ".")
                .descriptionHeading("%n")
                .parameterListHeading("%n")
                .optionListHeading("%n")
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .width(Math.clamp(style.columns(), NARROWEST, WIDEST));
        text.append(new CommandLine(spec).getUsageMessage(Ansi.OFF));
        if (command.takesStore()) {
            text.append('\n')
                    .append(paragraph(
                            "The store is that of the project, unless given: aml PATH " + entry.fullName() + ".",
                            style));
        }
        List<CommandEntry> more = furtherCommands(entry);
        if (!more.isEmpty()) {
            text.append("\nFurther commands:\n").append(listed(more, style));
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
