package loom.aml.tidy;

import static loom.aml.item.Field.*;

import java.util.OptionalDouble;
import loom.aml.item.Field;
import loom.aml.item.Item;
import org.jspecify.annotations.Nullable;

/**
 * What the TypeScript runtime's schema demands of an item before it loads it. One pattern that it refuses makes every pattern
 * query of that agent fail, so this is worth knowing before it happens. Source: the store format as observed.
 */
public final class RuntimeSchema {
    private RuntimeSchema() {}

    /** Why the runtime refuses an item; null if it does not. */
    public static @Nullable String refusal(Item item) {
        String id = item.id();
        if (id == null || !item.isString(ID) || !isUuid(id)) {
            return "id is no UUID";
        }
        String missing = firstMissing(item);
        if (missing != null) {
            return missing;
        }
        return switch (item.kind()) {
            case PATTERN -> badRate(item);
            case SOLUTION, DECISION -> null;
        };
    }

    /** 8-4-4-4-12 hex digits. By hand: this is asked of every item, and a regular expression takes ten times as long. */
    private static boolean isUuid(String id) {
        if (id.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            char c = id.charAt(i);
            boolean isDash = i == 8 || i == 13 || i == 18 || i == 23;
            if (isDash ? c != '-' : !isHexDigit(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHexDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static @Nullable String firstMissing(Item item) {
        if (!item.isString(AGENT)) {
            return "agent is no text";
        }
        if (!item.isString(TIMESTAMP)) {
            return "timestamp is no text";
        }
        return switch (item.kind()) {
            case PATTERN ->
                firstOf(
                        object(item, PATTERN),
                        string(item, PATTERN_TYPE),
                        object(item, PATTERN_CONTEXT),
                        object(item, APPROACH),
                        string(item, APPROACH_TECHNIQUE),
                        string(item, APPROACH_RATIONALE),
                        object(item, CONDITIONS),
                        array(item, WHEN_APPLICABLE),
                        array(item, WHEN_NOT_APPLICABLE),
                        object(item, METRICS),
                        number(item, SUCCESS_RATE),
                        number(item, EXECUTION_COUNT),
                        number(item, AVG_TIME_SAVED_MS),
                        number(item, ERROR_PREVENTION_COUNT),
                        object(item, EVOLUTION),
                        string(item, EVOLUTION_CREATED),
                        string(item, EVOLUTION_LAST_USED),
                        number(item, EVOLUTION_REFINEMENTS),
                        number(item, EVOLUTION_CONFIDENCE));
            case SOLUTION ->
                firstOf(
                        object(item, PROBLEM),
                        string(item, PROBLEM_ERROR_TYPE),
                        string(item, PROBLEM_ERROR_MESSAGE),
                        object(item, SOLUTION),
                        string(item, SOLUTION_ROOT_CAUSE),
                        string(item, SOLUTION_FIX_APPROACH),
                        string(item, SOLUTION_PREVENTION),
                        object(item, EFFECTIVENESS),
                        flag(item, WORKED));
            case DECISION ->
                firstOf(
                        object(item, DECISION),
                        string(item, DECISION_TYPE),
                        string(item, DECISION_QUESTION),
                        string(item, DECISION_CHOSEN_OPTION));
        };
    }

    private static @Nullable String badRate(Item item) {
        if (!isShare(item.number(SUCCESS_RATE))) {
            return "metrics.successRate is not from 0 to 1";
        }
        return isShare(item.number(EVOLUTION_CONFIDENCE)) ? null : "evolution.confidenceScore is not from 0 to 1";
    }

    private static boolean isShare(OptionalDouble number) {
        return number.isPresent() && number.getAsDouble() >= 0 && number.getAsDouble() <= 1;
    }

    private static @Nullable String firstOf(@Nullable String... refusals) {
        for (String refusal : refusals) {
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private static @Nullable String object(Item item, Field field) {
        return item.isObject(field) ? null : field.path() + " is missing or no object";
    }

    private static @Nullable String array(Item item, Field field) {
        return item.isArray(field) ? null : field.path() + " is missing or no array";
    }

    private static @Nullable String flag(Item item, Field field) {
        return item.flag(field).isPresent() ? null : field.path() + " is missing or not true or false";
    }

    private static @Nullable String string(Item item, Field field) {
        return item.isString(field) ? null : field.path() + " is missing or no text";
    }

    private static @Nullable String number(Item item, Field field) {
        return item.number(field).isPresent() ? null : field.path() + " is missing or no number";
    }
}
