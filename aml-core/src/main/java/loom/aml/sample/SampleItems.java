package loom.aml.sample;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import loom.aml.item.ItemKind;

/** Writes items of an agent in the shape of a schema version. */
final class SampleItems {
    private static final String UNREADABLE_DATE = "last tuesday";

    private final IndentedJson json;
    private final String agent;
    private final SampleSchema schema;
    private final long nowMs;

    SampleItems(IndentedJson json, String agent, SampleSchema schema, long nowMs) {
        this.json = json;
        this.agent = agent;
        this.schema = schema;
        this.nowMs = nowMs;
    }

    void write(ItemKind kind, Traits item) {
        // The low bit of the seed is kept for the one sentence in which near duplicates differ.
        RandomGenerator words = new SplittableRandom(item.textSeed() & ~1L);
        RandomGenerator lastWords = new SplittableRandom(item.textSeed() ^ 0x5bd1_e995L);
        json.beginObject();
        if (!"id".equals(item.missing())) {
            json.field("id", item.id());
        }
        if ("agent".equals(item.missing())) {
            json.field("agent", "");
        } else {
            json.field("agent", agent);
        }
        if ("timestamp".equals(item.missing())) {
            json.raw("timestamp", "null");
        } else {
            time("timestamp", item.createdMs(), item, words);
        }
        switch (kind) {
            case PATTERN -> pattern(item, words, lastWords);
            case SOLUTION -> solution(item, words, lastWords);
            case DECISION -> decision(item, words, lastWords);
        }
        common(kind, words);
        json.endObject();
    }

    private void time(String key, long millis, Traits item, RandomGenerator words) {
        if (item.isUndated()) {
            json.field(key, UNREADABLE_DATE);
            return;
        }
        switch (words.nextInt(20)) {
            case 0 -> json.time(key, millis, "");
            case 1 -> json.time(key, millis + 7_200_000, "+02:00");
            default -> json.time(key, millis, "Z");
        }
    }

    private void pattern(Traits item, RandomGenerator words, RandomGenerator lastWords) {
        json.beginObject("pattern").field("type", Vocabulary.slug(words));
        json.beginObject("context")
                .field("framework", Vocabulary.tech(words))
                .field("language", Vocabulary.tech(words))
                .field("loc", words.nextInt(40, 4_000))
                .endObject();
        json.beginObject("approach").field("technique", Vocabulary.verb(words) + "-" + Vocabulary.noun(words));
        if (words.nextInt(10) < 7) {
            json.field(
                    "codeTemplate",
                    "await " + Vocabulary.verb(words) + "(" + Vocabulary.noun(words) + ", { limit: "
                            + words.nextInt(100) + " });");
        }
        json.field(
                "rationale",
                Vocabulary.sentence(words) + " " + Vocabulary.sentence(words) + " " + Vocabulary.sentence(lastWords));
        json.field("steps", List.of(Vocabulary.sentence(words), Vocabulary.sentence(words)));
        json.endObject();
        json.beginObject("conditions")
                .field("whenApplicable", List.of(Vocabulary.slug(words)))
                .field("whenNotApplicable", List.of(Vocabulary.slug(words)))
                .endObject();
        json.endObject();
        outcome(item, words);
        life(item, words);
    }

    private void outcome(Traits item, RandomGenerator words) {
        boolean isNew = schema == SampleSchema.V2_0_0;
        json.beginObject(isNew ? "performance" : "metrics")
                .field(isNew ? "success_rate" : "successRate", item.success())
                .field(isNew ? "execution_count" : "executionCount", item.uses())
                .field(isNew ? "avg_time_saved_ms" : "avgTimeSavedMs", words.nextInt(0, 3_000))
                .field(isNew ? "error_prevention_count" : "errorPreventionCount", words.nextInt(0, 12))
                .endObject();
    }

    private void life(Traits item, RandomGenerator words) {
        boolean isNew = schema == SampleSchema.V2_0_0;
        json.beginObject(isNew ? "lifecycle" : "evolution");
        time(isNew ? "created_at" : "created", item.createdMs(), item, words);
        time(isNew ? "last_used_at" : "lastUsed", item.lastUsedMs(), item, words);
        json.field(isNew ? "refinement_count" : "refinements", words.nextInt(0, 20))
                .field(isNew ? "confidence" : "confidenceScore", item.confidence())
                .endObject();
    }

