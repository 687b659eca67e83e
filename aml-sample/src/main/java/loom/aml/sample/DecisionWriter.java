package loom.aml.sample;

import loom.aml.item.ItemKind;
import tools.jackson.core.JsonGenerator;

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

    DecisionWriter(SampleFile file, SamplePolicy policy, JsonGenerator json) {
        super(file, policy, json);
    }

    @Override
    void item(Planting item) {
        DecisionTraits traits = DecisionTraits.draw(item.label(), prose.draws(), nowMs);
        if (item.isLessUsed()) {
            traits = traits.lessUsed(changes(item));
        }
        Story story = story(Vocabulary.DECISIONS);
        head(item, traits.recordedMs());
        decision(story);
        tags(story);
        activity(ItemKind.DECISION);
        if (traits.verdict() != DecisionTraits.Verdict.OPEN) {
            outcome(story, traits.verdict());
            if (prose.draws().percent(REVIEWED_PERCENT)) {
                time(isSnakeCase ? "reviewed_at" : "reviewedAt", reviewed(traits.recordedMs()));
            }
        }
        unknown();
        metadata();
        if (schema == SampleSchema.V2_0_0) {
            json.writeStringProperty("version", schema.number());
        }
    }

    /** After the decision, and before the present unless the decision is in the future. */
    private long reviewed(long recordedMs) {
        return recordedMs + prose.draws().skewed(0, Math.max(0, nowMs - recordedMs));
    }

    private void decision(Story story) {
        Draws draws = prose.draws();
        json.writeObjectPropertyStart("decision");
        text("type", story, "type");
        text("question", story, "question");
        json.writeObjectPropertyStart("context")
                .writeNumberProperty("team", draws.between(1, 24))
                .writeBooleanProperty("deadline", draws.percent(40));
        nested();
        json.writeEndObject();
        text("chosenOption", story, "chosen");
        texts("alternativesConsidered", story, "alternative", 1, 3);
        json.writeObjectPropertyStart("decisionFactors");
        texts("primary", story, "factor", 1, 1);
        texts("secondary", story, "minor", 0, 2);
        json.writeEndObject();
        if (draws.percent(RATIONALE_PERCENT)) {
            sentences("rationale", story, "why", 1, 2);
        }
        json.writeEndObject();
    }

    private void outcome(Story story, DecisionTraits.Verdict verdict) {
        Draws draws = prose.draws();
        // The runtime does not load snake case.
        isSnakeCase = draws.percent(SNAKE_CASE_PERCENT) && schema == SampleSchema.V2_0_0;
        json.writeObjectPropertyStart("outcome");
        metrics(verdict);
        boolean isGood = verdict == DecisionTraits.Verdict.GOOD;
        texts(either("lessonsLearned", "lessons_learned"), story, isGood ? "lesson" : "regret", 1, 2);
        json.writeBooleanProperty(either("wouldRepeat", "would_repeat"), verdict != DecisionTraits.Verdict.REGRETTED);
        if (draws.percent(IMPROVEMENTS_PERCENT)) {
            texts("improvements", story, "improve", 1, 2);
        }
        json.writeEndObject();
    }

    /**
     * All metrics are on the same side of 0.5, so any subset has a mean on that side, except for regretted decisions,
     * where they do not matter.
     */
    private void metrics(DecisionTraits.Verdict verdict) {
        Draws draws = prose.draws();
        int from = switch (verdict) {
            case OPEN, GOOD -> 55;
            case REGRETTED, UNSUCCESSFUL -> 5;
        };
        int to = verdict == DecisionTraits.Verdict.UNSUCCESSFUL ? 45 : 98;
        json.writeObjectPropertyStart(either("successMetrics", "success_metrics"));
        // It ranges to 2, and 1.5 is equivalent to a share of 1.
        int fastest = verdict == DecisionTraits.Verdict.UNSUCCESSFUL ? to * 3 / 2 : 200;
        share(
                either("developmentSpeed", "development_speed"),
                draws.between((from * 3 + 1) / 2, fastest),
                METRIC_DECIMALS);
        metric("apiPerformance", "api_performance", from, to);
        metric("clientSatisfaction", "client_satisfaction", from, to);
        share("maintainability", draws.between(from, to), METRIC_DECIMALS);
        if (draws.percent(CUSTOM_PERCENT)) {
            // Values beyond 1 are not shares and are ignored.
            json.writeObjectPropertyStart(either("customMetrics", "custom_metrics"));
            share("adoption", draws.between(from, to), METRIC_DECIMALS);
            json.writeNumberProperty("tickets", draws.between(2, 90)).writeEndObject();
        }
        json.writeEndObject();
    }

    private void metric(String camel, String snake, int from, int to) {
        Draws draws = prose.draws();
        if (draws.percent(50)) {
            share(either(camel, snake), draws.between(from, to), METRIC_DECIMALS);
        }
    }

    private String either(String camel, String snake) {
        return isSnakeCase ? snake : camel;
    }
}
