package loom.aml.sample.pair;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;

/** A believable memory: lines of {@code key: text}, of which a key may have several. Immutable. */
record SampleMemory(Map<String, List<String>> texts) {

    /** Reads the memories, which are separated by empty lines. */
    static List<SampleMemory> all() {
        List<SampleMemory> memories = new ArrayList<>();
        for (String block : Lines.of("memories.txt").strip().split("\n\n+")) {
            Map<String, List<String>> texts = new LinkedHashMap<>();
            block.lines()
                    .forEach(line -> texts.computeIfAbsent(line.substring(0, line.indexOf(':')), _ -> new ArrayList<>())
                            .add(line.substring(line.indexOf(": ") + 2).replace('⏎', '\n')));
            memories.add(new SampleMemory(texts));
        }
        return memories;
    }

    ItemKind kind() {
        return isEntity() ? ItemKind.NOTE : ItemKind.named(first("kind")).orElseThrow();
    }

    private boolean isEntity() {
        return first("kind").equals("entity");
    }

    String first(String key) {
        List<String> values = texts.get(key);
        return values == null ? "" : values.getFirst();
    }

    List<String> list(String key) {
        return texts.getOrDefault(key, List.of());
    }

    /** Returns this memory with other texts of a key. */
    SampleMemory with(String key, List<String> values) {
        Map<String, List<String>> changed = new LinkedHashMap<>(texts);
        changed.put(key, List.copyOf(values));
        return new SampleMemory(changed);
    }

    /** Returns the key whose texts consist of sentences. */
    String body() {
        return isEntity() ? "obs" : "text";
    }

    /** Returns the memory as an item with an id and figures of its own. */
    JsonObject item(RandomGenerator random) {
        return switch (first("kind")) {
            case "pattern" -> pattern(random);
            case "solution" -> solution(random);
            case "decision" -> decision(random);
            case "entity" ->
                JsonObject.builder()
                        .put("id", first("title"))
                        .put("type", first("type"))
                        .put("name", first("title"))
                        .put("observations", list("obs"))
                        .build();
            case "entry" ->
                JsonObject.builder()
                        .put("id", "MEMORY#" + first("title"))
                        .put("heading", first("title"))
                        .put("text", first("text"))
                        .build();
            default ->
                JsonObject.builder()
                        .put("id", first("title"))
                        .put("title", first("title"))
                        .put("text", first("text"))
                        .build();
        };
    }

    private static JsonObject.Builder head(RandomGenerator random) {
        return JsonObject.builder()
                .put("id", new UUID(random.nextLong(), random.nextLong()).toString())
                .put("agent", "backend")
                .put("timestamp", "2026-1" + random.nextInt(3) + "-0" + (1 + random.nextInt(9)) + "T08:00:00Z");
    }

    private JsonObject pattern(RandomGenerator random) {
        return head(random)
                .put(
                        "pattern",
                        JsonObject.builder()
                                .put("type", first("type"))
                                .put(
                                        "approach",
                                        JsonObject.builder()
                                                .put("technique", first("title"))
                                                .put("rationale", first("text"))
                                                .put("codeTemplate", first("code"))
                                                .put("steps", list("step"))
                                                .build())
                                .put(
                                        "conditions",
                                        JsonObject.builder()
                                                .put("whenApplicable", list("when"))
                                                .put("whenNotApplicable", list("unless"))
                                                .build())
                                .build())
                .put(
                        "metrics",
                        JsonObject.builder()
                                .put("successRate", random.nextInt(100) / 100.0)
                                .put("executionCount", random.nextInt(90))
                                .build())
                .build();
    }

    private JsonObject solution(RandomGenerator random) {
        return head(random)
                .put(
                        "problem",
                        JsonObject.builder()
                                .put("errorType", first("type"))
                                .put("errorMessage", first("title"))
                                .build())
                .put(
                        "solution",
                        JsonObject.builder()
                                .put("rootCause", first("text"))
                                .put("fixApproach", first("fix"))
                                .put("codeFix", first("code"))
                                .put("prevention", list("prevent"))
                                .build())
                .put(
                        "effectiveness",
                        JsonObject.builder()
                                .put("worked", first("worked").equals("true"))
                                .put("timeToFixMinutes", random.nextInt(90))
                                .build())
                .build();
    }

    private JsonObject decision(RandomGenerator random) {
        return head(random)
                .put(
                        "decision",
                        JsonObject.builder()
                                .put("type", first("type"))
                                .put("question", first("title"))
                                .put("chosenOption", first("chosen"))
                                .put("alternativesConsidered", list("alternative"))
                                .put("rationale", first("text"))
                                .build())
                .put(
                        "outcome",
                        JsonObject.builder()
                                .put("wouldRepeat", first("repeat").equals("true"))
                                .put("lessonsLearned", list("lesson"))
                                .build())
                .build();
    }
}
