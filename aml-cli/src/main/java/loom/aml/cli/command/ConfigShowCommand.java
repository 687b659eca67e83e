package loom.aml.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import loom.aml.cli.Command;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.print.Table;
import loom.aml.config.Configuration;
import loom.aml.config.Origin;
import loom.aml.config.Setting;
import loom.aml.config.Settings;
import loom.aml.io.Printable;
import loom.aml.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Prints the settings with their values and origins. */
public final class ConfigShowCommand implements Command {

    /** A line of the output; the agent is empty for settings of all agents. */
    private record Line(String agent, Setting<?> setting, String value, Origin origin, boolean isIgnored) {
        Line(String agent, Setting<?> setting, String value, Origin origin) {
            this(agent, setting, value, origin, false);
        }

        /** Returns the line of an ignored setting; its value is hidden, because it is not from the user. */
        static Line ignored(Setting<?> setting, Configuration.Ignored ignored) {
            return new Line("", setting, "(not trusted)", new Origin(Origin.Kind.FILE, ignored.where()), true);
        }

        String name() {
            return agent.isEmpty() ? setting.name() : "agents." + agent + "." + setting.name();
        }

        JsonObject toJson() {
            return JsonObject.builder()
                    .put("name", setting.name())
                    .put("agent", agent.isEmpty() ? null : agent)
                    .put("value", value)
                    .put("origin", origin.kind().name().toLowerCase(Locale.ROOT))
                    .put("where", origin.where().isEmpty() ? null : origin.where())
                    .put("trusted", !isIgnored)
                    .put("default", setting.defaultLiteral())
                    .put("description", setting.doc())
                    .build();
        }
    }

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
        Configuration set = session.configuration().read();
        List<Line> lines = new ArrayList<>();
        for (Setting<?> setting : Settings.ALL) {
            lines.add(new Line("", setting, set.literal(setting), set.origin(setting)));
            for (String agent : set.agents()) {
                Optional<Origin> own = set.origin(setting, agent);
                own.ifPresent(origin -> lines.add(new Line(agent, setting, set.literal(setting, agent), origin)));
            }
        }
        for (Configuration.Ignored ignored : set.ignored()) {
            Settings.named(ignored.setting()).ifPresent(setting -> lines.add(Line.ignored(setting, ignored)));
        }
        if (Options.has(arguments, "--changed")) {
            lines.removeIf(line -> line.origin().kind() == Origin.Kind.DEFAULT);
        }
        session.printJson(JsonObject.builder()
                .put("file", set.file().map(Object::toString).orElse(null))
                .put("settings", lines.stream().map(Line::toJson).toList())
                .build());
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