    private void solution(Traits item, RandomGenerator words, RandomGenerator lastWords) {
        String error = Vocabulary.error(words);
        json.beginObject("problem")
                .field("errorType", error)
                .field(
                        "errorMessage",
                        error + ": cannot " + Vocabulary.verb(words) + " '" + Vocabulary.noun(words) + "' at line "
                                + words.nextInt(1, 900));
        if (words.nextBoolean()) {
            json.field("stackTraceHash", Long.toHexString(words.nextLong()));
        }
        json.beginObject("context")
                .field("framework", Vocabulary.tech(words))
                .field("file", "src/" + Vocabulary.noun(words) + "/" + Vocabulary.noun(words) + ".ts")
                .endObject();
        json.endObject();
        json.beginObject("solution")
                .field("rootCause", Vocabulary.sentence(words) + " " + Vocabulary.sentence(lastWords))
                .field("fixApproach", Vocabulary.verb(words) + "-" + Vocabulary.noun(words));
        if (words.nextInt(10) < 6) {
            json.field(
                    "codeFix", "if (" + Vocabulary.noun(words) + " == null) return " + Vocabulary.noun(words) + "();");
        }
        json.field("prevention", Vocabulary.sentence(words)).endObject();
        json.beginObject("effectiveness")
                .field("worked", item.isGood())
                .field("timeToFixMinutes", words.nextInt(1, 240))
                .field("preventedRecurrence", words.nextInt(0, 12))
                .field("relatedErrorsFixed", words.nextInt(0, 5))
                .endObject();
        json.field("verifiedCount", item.uses());
    }

    private void decision(Traits item, RandomGenerator words, RandomGenerator lastWords) {
        String chosen = Vocabulary.tech(words);
        String other = Vocabulary.tech(words);
        json.beginObject("decision")
                .field("type", Vocabulary.slug(words))
                .field(
                        "question",
                        chosen + " or " + other + " to " + Vocabulary.verb(words) + " the " + Vocabulary.noun(words)
                                + "?");
        json.beginObject("context")
                .field("team", words.nextInt(1, 20))
                .field("deadline", words.nextBoolean())
                .endObject();
        json.field("chosenOption", chosen).field("alternativesConsidered", List.of(other));
        json.beginObject("decisionFactors")
                .field("primary", List.of(Vocabulary.sentence(words)))
                .field("secondary", List.of(Vocabulary.noun(words)))
                .endObject();
        json.field("rationale", Vocabulary.sentence(words) + " " + Vocabulary.sentence(lastWords))
                .endObject();
        boolean hasOutcome = words.nextInt(10) < 7;
        if (hasOutcome || !item.isGood()) {
            decisionOutcome(item, words);
        }
    }

    /** A bad outcome is one that nobody would repeat, or one whose metrics are low; a good one is neither. */
    private void decisionOutcome(Traits item, RandomGenerator words) {
        boolean isSnake = words.nextInt(8) == 0;
        boolean isUnloved = !item.isGood() && words.nextBoolean();
        boolean isWeak = !item.isGood() && !isUnloved;
        double from = isWeak ? 0.05 : 0.6;
        double to = isWeak ? 0.45 : 0.98;
        json.beginObject("outcome").beginObject(isSnake ? "success_metrics" : "successMetrics");
        json.field(isSnake ? "development_speed" : "developmentSpeed", 1.5 * words.nextDouble(from, to));
        json.field("maintainability", words.nextDouble(from, to));
        if (words.nextInt(4) == 0) {
            json.beginObject(isSnake ? "custom_metrics" : "customMetrics")
                    .field("adoption", words.nextDouble(from, to))
                    .field("ticketsClosed", words.nextInt(2, 90))
                    .endObject();
        }
        json.endObject();
        json.field("lessonsLearned", List.of(Vocabulary.sentence(words)))
                .field(isSnake ? "would_repeat" : "wouldRepeat", !isUnloved)
                .endObject();
    }

    private void common(ItemKind kind, RandomGenerator words) {
        if (schema.isFrom(SampleSchema.V1_1_0)) {
            json.field(
                    "tags", words.nextInt(3) == 0 ? List.of() : List.of(Vocabulary.tag(words), Vocabulary.tag(words)));
            if (kind == ItemKind.PATTERN) {
                json.field("active", words.nextInt(25) != 0);
            }
        }
        if (words.nextInt(30) == 0) {
            json.beginObject("x_origin")
                    .field("tool", Vocabulary.noun(words))
                    .raw("weight", "2.50")
                    .endObject();
        }
        if (schema == SampleSchema.V2_0_0) {
            json.beginObject("metadata").field("version", "2.0.0");
            json.time("migrated_at", nowMs, "Z").endObject();
            json.field("version", "2.0.0");
        } else if (schema == SampleSchema.V1_2_0) {
            json.beginObject("metadata").field("created_by", "migration");
            json.time("last_modified", nowMs, "").field("version", "1.2.0").endObject();
            if (kind == ItemKind.PATTERN) {
                json.field("variations", List.of());
            }
        }
    }
}
