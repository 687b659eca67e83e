package loom.aml.cli.manual;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import loom.aml.cli.CommandEntry;
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
    private final List<CommandEntry> commands;
    private final String description;
    private final String version;
    private final String date;

    /**
     * @param description a sentence that says what aml is
     * @param date of the pages: {@code 2026-01-01}
     */
    public Manual(List<CommandEntry> commands, String description, String version, String date) {
        this.commands = List.copyOf(commands);
        this.description = description;
        this.version = version;
        this.date = date;
    }

    /** Returns the text of each page, by file name. */
    public Map<String, String> pages() {
        Map<String, List<CommandEntry>> groups = commands.stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.words().getFirst(), LinkedHashMap::new, Collectors.toList()));
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("aml.1", overview(groups));
        groups.forEach((word, group) -> pages.put("aml-" + word + ".1", page(word, group)));
        return pages;
    }

    private Roff begun(String title) {
        return new Roff(title, date, "aml " + version);
    }

    private String overview(Map<String, List<CommandEntry>> groups) {
        Roff page = begun("aml").section("Name").line("aml - maintain the memory of AI coding agents");
        page.section("Synopsis").line("aml [PATH] COMMAND [OPTIONS]");
        page.section("Description").line(description);
        page.paragraph(
                "PATH is a store; without it, aml uses the .loom/memory of this directory or of the nearest parent, or else"
                        + " the memory that Claude Code or Serena keeps of the project. --all in its place runs a command"
                        + " on all stores of this machine.");
        page.section("Commands");
        for (CommandEntry entry : commands) {
            page.term(entry.fullName(), "", entry.summary() + ".");
        }
        page.section("Exit status");
        exitCodes(page, commands.getFirst().command().exitCodes());
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

    private String page(String word, List<CommandEntry> group) {
        Roff page = begun("aml-" + word).section("Name");
        boolean isOne = group.size() == 1;
        page.line("aml-" + word + " - "
                + (!group.getFirst().isInGroup()
                        ? group.getFirst().summary()
                        : group.stream().map(entry -> entry.words().getLast()).collect(Collectors.joining(", "))));
        page.section("Synopsis");
        for (CommandEntry entry : group) {
            page.line(synopsis(entry));
            if (entry != group.getLast()) {
                page.newLine();
            }
        }
        page.section("Description");
        for (CommandEntry entry : group) {
            if (!isOne) {
                page.subsection("aml " + entry.fullName());
            }
            describe(entry, page);
        }
        page.section("Options of every command");
        Options.common().forEach(option -> describe(option, page));
        page.section("Exit status");
        exitCodes(page, group.getFirst().command().exitCodes());
        group.stream()
                .filter(entry -> !entry.command()
                        .exitCodes()
                        .equals(group.getFirst().command().exitCodes()))
                .forEach(entry -> {
                    page.paragraph("Of aml " + entry.fullName() + ":");
                    exitCodes(page, entry.command().exitCodes());
                });
        return page.section("See also").line("aml(1)").toString();
    }

    private static String synopsis(CommandEntry entry) {
        String operands = Options.specOf(entry).positionalParameters().stream()
                .map(operand ->
                        operand.arity().min() > 0 ? " " + operand.paramLabel() : " [" + operand.paramLabel() + "]")
                .collect(Collectors.joining());
        return "aml " + (entry.command().takesStore() ? "[PATH] " : "") + entry.fullName() + operands + " [OPTIONS]";
    }

    private static void describe(CommandEntry entry, Roff page) {
        CommandSpec spec = Options.specOf(entry);
        page.line(entry.summary() + ".");
        for (PositionalParamSpec operand : spec.positionalParameters()) {
            page.term(operand.paramLabel(), "", String.join(" ", operand.description()));
        }
        Set<String> common =
                Options.common().stream().map(OptionSpec::longestName).collect(Collectors.toSet());
        spec.options().stream()
                .filter(option -> !option.hidden() && !common.contains(option.longestName()))
                .forEach(option -> describe(option, page));
        page.paragraph("Example:").example(entry.command().example());
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
