package loom.aml.sample;

import loom.aml.item.ItemKind;
import tools.jackson.core.JsonGenerator;

/** Writes patterns. */
final class PatternWriter extends ItemWriter {
    private static final int CODE_PERCENT = 70;
    private static final int STEPS_PERCENT = 90;

    /** Shares are drawn in ten-thousandths. */
    private static final int SHARE_DECIMALS = 4;

    PatternWriter(SampleFile file, SamplePolicy policy, JsonGenerator json) {
        super(file, policy, json);
    }

    @Override
    void item(Planting item) {
        PatternTraits traits = PatternTraits.draw(item.label(), prose.draws(), nowMs);
        if (item.isLessUsed()) {
            traits = traits.lessUsed(changes(item));
        }
        Story story = story(Vocabulary.PATTERNS);
        head(item, traits.createdMs());
        if (schema == SampleSchema.V2_0_0) {
            json.writeStringProperty("version", schema.number());
            pattern(story);
            tags(story);
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
            pattern(story);
            outcome(traits, "metrics", "successRate", "executionCount", "avgTimeSavedMs", "errorPreventionCount");
            life(traits, "evolution", "created", "lastUsed", "refinements", "confidenceScore");
            unknown();
            tags(story);
            activity(ItemKind.PATTERN);
            metadata();
            if (schema == SampleSchema.V1_2_0) {
                json.writeArrayPropertyStart("variations").writeEndArray();
            }
        }
    }

    private void pattern(Story story) {
        Draws draws = prose.draws();
        json.writeObjectPropertyStart("pattern");
        text("type", story, "type");
        json.writeObjectPropertyStart("context");
        text("framework", story, "framework");
        text("language", story, "language");
        json.writeNumberProperty("loc", draws.skewed(40, 9_000));
        nested();
        json.writeEndObject();
        json.writeObjectPropertyStart("approach");
        text("technique", story, "technique");
        if (draws.percent(CODE_PERCENT)) {
            text("codeTemplate", story, "code");
        }
        sentences("rationale", story, "why", 2, 3);
        if (draws.percent(STEPS_PERCENT)) {
            texts("steps", story, "step", 1, 3);
        }
        json.writeEndObject();
        json.writeObjectPropertyStart("conditions");
        texts("whenApplicable", story, "when", 1, 2);
        texts("whenNotApplicable", story, "unless", 0, 2);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void outcome(
            PatternTraits traits, String key, String success, String executions, String saved, String prevented) {
        json.writeObjectPropertyStart(key);
        share(success, traits.success(), SHARE_DECIMALS);
        json.writeNumberProperty(executions, traits.executions())
                .writeNumberProperty(saved, prose.draws().skewed(0, 12_000))
                .writeNumberProperty(prevented, prose.draws().skewed(0, 25))
                .writeEndObject();
    }

    private void life(
            PatternTraits traits, String key, String created, String lastUsed, String refinements, String confidence) {
        json.writeObjectPropertyStart(key);
        time(created, traits.createdMs());
        time(lastUsed, traits.lastUsedMs());
        json.writeNumberProperty(refinements, prose.draws().between(0, 20));
        share(confidence, traits.confidence(), SHARE_DECIMALS);
        json.writeEndObject();
    }
}
