package loom.aml.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.UserFolders;
import org.jspecify.annotations.Nullable;

/** The values of all settings and their origins. Immutable. */
public final class Configuration {

    /** The name of the configuration file in the directory that contains the store. */
    public static final String FILE_NAME = "aml.toml";

    /** The default value of every setting. */
    public static final Configuration DEFAULT =
            new Configuration(Map.of(), new TreeMap<>(), Optional.empty(), List.of(), Map.of());

    private final Map<Setting<?>, Value> values;
    private final SortedMap<String, Map<Setting<?>, Value>> agents;
    private final Optional<Path> file;
    private final List<Ignored> ignored;
    private final Map<String, String> environment;

    /** A value and its origin. */
    record Value(Object value, Origin origin) {}

    private Configuration(
            Map<Setting<?>, Value> values,
            SortedMap<String, Map<Setting<?>, Value>> agents,
            Optional<Path> file,
            List<Ignored> ignored,
            Map<String, String> environment) {
        this.values = values;
        this.agents = agents;
        this.file = file;
        this.ignored = List.copyOf(ignored);
        this.environment = environment;
    }

    /**
     * A guarded setting that is ignored because of its origin.
     *
     * @param setting the name of the setting
     * @param where the file with line and column
     * @param file the file
     * @param why the reason and the remedy
     */
    public record Ignored(String setting, String where, Path file, String why) {}

    /**
     * Reads the settings for a store. Later files override earlier ones, and the environment overrides all files.
     *
     * @throws ConfigurationException if any setting is invalid
     */
    public static Configuration read(List<ConfigurationFile> files, Map<String, String> environment) {
        Draft draft = new Draft();
        Optional<Path> read = Optional.empty();
        for (ConfigurationFile source : files) {
            if (source.isForeign()) {
                draft.ignored.add(new Ignored("", source.named().toString(), source.named(), source.doubt()));
            } else {
                draft.source = source;
                TomlFile.read(FileName.text(source.named()), source.content(), draft);
                draft.source = null;
                read = Optional.of(source.named());
            }
        }
        EnvironmentVariables.read(environment, draft);
        return draft.toConfiguration(read, environment);
    }

    /** Returns the value of a setting. */
    @SuppressWarnings("unchecked") // Each value was parsed by the type of its setting.
    public <T> T get(Setting<T> setting) {
        Value value = values.get(setting);
        return value == null ? setting.byDefault() : (T) value.value();
    }

    /** Returns the value of a setting for one agent. */
    @SuppressWarnings("unchecked")
    public <T> T get(Setting<T> setting, String agent) {
        Value own = agents.getOrDefault(agent, Map.of()).get(setting);
        return own == null ? get(setting) : (T) own.value();
    }

    public Origin origin(Setting<?> setting) {
        Value value = values.get(setting);
        return value == null ? Origin.DEFAULT : value.origin();
    }

    /** Returns the agents that have settings of their own. */
    public SortedSet<String> agents() {
        return new TreeSet<>(agents.keySet());
    }

    /** Returns the origin of a setting that is overridden for one agent; empty if it is not. */
    public Optional<Origin> origin(Setting<?> setting, String agent) {
        return Optional.ofNullable(agents.getOrDefault(agent, Map.of()).get(setting))
                .map(Value::origin);
    }

    /** Returns the value as written in the file. For a secret, returns only where it is. */
    public <T> String literal(Setting<T> setting) {
        return shown(setting, get(setting));
    }

    /** Returns the value for one agent as written in the file. */
    public <T> String literal(Setting<T> setting, String agent) {
        return shown(setting, get(setting, agent));
    }

    private static <T> String shown(Setting<T> setting, T value) {
        return setting.isSecret() && !value.equals(setting.byDefault())
                ? new Secret(setting.name(), value.toString()).masked()
                : setting.type().literal(value);
    }

    /**
     * Returns the secret that a setting holds or refers to; empty if it is not set.
     *
     * @throws IOException if the setting refers to a variable or a file that cannot be read
     */
    public String secret(Setting<String> setting, Disk disk) throws IOException {
        return new Secret(setting.name(), get(setting)).reveal(environment, disk);
    }

