package loom.aml.sample;

import java.io.IOException;
import loom.aml.item.ItemKind;

/** Writes patterns. */
final class PatternWriter extends ItemWriter {
    private static final int CODE_PERCENT = 70;
    private static final int STEPS_PERCENT = 90;

    /** Shares are drawn in ten-thousandths. */
    private static final int SHARE_DECIMALS = 4;

    PatternWriter(SampleFile file, SamplePolicy policy, IndentedJson json) {
        super(file, policy, json);
    }

    @Override
    void item(Planting item) throws IOException {
        PatternTraits traits = PatternTraits.draw(item.label(), prose.draws(), nowMs);
        if (item.isLessUsed()) {
            traits = traits.lessUsed(changes(item));
        }
        head(item, traits.createdMs());
        if (schema == SampleSchema.V2_0_0) {
            json.field("version", schema.number());
            pattern();
            tags();
            activity(ItemKind.PATTERN);
            outcome(
                    traits,
                    "performance",
                    "success_rate",
                    "execution_count",
                    "avg_time_saved_ms",
                    "error_prevention_count");
            life(traits, "lifecycle", "created_at", "last_used_at", "refinement_count", "confidence");
            unknown();
            metadata();
        } else {
            pattern();
            outcome(traits, "metrics", "successRate", "executionCount", "avgTimeSavedMs", "errorPreventionCount");
            life(traits, "evolution", "created", "lastUsed", "refinements", "confidenceScore");
            unknown();
            tags();
            activity(ItemKind.PATTERN);
            metadata();
            if (schema == SampleSchema.V1_2_0) {
                json.beginArray("variations").endArray();
            }
        }
    }

    private void pattern() throws IOException {
        Draws draws = prose.draws();
        json.beginObject("pattern");
        text("type", Vocabulary.TYPE);
        json.beginObject("context");
        text("framework", Vocabulary.FRAMEWORK);
        text("language", Vocabulary.LANGUAGE);
        json.field("loc", draws.skewed(40, 9_000));
        nested();
        json.endObject();
        json.beginObject("approach");
        text("technique", Vocabulary.TECHNIQUE);
        if (draws.percent(CODE_PERCENT)) {
            text("codeTemplate", Vocabulary.CODE);
        }
        sentences("rationale", 2, 3);
        if (draws.percent(STEPS_PERCENT)) {
            texts("steps", 1, 3, Vocabulary.STEP);
        }
        json.endObject();
        json.beginObject("conditions");
        texts("whenApplicable", 1, 2, Vocabulary.CONDITION);
        texts("whenNotApplicable", 0, 2, Vocabulary.CONDITION);
        json.endObject();
        json.endObject();
    }

    private void outcome(
            PatternTraits traits, String key, String success, String executions, String saved, String prevented)
            throws IOException {
        json.beginObject(key)
                .field(success, traits.success(), SHARE_DECIMALS)
                .field(executions, traits.executions())
                .field(saved, prose.draws().skewed(0, 12_000))
                .field(prevented, prose.draws().skewed(0, 25))
                .endObject();
    }

    private void life(
            PatternTraits traits, String key, String created, String lastUsed, String refinements, String confidence)
            throws IOException {
        json.beginObject(key);
        time(created, traits.createdMs());
        time(lastUsed, traits.lastUsedMs());
        json.field(refinements, prose.draws().between(0, 20))
                .field(confidence, traits.confidence(), SHARE_DECIMALS)
                .endObject();
    }
}
