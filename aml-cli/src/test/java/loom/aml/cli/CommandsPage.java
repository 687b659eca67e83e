package loom.aml.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The page of all commands, made of what they say of themselves, as the help and the manual are. */
final class CommandsPage {
    private static final Set<String> COMMON =
            Options.common().stream().map(OptionSpec::longestName).collect(Collectors.toSet());

    private final StringBuilder page = new StringBuilder();

    private CommandsPage() {}

    static String text() {
        CommandsPage page = new CommandsPage();
        page.introduction();
        Commands.ALL.forEach(page::describe);
        return page.page.toString();
    }

    private void line(String line) {
        page.append(line).append('\n');
    }

    private void introduction() {
        line("# Commands");
        line("");
        line(
                "Every command in a word or two, as `aml help COMMAND` says it. A store may be named before the command, `aml PATH COMMAND`;");
        line(
                "without it the nearest `.loom/memory` upwards serves. Options may stand anywhere. Lists take commas, blanks, or the option again.");
        line("");
        line("| command | what it does |");
        line("|---|---|");
        for (Command command : Commands.ALL) {
            line("| [`aml " + command.name() + "`](#" + anchor(command) + ") | " + cell(command.summary()) + " |");
        }
        line("");
        line("## Options of every command");
        line("");
        table(Options.common());
        line("");
        line("## Exit codes");
        line("");
        line("| code | means |");
        line("|---|---|");
        ExitCode.USUAL.forEach(this::code);
        line("");
        line("A process that a signal stops ends with 128 and the number of the signal.");
    }

    private static String anchor(Command command) {
        return "aml-" + command.name().replace(' ', '-');
    }

    private void describe(Command command) {
        CommandSpec spec = Options.specOf(command);
        line("");
        line("## aml " + command.name());
        line("");
        line(command.summary() + ".");
        line("");
        line("```");
        line("aml " + (command.takesStore() ? "[PATH] " : "") + command.name()
                + spec.positionalParameters().stream()
                        .map(CommandsPage::operand)
                        .collect(Collectors.joining())
                + " [OPTIONS]");
        line("```");
        List<String> rows = new ArrayList<>();
        for (PositionalParamSpec operand : spec.positionalParameters()) {
            rows.add("| `" + operand.paramLabel() + "` | " + cell(String.join(" ", operand.description())) + " |");
        }
        spec.options().stream()
                .filter(option -> !option.hidden() && !COMMON.contains(option.longestName()))
                .map(CommandsPage::row)
                .forEach(rows::add);
        if (!rows.isEmpty()) {
            line("");
            line("| option | what it does |");
            line("|---|---|");
            rows.forEach(this::line);
        }
        line("");
        line("For example: `" + command.example() + "`");
        if (!command.exitCodes().equals(ExitCode.USUAL)) {
            line("");
            line("Ends with "
                    + command.exitCodes().stream()
                            .map(code -> code.number() + " (" + code.meaning() + ")")
                            .collect(Collectors.joining(", "))
                    + ".");
        }
    }

    private static String operand(PositionalParamSpec operand) {
        return operand.arity().min() > 0 ? " " + operand.paramLabel() : " [" + operand.paramLabel() + "]";
    }

    private void table(List<OptionSpec> options) {
        line("| option | what it does |");
        line("|---|---|");
        options.forEach(option -> line(row(option)));
    }

    private static String row(OptionSpec option) {
        String value =
                option.arity().max() == 0 ? "" : " " + option.paramLabel() + (option.isMultiValue() ? ",..." : "");
        return "| `" + String.join("`, `", option.names()) + value + "` | "
                + cell(String.join(" ", option.description())) + " |";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace("%%", "%");
    }

    private void code(ExitCode code) {
        line("| " + code.number() + " | " + code.meaning() + " |");
    }
}
