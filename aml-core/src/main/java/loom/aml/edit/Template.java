package loom.aml.edit;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a new item of each kind: the fields that the runtime requires, in its order, and their initial values.
 */
sealed interface Template {

    /** An object with these fields. */
    record Fields(Map<String, Template> byName) implements Template {
        Fields with(String name, Template field) {
            byName.put(name, field);
            return this;
        }
    }

    /**
     * A field with a default value.
     *
     * @param json the default as JSON; null if the field is omitted by default
     */
    record Value(@Nullable String json) implements Template {}

    /** A field without a default. */
    record Required() implements Template {}

    private static Fields fields() {
        return new Fields(new LinkedHashMap<>());
    }

    private static Value text(String text) {
        return new Value(JsonObject.quoted(text));
    }

    private static Value json(String json) {
        return new Value(json);
    }

    Template REQUIRED = new Required();
    Template OPTIONAL = new Value(null);

    /** The success of a new item is unknown: halfway between the values that are kept and those that are removed. */
    String NEUTRAL = "0.5";

    static Fields of(ItemKind kind, String id, String agent, Instant now) {
        if (!kind.isOfRuntime()) {
            return note(kind, id);
        }
        Fields item = fields().with("id", text(id)).with("agent", text(agent)).with("timestamp", text(now.toString()));
        Fields shaped = switch (kind) {
            case PATTERN -> pattern(item, now);
            case SOLUTION -> solution(item);
            case DECISION -> decision(item);
            case NOTE, ENTRY -> throw new IllegalStateException("not of the runtime: " + kind);
        };
        return shaped.with("tags", json("[]")).with("active", json("true"));
    }

    /** Notes have the fields that their files have, and no others. */
    private static Fields note(ItemKind kind, String id) {
        Fields item = fields().with("id", text(id)).with("title", REQUIRED).with("type", OPTIONAL);
        return (kind == ItemKind.NOTE
                        ? item.with("description", OPTIONAL).with("tags", OPTIONAL)
                        : item.with("target", OPTIONAL))
                .with("text", REQUIRED);
    }

    private static Fields pattern(Fields item, Instant now) {
        return item.with(
                        "pattern",
                        fields().with("type", text("general"))
                                .with("context", json("{}"))
                                .with(
                                        "approach",
                                        fields().with("technique", REQUIRED)
                                                .with("codeTemplate", OPTIONAL)
                                                .with("rationale", REQUIRED))
                                .with(
                                        "conditions",
                                        fields().with("whenApplicable", json("[]"))
                                                .with("whenNotApplicable", json("[]"))))
                .with(
                        "metrics",
                        fields().with("successRate", json(NEUTRAL))
                                .with("executionCount", json("0"))
                                .with("avgTimeSavedMs", json("0"))
                                .with("errorPreventionCount", json("0")))
                .with(
                        "evolution",
                        fields().with("created", text(now.toString()))
                                .with("lastUsed", text(now.toString()))
                                .with("refinements", json("0"))
                                .with("confidenceScore", json(NEUTRAL)));
    }

    private static Fields solution(Fields item) {
        return item.with(
                        "problem",
                        fields().with("errorType", text("Error"))
                                .with("errorMessage", REQUIRED)
                                .with("stackTraceHash", OPTIONAL)
                                .with("context", json("{}")))
                .with(
                        "solution",
                        fields().with("rootCause", text(""))
                                .with("fixApproach", REQUIRED)
                                .with("codeFix", OPTIONAL)
                                .with("prevention", text("")))
                .with(
                        "effectiveness",
                        fields().with("worked", json("true"))
                                .with("timeToFixMinutes", json("0"))
                                .with("preventedRecurrence", json("0"))
                                .with("relatedErrorsFixed", json("0")))
                .with("verifiedCount", json("0"));
    }

    private static Fields decision(Fields item) {
        return item.with(
                "decision",
                fields().with("type", text("general"))
                        .with("question", REQUIRED)
                        .with("context", json("{}"))
                        .with("chosenOption", REQUIRED)
                        .with("alternativesConsidered", json("[]"))
                        .with(
                                "decisionFactors",
                                fields().with("primary", json("[]")).with("secondary", json("[]")))
                        .with("rationale", OPTIONAL));
    }
}
