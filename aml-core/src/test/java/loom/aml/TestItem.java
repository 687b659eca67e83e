package loom.aml;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The text of an item, in the shape of any schema version. Fields are named as schema 1 names them, whatever the shape; without
 * further ado an item is one that nothing prunes, nothing tidies away and the runtime loads.
 */
public final class TestItem {

    /** The schema version that an item follows. */
    public enum Shape {
        V1_0_0,
        V1_1_0,
        V1_2_0,
        V2_0_0;

        private static final Map<String, String> NAMES_OF_2_0_0 = Map.of(
                "metrics.successRate", "performance.success_rate",
                "metrics.executionCount", "performance.execution_count",
                "metrics.avgTimeSavedMs", "performance.avg_time_saved_ms",
                "metrics.errorPreventionCount", "performance.error_prevention_count",
                "evolution.created", "lifecycle.created_at",
                "evolution.lastUsed", "lifecycle.last_used_at",
                "evolution.refinements", "lifecycle.refinement_count",
                "evolution.confidenceScore", "lifecycle.confidence");

        private String pathOf(String path) {
            return this == V2_0_0 ? NAMES_OF_2_0_0.getOrDefault(path, path) : path;
        }
    }

    private final Shape shape;
    private final Map<String, Object> fields = new LinkedHashMap<>();

    private TestItem(Shape shape, String id, Instant timestamp) {
        this.shape = shape;
        with("id", id).with("agent", "debugger").with("timestamp", timestamp);
    }

    /** The UUID that a name always gives. */
    public static String uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    public static TestItem pattern(String id) {
        return pattern(Shape.V1_0_0, id);
    }

    /** A pattern that was made long ago, recorded ten days ago and used yesterday, with success. */
    public static TestItem pattern(Shape shape, String id) {
        Instant recorded = TestStore.NOW.minus(Duration.ofDays(10));
        return new TestItem(shape, id, recorded)
                .withRaw("version", shape == Shape.V2_0_0 ? "\"2.0.0\"" : null)
                .with("pattern.type", "retry-" + id)
                .withRaw("pattern.context", "{\"language\": \"java\"}")
                .with("pattern.approach.technique", "retry")
                .with("pattern.approach.rationale", "a call that fails once may succeed the next time")
                .withRaw("pattern.conditions.whenApplicable", "[\"idempotent\"]")
                .withRaw("pattern.conditions.whenNotApplicable", "[]")
                .with("metrics.successRate", 0.8)
                .with("metrics.executionCount", 20)
                .with("metrics.avgTimeSavedMs", 400)
                .with("metrics.errorPreventionCount", 1)
                .with("evolution.created", TestStore.NOW.minus(Duration.ofDays(400)))
                .with("evolution.lastUsed", TestStore.NOW.minus(Duration.ofDays(1)))
                .with("evolution.refinements", 2)
                .with("evolution.confidenceScore", 0.6)
                .life()
                .withRaw("variations", shape == Shape.V1_2_0 ? "[]" : null);
    }

    public static TestItem solution(String id) {
        return solution(Shape.V1_0_0, id);
    }

    /** A solution of ten days ago that worked. */
    public static TestItem solution(Shape shape, String id) {
        return new TestItem(shape, id, TestStore.NOW.minus(Duration.ofDays(10)))
                .with("problem.errorType", "TypeError")
                .with("problem.errorMessage", "cannot read " + id)
                .withRaw("problem.context", "{}")
                .with("solution.rootCause", "a value that may be missing")
                .with("solution.fixApproach", "look before reading")
                .with("solution.prevention", "null-marked packages")
                .with("effectiveness.worked", true)
                .with("effectiveness.timeToFixMinutes", 12)
                .with("effectiveness.preventedRecurrence", 1)
                .with("effectiveness.relatedErrorsFixed", 0)
                .with("verifiedCount", 3)
                .life();
    }

    public static TestItem decision(String id) {
        return decision(Shape.V1_0_0, id);
    }

    /** A decision that is ten days old and has no recorded outcome. */
    public static TestItem decision(Shape shape, String id) {
        return new TestItem(shape, id, TestStore.NOW.minus(Duration.ofDays(10)))
                .with("decision.type", "architecture")
                .with("decision.question", "which queue for " + id)
                .withRaw("decision.context", "{}")
                .with("decision.chosenOption", "none")
                .withRaw("decision.alternativesConsidered", "[\"one\"]")
                .withRaw("decision.decisionFactors", "{\"primary\": [], \"secondary\": []}")
                .life();
    }

    /** Adds the fields that the schema version requires in items of every kind. */
    private TestItem life() {
        if (shape != Shape.V1_0_0) {
            withRaw("tags", "[\"java\"]").with("active", true);
        }
        return switch (shape) {
            case V1_0_0, V1_1_0 -> this;
            case V1_2_0 -> with("metadata.created_by", "migration").with("metadata.version", "1.2.0");
            case V2_0_0 -> with("version", "2.0.0").with("metadata.version", "2.0.0");
        };
    }

    public TestItem with(String path, String value) {
        return withRaw(path, "\"" + value + "\"");
    }

    public TestItem with(String path, Instant value) {
        return with(path, value.toString());
    }

    public TestItem with(String path, double value) {
        return withRaw(path, value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value));
    }

    public TestItem with(String path, boolean value) {
        return withRaw(path, Boolean.toString(value));
    }

    /** Sets a field to a piece of JSON; null takes it away. */
    public TestItem withRaw(String path, @Nullable String json) {
        Map<String, Object> object = fields;
        String key = shape.pathOf(path);
        for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.')) {
            object = child(object, key.substring(0, dot));
            key = key.substring(dot + 1);
        }
        if (json == null) {
            object.remove(key);
        } else {
            object.put(key, json);
        }
        return this;
    }

    public TestItem without(String path) {
        return withRaw(path, null);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> child(Map<String, Object> object, String key) {
        Object child = object.computeIfAbsent(key, _ -> new LinkedHashMap<String, Object>());
        return (Map<String, Object>) child;
    }

    /** Makes the item longer by a field that nobody has heard of. */
    public TestItem padded(int bytes) {
        return with("x_padding", "p".repeat(bytes));
    }

    /** The item as the runtime writes it into a collection: two spaces for each level, the first of which is the array's. */
    @Override
    public String toString() {
        return text(fields, "\n  ");
    }

    /** The item on one line. */
    public String toLine() {
        return text(fields, "");
    }

    private static String text(Map<String, Object> object, String indent) {
        String inner = indent.isEmpty() ? "" : indent + "  ";
        StringBuilder text = new StringBuilder("{");
        object.forEach((key, value) -> text.append(text.length() > 1 ? "," : "")
                .append(inner)
                .append('"')
                .append(key)
                .append(indent.isEmpty() ? "\":" : "\": ")
                .append(value instanceof String raw ? raw : text(child(object, key), inner)));
        return text.append(indent).append('}').toString();
    }

    /** A collection as the runtime writes it. */
    public static String collection(List<TestItem> items) {
        return items.isEmpty()
                ? "[]"
                : items.stream().map(TestItem::toString).collect(Collectors.joining(",\n  ", "[\n  ", "\n]"));
    }

    public static String collection(TestItem... items) {
        return collection(List.of(items));
    }
}
