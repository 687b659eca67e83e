package loom.aml.index.query;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loom.aml.json.JsonObject;

/** The number of matching items by value, most frequent first. */
public record Facets(
        Map<String, Long> agents, Map<String, Long> kinds, Map<String, Long> types, Map<String, Long> tags) {

    public Facets {
        agents = sorted(agents);
        kinds = sorted(kinds);
        types = sorted(types);
        tags = sorted(tags);
    }

    private static Map<String, Long> sorted(Map<String, Long> counts) {
        Map<String, Long> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return Collections.unmodifiableMap(sorted);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("agents", toJson(agents))
                .put("kinds", toJson(kinds))
                .put("types", toJson(types))
                .put("tags", toJson(tags))
                .build();
    }

    private static List<JsonObject> toJson(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> JsonObject.builder()
                        .put("name", count.getKey())
                        .put("items", count.getValue())
                        .build())
                .toList();
    }
}
