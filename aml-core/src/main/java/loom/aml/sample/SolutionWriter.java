package loom.aml.sample;

import java.io.IOException;
import loom.aml.item.ItemKind;

/** Writes solutions. */
final class SolutionWriter extends ItemWriter {
    private static final int HASH_PERCENT = 60;
    private static final int CODE_PERCENT = 55;
    private static final int RELATED_PERCENT = 15;

    SolutionWriter(SampleFile file, SamplePolicy policy, IndentedJson json) {
        super(file, policy, json);
    }

    @Override
    void item(Planting item) throws IOException {
        SolutionTraits traits = SolutionTraits.draw(item.label(), prose.draws(), nowMs);
        if (item.isLessUsed()) {
            traits = traits.lessUsed(changes(item));
        }
        head(item, traits.recordedMs());
        problem();
        solution();
        effectiveness(traits);
        tags();
        activity(ItemKind.SOLUTION);
        json.field("verifiedCount", traits.verified());
        unknown();
        metadata();
        if (schema == SampleSchema.V2_0_0) {
            json.field("version", schema.number());
        }
    }

    private void problem() throws IOException {
        Draws draws = prose.draws();
        json.beginObject("problem");
        text("errorType", Vocabulary.ERROR);
        text("errorMessage", Vocabulary.MESSAGE);
        if (draws.percent(HASH_PERCENT)) {
            json.key("stackTraceHash").quote().hex(draws.next(), 16).quote();
        }
        json.beginObject("context");
        text("framework", Vocabulary.FRAMEWORK);
        text("file", Vocabulary.FILE);
        json.field("line", draws.skewed(1, 2_000));
        nested();
        json.endObject();
        json.endObject();
    }

    private void solution() throws IOException {
        Draws draws = prose.draws();
        json.beginObject("solution");
        sentences("rootCause", 2, 3);
        text("fixApproach", Vocabulary.TECHNIQUE);
        if (draws.percent(CODE_PERCENT)) {
            text("codeFix", Vocabulary.CODE);
        }
        sentences("prevention", 1, 2);
        if (draws.percent(RELATED_PERCENT)) {
            json.beginArray("relatedPatterns")
                    .element()
                    .uuid(Planting.high(draws), Planting.low(draws))
                    .endArray();
        }
        json.endObject();
    }

    private void effectiveness(SolutionTraits traits) throws IOException {
        Draws draws = prose.draws();
        json.beginObject("effectiveness")
                .field("worked", traits.worked())
                .field("timeToFixMinutes", draws.skewed(2, 480))
                .field("preventedRecurrence", draws.skewed(0, 15))
                .field("relatedErrorsFixed", draws.skewed(0, 8))
                .endObject();
    }
}
