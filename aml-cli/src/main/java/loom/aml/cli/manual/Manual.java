package loom.aml.cli.manual;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual: a page about aml and one for each command or group, generated from the descriptions of the commands like
 * the help.
 */
public final class Manual {
    private final List<Command> commands;
    private final String description;
    private final String version;
    private final String date;

    /**
     * @param description a sentence that says what aml is
     * @param date of the pages: {@code 2026-01-01}
     */
    public Manual(List<Command> commands, String description, String version, String date) {
        this.commands = List.copyOf(commands);
        this.description = description;
        this.version = version;
        this.date = date;
    }

    /** Returns the text of each page, by file name. */
    public Map<String, String> pages() {
        Map<String, List<Command>> groups = commands.stream()
                .collect(Collectors.groupingBy(
                        command -> command.words().getFirst(), LinkedHashMap::new, Collectors.toList()));
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("aml.1", overview(groups));
        groups.forEach((word, group) -> pages.put("aml-" + word + ".1", page(word, group)));
        return pages;
    }

    private Roff begun(String title) {
        return new Roff(title, date, "aml " + version);
    }

    private String overview(Map<String, List<Command>> groups) {
        Roff page = begun("aml").section("Name").line("aml - maintain the memory of AI coding agents");
        page.section("Synopsis").line("aml [PATH] COMMAND [OPTIONS]");
        page.section("Description").line(description);
        page.paragraph(
                "PATH is a store; without it, aml uses the .loom/memory of this directory or of the nearest parent, or else"
                        + " the memory that Claude Code or Serena keeps of the project. --all in its place runs a command"
                        + " on all stores of this machine.");
        page.section("Commands");
        for (Command command : commands) {
            page.term(command.name(), "", command.summary() + ".");
        }
        page.section("Exit status");
        exitCodes(page, commands.getFirst().exitCodes());
        page.section("Environment");
        page.term("LOOM_AML_CONFIG", "", "The configuration file, instead of .loom/aml.toml.");
        page.term("LOOM_AML_...", "", "A setting; 'aml config show' lists them.");
        page.term("NO_COLOR", "", "Disables colours if set.");
        page.section("See also")
                .line(groups.keySet().stream()
                        .map(word -> "aml-" + word + "(1)")
                        .collect(Collectors.joining(", ")));
        return page.toString();
    }

    private String page(String word, List<Command> group) {
        Roff page = begun("aml-" + word).section("Name");
        boolean isOne = group.getFirst().words().size() == 1;
        page.line("aml-" + word + " - "
                + (isOne
                        ? group.getFirst().summary()
                        : group.stream().map(c -> c.words().get(1)).collect(Collectors.joining(", "))));
        page.section("Synopsis");
        for (Command command : group) {
            page.line(synopsis(command));
            if (command != group.getLast()) {
                page.newLine();
            }
        }
        page.section("Description");
        for (Command command : group) {
            if (!isOne) {
                page.subsection("aml " + command.name());
            }
            describe(command, page);
        }
        page.section("Options of every command");
        Options.common().forEach(option -> describe(option, page));
        page.section("Exit status");
        exitCodes(page, group.getFirst().exitCodes());
        group.stream()
                .filter(command -> !command.exitCodes().equals(group.getFirst().exitCodes()))
                .forEach(command -> {
                    page.paragraph("Of aml " + command.name() + ":");
                    exitCodes(page, command.exitCodes());
                });
        return page.section("See also").line("aml(1)").toString();
    }

    private static String synopsis(Command command) {
        String operands = Options.specOf(command).positionalParameters().stream()
                .map(operand ->
                        operand.arity().min() > 0 ? " " + operand.paramLabel() : " [" + operand.paramLabel() + "]")
                .collect(Collectors.joining());
        return "aml " + (command.takesStore() ? "[PATH] " : "") + command.name() + operands + " [OPTIONS]";
    }

    private static void describe(Command command, Roff page) {
        CommandSpec spec = Options.specOf(command);
        page.line(command.summary() + ".");
        for (PositionalParamSpec operand : spec.positionalParameters()) {
            page.term(operand.paramLabel(), "", String.join(" ", operand.description()));
        }
        Set<String> common =
                Options.common().stream().map(OptionSpec::longestName).collect(Collectors.toSet());
        spec.options().stream()
                .filter(option -> !option.hidden() && !common.contains(option.longestName()))
                .forEach(option -> describe(option, page));
        page.paragraph("Example:").example(command.example());
    }

    private static void describe(OptionSpec option, Roff page) {
        String value = option.arity().max() == 0 ? "" : option.paramLabel();
        page.term(
                String.join(", ", option.names()),
                option.isMultiValue() ? value + "[," + value + "...]" : value,
                String.join(" ", option.description()));
    }

    private static void exitCodes(Roff page, List<ExitCode> codes) {
        for (ExitCode code : codes) {
            page.term(Integer.toString(code.number()), "", code.meaning());
        }
    }
}
