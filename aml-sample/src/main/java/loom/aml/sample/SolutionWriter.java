package loom.aml.sample;

import java.util.HexFormat;
import java.util.UUID;
import loom.aml.item.ItemKind;
import tools.jackson.core.JsonGenerator;

/** Writes solutions. */
final class SolutionWriter extends ItemWriter {
    private static final int HASH_PERCENT = 60;
    private static final int CODE_PERCENT = 55;
    private static final int RELATED_PERCENT = 15;

    SolutionWriter(SampleFile file, SamplePolicy policy, JsonGenerator json) {
        super(file, policy, json);
    }

    @Override
    void item(Planting item) {
        SolutionTraits traits = SolutionTraits.draw(item.label(), prose.draws(), nowMs);
        if (item.isLessUsed()) {
            traits = traits.lessUsed(changes(item));
        }
        Story story = story(Vocabulary.SOLUTIONS);
        head(item, traits.recordedMs());
        problem(story);
        solution(story);
        effectiveness(traits);
        tags(story);
        activity(ItemKind.SOLUTION);
        json.writeNumberProperty("verifiedCount", traits.verified());
        unknown();
        metadata();
        if (schema == SampleSchema.V2_0_0) {
            json.writeStringProperty("version", schema.number());
        }
    }

    private void problem(Story story) {
        Draws draws = prose.draws();
        json.writeObjectPropertyStart("problem");
        text("errorType", story, "error");
        text("errorMessage", story, "message");
        if (draws.percent(HASH_PERCENT)) {
            json.writeStringProperty("stackTraceHash", HexFormat.of().toHexDigits(draws.next()));
        }
        json.writeObjectPropertyStart("context");
        text("framework", story, "framework");
        text("file", story, "file");
        json.writeNumberProperty("line", draws.skewed(1, 2_000));
        nested();
        json.writeEndObject();
        json.writeEndObject();
    }

    private void solution(Story story) {
        Draws draws = prose.draws();
        json.writeObjectPropertyStart("solution");
        sentences("rootCause", story, "cause", 2, 3);
        text("fixApproach", story, "fix");
        if (draws.percent(CODE_PERCENT)) {
            text("codeFix", story, "code");
        }
        sentences("prevention", story, "prevent", 1, 2);
        if (draws.percent(RELATED_PERCENT)) {
            json.writeArrayPropertyStart("relatedPatterns")
                    .writeString(new UUID(Planting.high(draws), Planting.low(draws)).toString())
                    .writeEndArray();
        }
        json.writeEndObject();
    }

    private void effectiveness(SolutionTraits traits) {
        Draws draws = prose.draws();
        json.writeObjectPropertyStart("effectiveness")
                .writeBooleanProperty("worked", traits.worked())
                .writeNumberProperty("timeToFixMinutes", draws.skewed(2, 480))
                .writeNumberProperty("preventedRecurrence", draws.skewed(0, 15))
                .writeNumberProperty("relatedErrorsFixed", draws.skewed(0, 8))
                .writeEndObject();
    }
}
