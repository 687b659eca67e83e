package loom.aml.cli;

import java.util.List;
import loom.aml.cli.print.Style;
import loom.aml.config.Suggestion;
import loom.aml.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Explains a command or a group of commands, or lists all commands. */
final class HelpCommand implements Command {
    @Override
    public String example() {
        return "aml help backup restore";
    }

    @Override
    public boolean takesStore() {
        return false;
    }

    @Override
    public List<ExitCode> exitCodes() {
        return List.of(ExitCode.DONE, ExitCode.USAGE);
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.operand(0, Commands.firstWords(), "COMMAND", "0..1", "The command."));
        spec.addPositional(Options.operand(1, "SUBCOMMAND", "0..1", "The second word of the command."));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) {
        String first = arguments.matchedPositionalValue(0, "");
        String second = arguments.matchedPositionalValue(1, "");
        session.printJson(JsonObject.builder()
                .put("help", textOf(first, second, new Style(false)))
                .build());
        session.out().print(textOf(first, second, session.style()));
        return ExitCode.DONE;
    }

    private static String textOf(String first, String second, Style style) {
        if (first.isEmpty()) {
            return Help.all(style);
        }
        List<CommandEntry> group = Commands.group(first);
        String name = (first + " " + second).strip();
        for (CommandEntry entry : group) {
            if (entry.fullName().equals(name)) {
                return Help.of(entry, Options.specOf(entry), style);
            }
        }
        boolean isGroup = !group.isEmpty() && group.getFirst().isInGroup();
        if (isGroup && second.isEmpty()) {
            return Help.group(first, style);
        }
        List<String> names =
                isGroup ? group.stream().map(CommandEntry::fullName).toList() : Commands.firstWords();
        throw new UsageException("'" + name + "' is not a command"
                + Suggestion.to(name, names)
                        .map(near -> "; did you mean 'aml help " + near + "'?")
                        .orElse("; 'aml help' lists the commands"));
    }
}
