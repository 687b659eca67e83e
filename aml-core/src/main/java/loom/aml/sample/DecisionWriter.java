package loom.aml.sample;

import java.io.IOException;
import loom.aml.item.ItemKind;

/** Writes decisions. */
final class DecisionWriter extends ItemWriter {
    private static final int RATIONALE_PERCENT = 90;
    private static final int SNAKE_CASE_PERCENT = 5;
    private static final int CUSTOM_PERCENT = 30;
    private static final int IMPROVEMENTS_PERCENT = 40;
    private static final int REVIEWED_PERCENT = 40;

    /** Success metrics are drawn in hundredths. */
    private static final int METRIC_DECIMALS = 2;

    private boolean isSnakeCase;

    DecisionWriter(SampleFile file, SamplePolicy policy, IndentedJson json) {
        super(file, policy, json);
    }

    @Override
    void item(Planting item) throws IOException {
        DecisionTraits traits = DecisionTraits.draw(item.label(), prose.draws(), nowMs);
        if (item.isLessUsed()) {
            traits = traits.lessUsed(changes(item));
        }
        head(item, traits.recordedMs());
        decision();
        tags();
        activity(ItemKind.DECISION);
        if (traits.verdict() != DecisionTraits.Verdict.OPEN) {
            outcome(traits.verdict());
            if (prose.draws().percent(REVIEWED_PERCENT)) {
                time(isSnakeCase ? "reviewed_at" : "reviewedAt", reviewed(traits.recordedMs()));
            }
        }
        unknown();
        metadata();
        if (schema == SampleSchema.V2_0_0) {
            json.field("version", schema.number());
        }
    }

    /** After the decision, and before the present unless that lies before the decision. */
    private long reviewed(long recordedMs) {
        return recordedMs + prose.draws().skewed(0, Math.max(0, nowMs - recordedMs));
    }

    private void decision() throws IOException {
        Draws draws = prose.draws();
        json.beginObject("decision");
        text("type", Vocabulary.DECISION_TYPE);
        text("question", Vocabulary.QUESTION);
        json.beginObject("context").field("team", draws.between(1, 24)).field("deadline", draws.percent(40));
        nested();
        json.endObject();
        text("chosenOption", Vocabulary.OPTION);
        texts("alternativesConsidered", 1, 3, Vocabulary.OPTION);
        json.beginObject("decisionFactors");
        texts("primary", 1, 1, Vocabulary.SENTENCE);
        texts("secondary", 0, 2, Vocabulary.CONDITION);
        json.endObject();
        if (draws.percent(RATIONALE_PERCENT)) {
            sentences("rationale", 1, 2);
        }
        json.endObject();
    }

    private void outcome(DecisionTraits.Verdict verdict) throws IOException {
        Draws draws = prose.draws();
        // The runtime does not load snake case.
        isSnakeCase = draws.percent(SNAKE_CASE_PERCENT) && schema == SampleSchema.V2_0_0;
        json.beginObject("outcome");
        metrics(verdict);
        texts(either("lessonsLearned", "lessons_learned"), 1, 2, Vocabulary.SENTENCE);
        json.field(either("wouldRepeat", "would_repeat"), verdict != DecisionTraits.Verdict.REGRETTED);
        if (draws.percent(IMPROVEMENTS_PERCENT)) {
            texts("improvements", 1, 2, Vocabulary.STEP);
        }
        json.endObject();
    }

    /**
     * All metrics lie on one side of a half, so their mean does, whichever of them there are; but for what is regretted,
     * where they do not matter.
     */
    private void metrics(DecisionTraits.Verdict verdict) throws IOException {
        Draws draws = prose.draws();
        int from = switch (verdict) {
            case OPEN, GOOD -> 55;
            case REGRETTED, UNSUCCESSFUL -> 5;
        };
        int to = verdict == DecisionTraits.Verdict.UNSUCCESSFUL ? 45 : 98;
        json.beginObject(either("successMetrics", "success_metrics"));
        // It goes up to 2, and 1.5 counts as much as a share of 1.
        int fastest = verdict == DecisionTraits.Verdict.UNSUCCESSFUL ? to * 3 / 2 : 200;
        json.field(
                either("developmentSpeed", "development_speed"),
                draws.between((from * 3 + 1) / 2, fastest),
                METRIC_DECIMALS);
        metric("apiPerformance", "api_performance", from, to);
        metric("clientSatisfaction", "client_satisfaction", from, to);
        json.field("maintainability", draws.between(from, to), METRIC_DECIMALS);
        if (draws.percent(CUSTOM_PERCENT)) {
            // Those beyond 1 are no shares, and do not count.
            json.beginObject(either("customMetrics", "custom_metrics"))
                    .field("adoption", draws.between(from, to), METRIC_DECIMALS)
                    .field("tickets", draws.between(2, 90))
                    .endObject();
        }
        json.endObject();
    }

    private void metric(String camel, String snake, int from, int to) throws IOException {
        Draws draws = prose.draws();
        if (draws.percent(50)) {
            json.field(either(camel, snake), draws.between(from, to), METRIC_DECIMALS);
        }
    }

    private String either(String camel, String snake) {
        return isSnakeCase ? snake : camel;
    }
}
