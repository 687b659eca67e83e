package loom.aml.item.schema;

import static loom.aml.item.Field.*;

import java.util.function.BiPredicate;
import loom.aml.item.Field;
import loom.aml.item.Item;
import org.jspecify.annotations.Nullable;

/**
 * The requirements of the TypeScript runtime's schema for loading an item. A single rejected pattern makes every
 * pattern query of its agent fail. Source: the store format as observed.
 *
 * <p>For each kind, a table of fields in the order of the item. Fields nested in an optional object are required only
 * if that object is present.
 */
public final class RuntimeSchema {
    private static final Rule[] COMMON = {
        required(ID, RuntimeType.UUID),
        required(AGENT, RuntimeType.STRING),
        required(TIMESTAMP, RuntimeType.STRING),
        optional(TAGS, RuntimeType.STRINGS),
        optional(ACTIVE, RuntimeType.FLAG),
    };
    private static final Rule[] PATTERNS = {
        required(PATTERN, RuntimeType.OBJECT),
        required(PATTERN_TYPE, RuntimeType.STRING),
        required(PATTERN_CONTEXT, RuntimeType.SCALARS),
        required(APPROACH, RuntimeType.OBJECT),
        required(APPROACH_TECHNIQUE, RuntimeType.STRING),
        optional(APPROACH_CODE_TEMPLATE, RuntimeType.STRING),
        required(APPROACH_RATIONALE, RuntimeType.STRING),
        optional(APPROACH_STEPS, RuntimeType.STRINGS),
        required(CONDITIONS, RuntimeType.OBJECT),
        required(WHEN_APPLICABLE, RuntimeType.STRINGS),
        required(WHEN_NOT_APPLICABLE, RuntimeType.STRINGS),
        required(METRICS, RuntimeType.OBJECT),
        required(SUCCESS_RATE, RuntimeType.SHARE),
        required(EXECUTION_COUNT, RuntimeType.NUMBER),
        required(AVG_TIME_SAVED_MS, RuntimeType.NUMBER),
        required(ERROR_PREVENTION_COUNT, RuntimeType.NUMBER),
        required(EVOLUTION, RuntimeType.OBJECT),
        required(EVOLUTION_CREATED, RuntimeType.STRING),
        required(EVOLUTION_LAST_USED, RuntimeType.STRING),
        required(EVOLUTION_REFINEMENTS, RuntimeType.NUMBER),
        required(EVOLUTION_CONFIDENCE, RuntimeType.SHARE),
    };
    private static final Rule[] SOLUTIONS = {
        required(PROBLEM, RuntimeType.OBJECT),
        required(PROBLEM_ERROR_TYPE, RuntimeType.STRING),
        required(PROBLEM_ERROR_MESSAGE, RuntimeType.STRING),
        optional(PROBLEM_STACK_TRACE_HASH, RuntimeType.STRING),
        required(PROBLEM_CONTEXT, RuntimeType.SCALARS),
        required(SOLUTION, RuntimeType.OBJECT),
        required(SOLUTION_ROOT_CAUSE, RuntimeType.STRING),
        required(SOLUTION_FIX_APPROACH, RuntimeType.STRING),
        optional(SOLUTION_CODE_FIX, RuntimeType.STRING),
        required(SOLUTION_PREVENTION, RuntimeType.STRING),
        optional(SOLUTION_RELATED_PATTERNS, RuntimeType.STRINGS),
        required(EFFECTIVENESS, RuntimeType.OBJECT),
        required(WORKED, RuntimeType.FLAG),
        required(TIME_TO_FIX, RuntimeType.NUMBER),
        required(PREVENTED_RECURRENCE, RuntimeType.NUMBER),
        required(RELATED_ERRORS_FIXED, RuntimeType.NUMBER),
        required(VERIFIED_COUNT, RuntimeType.NUMBER),
    };
    private static final Rule[] DECISIONS = {
        required(DECISION, RuntimeType.OBJECT),
        required(DECISION_TYPE, RuntimeType.STRING),
        required(DECISION_QUESTION, RuntimeType.STRING),
        required(DECISION_CONTEXT, RuntimeType.SCALARS),
        required(DECISION_CHOSEN_OPTION, RuntimeType.STRING),
        required(DECISION_ALTERNATIVES, RuntimeType.STRINGS),
        required(DECISION_FACTORS, RuntimeType.OBJECT),
        required(DECISION_FACTORS_PRIMARY, RuntimeType.STRINGS),
        required(DECISION_FACTORS_SECONDARY, RuntimeType.STRINGS),
        optional(DECISION_RATIONALE, RuntimeType.STRING),
        optional(OUTCOME, RuntimeType.OBJECT),
        optional(REVIEWED_AT, RuntimeType.STRING),
    };
    private static final Rule[] OUTCOMES = {
        required(SUCCESS_METRICS, RuntimeType.OBJECT),
        optional(DEVELOPMENT_SPEED, RuntimeType.UP_TO_TWO),
        optional(API_PERFORMANCE, RuntimeType.SHARE),
        optional(CLIENT_SATISFACTION, RuntimeType.SHARE),
        optional(MAINTAINABILITY, RuntimeType.SHARE),
        optional(CUSTOM_METRICS, RuntimeType.NUMBERS),
        required(LESSONS_LEARNED, RuntimeType.STRINGS),
        required(WOULD_REPEAT, RuntimeType.FLAG),
        optional(IMPROVEMENTS, RuntimeType.STRINGS),
    };

    private RuntimeSchema() {}

    /** The type of a field, and whether it is required. */
    private record Rule(Field field, RuntimeType type, boolean isRequired) {
        boolean isMet(Item item) {
            return item.has(field) ? type.accepts(item, field) : !isRequired;
        }

        String refusal(Item item) {
            return field.path() + (item.has(field) ? " must be " + type.words() : " is required");
        }
    }

    private static Rule required(Field field, RuntimeType type) {
        return new Rule(field, type, true);
    }

    private static Rule optional(Field field, RuntimeType type) {
        return new Rule(field, type, false);
    }

    /** Returns why the runtime rejects an item; null if it accepts it. */
    public static @Nullable String refusal(Item item) {
        return refusal(item, (_, _) -> false);
    }

    /**
     * Returns why the runtime would reject an item after some fields were added; null if it would accept it.
     *
     * @param isAdded returns whether a field is added to an item
     */
    public static @Nullable String refusal(Item item, BiPredicate<Field, Item> isAdded) {
        if (!item.kind().isJudged()) {
            return null;
        }
        Rule[] ofKind = switch (item.kind()) {
            case PATTERN -> PATTERNS;
            case SOLUTION -> SOLUTIONS;
            case DECISION -> DECISIONS;
            case NOTE, ENTRY -> throw new IllegalStateException("the runtime has no " + item.kind());
        };
        Rule broken = firstBroken(COMMON, item, isAdded);
        if (broken == null) {
            broken = firstBroken(ofKind, item, isAdded);
        }
        if (broken == null && item.isObject(OUTCOME)) {
            broken = firstBroken(OUTCOMES, item, isAdded);
        }
        return broken == null ? null : broken.refusal(item);
    }

    private static @Nullable Rule firstBroken(Rule[] rules, Item item, BiPredicate<Field, Item> isAdded) {
        for (Rule rule : rules) {
            if (!rule.isMet(item) && !isAdded.test(rule.field, item)) {
                return rule;
            }
        }
        return null;
    }
}
