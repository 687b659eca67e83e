package loom.aml.cli.command;

import java.io.IOException;
import java.util.List;
import loom.aml.app.settings.ShowSettings;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.Table;
import loom.aml.config.Origin;
import loom.aml.io.Printable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Prints the settings with their values and origins. */
public final class ConfigShowCommand implements Command {
    /** Returns the file name; {@code config path} prints the full path. */
    private static String place(Origin origin) {
        return origin.kind() == Origin.Kind.FILE ? origin.toString().replaceFirst(" .*/", " ") : origin.toString();
    }

    @Override
    public String example() {
        return "aml config show --changed";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.flag("Show only settings that differ from the default.", "--changed"));
    }

    @Override
    public ExitCode run(ParseResult arguments, Session session) throws IOException {
        ShowSettings.Result shown = new ShowSettings(session.configuration().read())
                .run(new ShowSettings.Request(Options.has(arguments, "--changed")));
        session.printJson(shown.toJson());
        List<ShowSettings.Line> lines = shown.lines();
        if (lines.isEmpty()) {
            session.out().println(session.style().note("all settings have their defaults"));
            return ExitCode.DONE;
        }
        Table table = new Table("setting", "&value", "&from");
        lines.forEach(line ->
                table.row(Printable.of(line.name()), Printable.of(line.value()), Printable.of(place(line.origin()))));
        session.out().print(table.toString(session.style()));
        return ExitCode.DONE;
    }
}
