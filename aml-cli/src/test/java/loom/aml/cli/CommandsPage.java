package loom.aml.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Generates the page of all commands from their descriptions, like the help and the manual. */
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
                "The commands of aml, as described by `aml help COMMAND`. The path of a store may precede the command: `aml PATH COMMAND`.");
        line(
                "Without it, aml uses the [store of the project](stores.md). `aml --all COMMAND` and `aml PATH PATH COMMAND` run it on several. Options may appear anywhere. Separate lists by commas or blanks, or repeat the option.");
        line("");
        line("| command | description |");
        line("|---|---|");
        for (CommandEntry entry : Commands.ALL) {
            line("| [`aml " + entry.fullName() + "`](#" + anchor(entry) + ") | " + cell(entry.summary()) + " |");
        }
        line("");
        line("## Options of every command");
        line("");
        table(Options.common());
        line("");
        line("## Exit codes");
        line("");
        line("| code | meaning |");
        line("|---|---|");
        ExitCode.USUAL.forEach(this::code);
        line("");
        line("A process that is stopped by a signal ends with 128 plus the signal number.");
    }

    private static String anchor(CommandEntry entry) {
        return "aml-" + entry.fullName().replace(' ', '-');
    }

    private void describe(CommandEntry entry) {
        CommandSpec spec = Options.specOf(entry);
        line("");
        line("## aml " + entry.fullName());
        line("");
        line(entry.summary() + ".");
        line("");
        line("```");
        line("aml " + (entry.command().takesStore() ? "[PATH] " : "") + entry.fullName()
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
            line("| option | description |");
            line("|---|---|");
            rows.forEach(this::line);
        }
        line("");
        line("For example: `" + entry.command().example() + "`");
        if (!entry.command().exitCodes().equals(ExitCode.USUAL)) {
            line("");
            line("Ends with "
                    + entry.command().exitCodes().stream()
                            .map(code -> code.number() + " (" + code.meaning() + ")")
                            .collect(Collectors.joining(", "))
                    + ".");
        }
    }

    private static String operand(PositionalParamSpec operand) {
        return operand.arity().min() > 0 ? " " + operand.paramLabel() : " [" + operand.paramLabel() + "]";
    }

    private void table(List<OptionSpec> options) {
        line("| option | description |");
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
