package loom.aml.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/** Reads the configuration file. The only class that uses the TOML parser; it is loaded only if there is a file. */
final class TomlFile {
    private static final String AGENTS = "agents";

    private final String name;
    private final TomlParseResult toml;
    private final Configuration.Draft draft;

    private TomlFile(String name, TomlParseResult toml, Configuration.Draft draft) {
        this.name = name;
        this.toml = toml;
        this.draft = draft;
    }

    static void read(String name, byte[] bytes, Configuration.Draft draft) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            draft.problem(name, "not valid UTF-8");
            return;
        }
        TomlParseResult toml = Toml.parse(text);
        if (toml.hasErrors()) {
            toml.errors()
                    .forEach(error -> draft.problem(place(name, error.position()), String.valueOf(error.getMessage())));
            return;
        }
        new TomlFile(name, toml, draft).read();
    }

    private static String place(String name, @Nullable TomlPosition position) {
        return position == null ? name : name + ":" + position.line() + ":" + position.column();
    }

    private static int line(@Nullable TomlPosition position) {
        return position == null ? 0 : position.line();
    }

    private void read() {
        List<List<String>> paths = new ArrayList<>(toml.keyPathSet());
        paths.sort(Comparator.comparingInt((List<String> path) -> line(toml.inputPositionOf(path))));
        for (List<String> path : paths) {
            String where = place(name, toml.inputPositionOf(path));
            if (path.getFirst().equals(AGENTS)) {
                ofAgent(path, where);
            } else {
                setting(path, false, where)
                        .ifPresent(setting -> text(setting, path, where)
                                .ifPresent(
                                        text -> draft.put(setting, text, new Origin(Origin.Kind.FILE, where), where)));
            }
        }
    }

    private void ofAgent(List<String> path, String where) {
        if (path.size() < 3) {
            draft.problem(where, "expected a section [agents.NAME] with settings of that agent");
            return;
        }
        List<String> key = path.subList(2, path.size());
        setting(key, true, where)
                .ifPresent(setting -> text(setting, path, where)
                        .ifPresent(text ->
                                draft.put(path.get(1), setting, text, new Origin(Origin.Kind.FILE, where), where)));
    }

    private Optional<Setting<?>> setting(List<String> path, boolean isOfAgent, String where) {
        String key = String.join(".", path);
        Optional<Setting<?>> setting = Settings.named(key);
        if (setting.isEmpty()) {
            draft.problem(where, "unknown setting '" + key + "'" + advice(key, isOfAgent));
        } else if (isOfAgent && !setting.get().isPerAgent()) {
            draft.problem(where, "'" + key + "' cannot be set for one agent");
            return Optional.empty();
        }
        return setting;
    }

    private static String advice(String key, boolean isOfAgent) {
        Stream<Setting<?>> candidates = Settings.ALL.stream().filter(setting -> !isOfAgent || setting.isPerAgent());
        return Suggestion.to(key, candidates.map(Setting::name).toList())
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("; 'aml config show' lists them");
    }

    /**
     * Returns the value as text, as in an environment variable; reports a problem and returns empty if it has the wrong
     * type.
     */
    private Optional<String> text(Setting<?> setting, List<String> path, String where) {
        Object value = toml.get(path);
        ValueType.@Nullable Form form = form(value);
        if (form == null || !setting.type().takes(form)) {
            draft.problem(
                    where,
                    setting.name() + " must be " + setting.type().words() + ", not "
                            + (form == null ? "this" : form.words));
            return Optional.empty();
        }
        return Optional.of(value instanceof TomlArray array ? joined(array) : String.valueOf(value));
    }

    private static ValueType.@Nullable Form form(@Nullable Object value) {
        return switch (value) {
            case String _ -> ValueType.Form.TEXT;
            case Long _ -> ValueType.Form.WHOLE;
            case Double _ -> ValueType.Form.DECIMAL;
            case Boolean _ -> ValueType.Form.FLAG;
            case TomlArray _ -> ValueType.Form.LIST;
            case null, default -> null;
        };
    }

    private static String joined(TomlArray array) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            words.add(String.valueOf(array.get(i)));
        }
        return String.join(",", words);
    }
}