    /** Returns the values of a setting that has several, with commas between them. */
    public List<String> list(Setting<String> setting) {
        return Stream.of(get(setting).split(",", -1))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /**
     * Returns the secret in the file that a setting names; empty if it is not set.
     *
     * @throws IOException if the file cannot be read, or does not contain one line of visible characters
     */
    public Optional<String> secretIn(Setting<String> setting, Disk disk) throws IOException {
        String path = get(setting);
        return path.isEmpty()
                ? Optional.empty()
                : Optional.of(new Secret(setting.name(), Secret.FILE + path).reveal(environment, disk));
    }

    /**
     * Returns the path that a setting names, or that of a file of aml in the user's folder of configurations; empty if neither is known.
     *
     * @param byDefault the name of the file if the setting is not set
     * @throws IOException if the path is not absolute
     */
    public Optional<Path> userFile(Setting<String> setting, String byDefault) throws IOException {
        String path = get(setting);
        UserFolders user = new UserFolders(environment);
        if (path.isEmpty()) {
            return user.configuration().map(folder -> folder.resolve("aml").resolve(byDefault));
        }
        Path file = path.startsWith(Secret.HOME)
                ? user.home()
                        .map(home -> home.resolve(path.substring(Secret.HOME.length())))
                        .orElse(Path.of(path))
                : FileName.path(path);
        if (!file.isAbsolute()) {
            throw new IOException(setting.name() + ": " + path + " is not an absolute path");
        }
        return Optional.of(file);
    }

    /** Returns the folder of aml with this name in the user's folder of states; empty if the user has none. */
    public Optional<Path> userState(String name) {
        return new UserFolders(environment)
                .state()
                .map(folder -> folder.resolve("aml").resolve(name));
    }

    /** Returns the file that was read; empty if none was. */
    public Optional<Path> file() {
        return file;
    }

    /**
     * Returns the settings that are ignored because of their origin. An entry without a name means that the whole file
     * is ignored.
     */
    public List<Ignored> ignored() {
        return ignored;
    }

    /** Returns these settings with one of them overridden by a flag. */
    public <T> Configuration with(Setting<T> setting, String text, String flag) {
        Draft draft = new Draft();
        draft.values.putAll(values);
        draft.agents.putAll(agents);
        draft.ignored.addAll(ignored);
        draft.put(setting, text, new Origin(Origin.Kind.FLAG, flag), flag);
        return draft.toConfiguration(file, environment);
    }

    /** Collects values. Later sources override earlier ones. */
    static final class Draft {
        private final Map<Setting<?>, Value> values = new HashMap<>();
        private final SortedMap<String, Map<Setting<?>, Value>> agents = new TreeMap<>();
        private final List<ConfigurationException.Problem> problems = new ArrayList<>();
        private final List<Ignored> ignored = new ArrayList<>();
        private @Nullable ConfigurationFile source;

        void put(Setting<?> setting, String text, Origin origin, String where) {
            ConfigurationFile from = source;
            if (setting.isGuarded() && from != null && !from.doubt().isEmpty()) {
                ignored.add(new Ignored(setting.name(), where, from.named(), from.doubt()));
                return;
            }
            read(setting, text, origin, where).ifPresent(value -> values.put(setting, value));
        }

        void put(String agent, Setting<?> setting, String text, Origin origin, String where) {
            read(setting, text, origin, where)
                    .ifPresent(value ->
                            agents.computeIfAbsent(agent, _ -> new HashMap<>()).put(setting, value));
        }

        private Optional<Value> read(Setting<?> setting, String text, Origin origin, String where) {
            try {
                return Optional.of(new Value(setting.type().parse(text), origin));
            } catch (IllegalArgumentException e) {
                String shown = setting.isSecret() ? "" : ", not " + text;
                problem(where, setting.name() + " must be " + setting.type().words() + shown);
                return Optional.empty();
            }
        }

        void problem(String where, String what) {
            problems.add(new ConfigurationException.Problem(where, what));
        }

        private Configuration toConfiguration(Optional<Path> file, Map<String, String> environment) {
            if (!problems.isEmpty()) {
                throw new ConfigurationException(problems);
            }
            return new Configuration(values, agents, file, ignored, environment);
        }
    }
}
