package loom.aml.edit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import loom.aml.json.JsonObject;

/**
 * Values of fields in the order in which they were set.
 *
 * @param byPath the values as JSON, by the path of the field
 */
public record FieldValues(Map<String, String> byPath) {
    public static final FieldValues NONE = new FieldValues(Map.of());

    public FieldValues {
        byPath = Collections.unmodifiableMap(new LinkedHashMap<>(byPath));
    }

    /** Returns these values and a text. */
    public FieldValues withText(String path, String text) {
        return with(path, JsonObject.quoted(text));
    }

    /** Returns these values and a list of texts. */
    public FieldValues withTexts(String path, List<String> texts) {
        return with(path, texts.stream().map(JsonObject::quoted).collect(Collectors.joining(", ", "[", "]")));
    }

    /** Returns these values and one in JSON. */
    public FieldValues with(String path, String json) {
        Map<String, String> more = new LinkedHashMap<>(byPath);
        more.put(path, json);
        return new FieldValues(more);
    }

    public boolean isEmpty() {
        return byPath.isEmpty();
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
