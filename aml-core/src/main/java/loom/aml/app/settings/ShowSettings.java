package loom.aml.app.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import loom.aml.config.Configuration;
import loom.aml.config.Origin;
import loom.aml.config.Setting;
import loom.aml.config.Settings;
import loom.aml.json.JsonObject;

/** Shows each setting with its value and origin. Secrets are shown as set or not. */
public final class ShowSettings {
    private final Configuration configuration;

    public ShowSettings(Configuration configuration) {
        this.configuration = configuration;
    }

    /**
     * The request.
     *
     * @param isChangedOnly whether to omit settings that have their default
     */
    public record Request(boolean isChangedOnly) {}

    /**
     * A setting.
     *
     * @param agent the agent that it is for; empty for all
     * @param isIgnored whether the value is ignored because of its origin
     */
    public record Line(String agent, Setting<?> setting, String value, Origin origin, boolean isIgnored) {
        private Line(String agent, Setting<?> setting, String value, Origin origin) {
            this(agent, setting, value, origin, false);
        }

        /** Returns the line of an ignored setting; its value is hidden, because it is not from the user. */
        private static Line ignored(Setting<?> setting, Configuration.Ignored ignored) {
            return new Line("", setting, "(not trusted)", new Origin(Origin.Kind.FILE, ignored.where()), true);
        }

        public String name() {
            return agent.isEmpty() ? setting.name() : "agents." + agent + "." + setting.name();
        }

        private JsonObject toJson() {
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

    /**
     * The settings.
     *
     * @param file the file that was read; empty if none was
     */
    public record Result(Optional<String> file, List<Line> lines) {
        public Result {
            lines = List.copyOf(lines);
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("file", file.orElse(null))
                    .put("settings", lines.stream().map(Line::toJson).toList())
                    .build();
        }
    }

    public Result run(Request request) {
        List<Line> lines = new ArrayList<>();
        for (Setting<?> setting : Settings.ALL) {
            lines.add(new Line("", setting, configuration.literal(setting), configuration.origin(setting)));
            for (String agent : configuration.agents()) {
                configuration
                        .origin(setting, agent)
                        .ifPresent(origin ->
                                lines.add(new Line(agent, setting, configuration.literal(setting, agent), origin)));
            }
        }
        for (Configuration.Ignored ignored : configuration.ignored()) {
            Settings.named(ignored.setting()).ifPresent(setting -> lines.add(Line.ignored(setting, ignored)));
        }
        if (request.isChangedOnly()) {
            lines.removeIf(line -> line.origin().kind() == Origin.Kind.DEFAULT);
        }
        return new Result(configuration.file().map(Object::toString), lines);
    }
}
