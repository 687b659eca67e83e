package loom.aml.app.version;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A field that differs between two versions of an item.
 *
 * @param field its path: {@code pattern.approach.technique}; the elements of a list of objects are numbered from 1
 * @param before the older value; empty if the older version does not have the field. Values of a list are on lines of their own
 * @param after the newer value; empty if the newer version does not have the field
 */
public record FieldChange(String field, Optional<String> before, Optional<String> after) {

    /** Returns the fields that differ, in alphabetical order. A version that does not exist is empty text. */
    public static List<FieldChange> between(String before, String after) {
        Map<String, String> old = fields(before);
        Map<String, String> now = fields(after);
        List<FieldChange> changes = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            if (!Objects.equals(old.get(name), now.get(name))) {
                changes.add(
                        new FieldChange(name, Optional.ofNullable(old.get(name)), Optional.ofNullable(now.get(name))));
            }
        }
        return changes;
    }

    /** Returns the fields of an item by their paths. */
    public static Map<String, String> fields(String json) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (json.isEmpty()) {
            return fields;
        }
        try {
            add("", JsonObject.parse(json), fields);
        } catch (JsonSyntaxException e) {
            fields.put("text", json);
        }
        return fields;
    }

    private static void add(String path, @Nullable Object value, Map<String, String> fields) {
        switch (value) {
            case JsonObject object ->
                object.keys().forEach(key -> add(path.isEmpty() ? key : path + '.' + key, object.value(key), fields));
            case List<?> list -> {
                if (list.stream().noneMatch(JsonObject.class::isInstance)) {
                    fields.put(
                            path,
                            String.join("\n", list.stream().map(String::valueOf).toList()));
                } else {
                    for (int i = 0; i < list.size(); i++) {
                        add(path + '.' + (i + 1), list.get(i), fields);
                    }
                }
            }
            case null -> fields.put(path, "null");
            default -> fields.put(path, String.valueOf(value));
        }
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("field", field)
                .put("before", before.orElse(null))
                .put("after", after.orElse(null))
                .build();
    }
}
