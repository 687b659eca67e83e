package loom.aml.edit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import loom.aml.json.JsonObject;

/** Values of fields as JSON, by path, in the order in which they were set. Not thread-safe. */
public final class FieldValues {
    private final Map<String, String> byPath = new LinkedHashMap<>();

    /** Sets a field to a text. */
    public FieldValues text(String path, String text) {
        return json(path, JsonObject.quoted(text));
    }

    /** Sets a field to a list of texts. */
    public FieldValues list(String path, List<String> texts) {
        return json(path, texts.stream().map(JsonObject::quoted).collect(Collectors.joining(", ", "[", "]")));
    }

    /** Sets a field to a value in JSON. */
    public FieldValues json(String path, String json) {
        byPath.put(path, json);
        return this;
    }

    public boolean isEmpty() {
        return byPath.isEmpty();
    }

    public Map<String, String> byPath() {
        return Map.copyOf(byPath);
    }

    /** Returns a JSON object with these values in UTF-8. */
    public byte[] toObject() {
        return object(byPath).getBytes(StandardCharsets.UTF_8);
    }

    private static String object(Map<String, String> values) {
        List<String> members = new ArrayList<>();
        Map<String, Map<String, String>> nested = new LinkedHashMap<>();
        values.forEach((path, value) -> {
            int dot = path.indexOf('.');
            if (dot < 0) {
                members.add(JsonObject.quoted(path) + ":" + value);
            } else {
                nested.computeIfAbsent(path.substring(0, dot), _ -> new LinkedHashMap<>())
                        .put(path.substring(dot + 1), value);
            }
        });
        nested.forEach((name, inner) -> members.add(JsonObject.quoted(name) + ":" + object(inner)));
        return "{" + String.join(",", members) + "}";
    }
}
