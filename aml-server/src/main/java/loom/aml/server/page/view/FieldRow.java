package loom.aml.server.page.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A field of an item, or of two versions of an item.
 *
 * @param name its path: {@code approach.technique}
 * @param before the value in the older version; null if it had none
 * @param after the value; null if it was removed
 */
public record FieldRow(
        String name, @Nullable String before, @Nullable String after) {

    /** Returns the fields of an item. */
    public static List<FieldRow> of(String json) {
        return read(json).entrySet().stream()
                .map(entry -> new FieldRow(entry.getKey(), entry.getValue(), entry.getValue()))
                .toList();
    }

    /** Returns the fields that differ between two versions. */
    public static List<FieldRow> between(String before, String after) {
        Map<String, String> old = read(before);
        Map<String, String> now = read(after);
        List<FieldRow> rows = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            FieldRow row = new FieldRow(name, old.get(name), now.get(name));
            if (!String.valueOf(row.before).equals(String.valueOf(row.after))) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static Map<String, String> read(String json) {
        Map<String, String> fields = new LinkedHashMap<>();
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
}
