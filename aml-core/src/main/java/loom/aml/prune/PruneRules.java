package loom.aml.prune;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.store.Cause;
import loom.aml.store.Reason;
import org.jspecify.annotations.Nullable;

/** The rules by age and by performance, as a table. The first rule that matches an item applies. */
final class PruneRules {
    private final PrunePolicy policy;
    private final Instant now;
    private final Map<ItemKind, List<Rule>> rules = new EnumMap<>(ItemKind.class);

    /** One line of the table: which items the rule removes, and why. */
    private record Rule(Predicate<Item> condition, Cause cause) {}

    PruneRules(PrunePolicy policy, Instant now) {
        this.policy = policy;
        this.now = now;
        for (ItemKind kind : ItemKind.RUNTIME) {
            rules.put(kind, new ArrayList<>());
        }
        if (policy.has(Strategy.TIME_BASED)) {
            timeBased();
        }
        if (policy.has(Strategy.PERFORMANCE_BASED)) {
            performanceBased();
        }
    }

    /** Returns the first rule that matches an item; null if none does. */
    @Nullable
    Cause ruleFor(Item item) {
        return ruleFor(item, _ -> false);
    }

    /** Returns the first rule that matches an item, except rules from which the item is exempt; null if none does. */
    @Nullable
    Cause ruleFor(Item item, Predicate<Cause> isExempt) {
        for (Rule rule : rules.getOrDefault(item.kind(), List.of())) {
            if (rule.condition.test(item) && !isExempt.test(rule.cause)) {
                return rule.cause;
            }
        }
        return null;
    }

    private void timeBased() {
        Instant usedSince = now.minus(policy.ages().patternUnused());
        Instant failedUntil = now.minus(policy.ages().failed());
        Instant decisionsSince = now.minus(policy.ages().decision());
        add(
                ItemKind.PATTERN,
                Strategy.TIME_BASED,
                Reason.UNUSED_TOO_LONG,
                "pattern unused for over " + days(policy.ages().patternUnused()),
                item -> isBefore(item.lastUsed(), usedSince),
                item -> aged("last_used", item.lastUsed()));
        add(
                ItemKind.PATTERN,
                Strategy.TIME_BASED,
                Reason.LOW_SUCCESS_RATE,
                "pattern created over " + days(policy.ages().failed()) + " ago with a success rate below "
                        + policy.quality().failedSuccess(),
                item -> isProven(item)
                        && item.successRate().orElse(1) < policy.quality().failedSuccess()
                        && isBefore(item.created(), failedUntil),
                item -> performance(item).put("created", item.created()));
        policy.ages().solution().ifPresent(this::outdatedSolutions);
        add(
                ItemKind.DECISION,
                Strategy.TIME_BASED,
                Reason.UNUSED_TOO_LONG,
                "decision older than " + days(policy.ages().decision()),
                item -> item.recordedUse() == null && isBefore(item.timestamp(), decisionsSince),
                item -> aged("timestamp", item.timestamp()));
        add(
                ItemKind.DECISION,
                Strategy.TIME_BASED,
                Reason.UNUSED_TOO_LONG,
                "decision unused for over " + days(policy.ages().decision()),
                item -> isBefore(item.recordedUse(), decisionsSince),
                item -> aged("last_used", item.recordedUse()));
    }

    /** Working solutions do not age: a solution without a recorded use is never outdated. */
    private void outdatedSolutions(Duration age) {
        Instant usedSince = now.minus(age);
        add(
                ItemKind.SOLUTION,
                Strategy.TIME_BASED,
                Reason.OUTDATED_SOLUTION,
                "solution unused for over " + days(age),
                item -> isBefore(item.recordedUse(), usedSince),
                item -> aged("last_used", item.recordedUse()));
    }

    private void performanceBased() {
        add(
                ItemKind.PATTERN,
                Strategy.PERFORMANCE_BASED,
                Reason.LOW_SUCCESS_RATE,
                "pattern with a success rate below " + policy.quality().minSuccess(),
                item -> isProven(item)
                        && item.successRate().orElse(1) < policy.quality().minSuccess(),
                PruneRules::performance);
        add(
                ItemKind.PATTERN,
                Strategy.PERFORMANCE_BASED,
                Reason.LOW_CONFIDENCE,
                "pattern with a confidence below " + policy.quality().minConfidence(),
                item -> isProven(item)
                        && item.confidence().orElse(1) < policy.quality().minConfidence(),
                PruneRules::performance);
        add(
                ItemKind.SOLUTION,
                Strategy.PERFORMANCE_BASED,
                Reason.NEGATIVE_OUTCOME,
                "solution that did not work",
                item -> !item.worked().orElse(true),
                _ -> JsonObject.builder().put("worked", false));
        add(
                ItemKind.DECISION,
                Strategy.PERFORMANCE_BASED,
                Reason.NEGATIVE_OUTCOME,
                "decision not worth repeating, or with mean success metrics below "
                        + policy.quality().minOutcome(),
                item -> !item.wouldRepeat().orElse(true)
                        || item.meanSuccess().orElse(1) < policy.quality().minOutcome(),
                PruneRules::outcome);
    }

    private void add(
            ItemKind kind,
            Strategy strategy,
            Reason reason,
            String rule,
            Predicate<Item> condition,
            Cause.Evidence evidence) {
        Objects.requireNonNull(rules.get(kind), "only items of the runtime are pruned")
                .add(new Rule(condition, new Cause(strategy.word(), rule, reason, evidence)));
    }

    /** Returns whether a time is before a limit. A missing time is not, and a time in the future counts as now. */
    private static boolean isBefore(@Nullable Instant time, Instant limit) {
        return time != null && time.isBefore(limit);
    }

    private boolean isProven(Item pattern) {
        return pattern.executions() >= policy.quality().minExecutions();
    }

    private JsonObject.Builder aged(String field, @Nullable Instant time) {
        JsonObject.Builder values = JsonObject.builder().put(field, time);
        return time == null
                ? values
                : values.put("age_days", Math.max(0, Duration.between(time, now).toDays()));
    }

    private static JsonObject.Builder performance(Item item) {
        JsonObject.Builder values = JsonObject.builder();
        item.successRate().ifPresent(rate -> values.put("success_rate", rate));
        item.confidence().ifPresent(confidence -> values.put("confidence", confidence));
        return values.put("executions", item.executions());
    }

    private static JsonObject.Builder outcome(Item item) {
        JsonObject.Builder values = JsonObject.builder();
        item.wouldRepeat().ifPresent(repeat -> values.put("would_repeat", repeat));
        item.meanSuccess().ifPresent(mean -> values.put("mean_success", mean));
        return values;
    }

    private static String days(Duration age) {
        return age.toDays() + " days";
    }
}
