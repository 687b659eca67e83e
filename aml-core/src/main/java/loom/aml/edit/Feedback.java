package loom.aml.edit;

import static loom.aml.item.Field.*;

import java.time.Instant;
import java.util.OptionalLong;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.text.FieldEditor;
import loom.aml.item.text.UneditableException;
import loom.aml.json.JsonObject;

/**
 * Records the outcome of using an item, in the fields that pruning and ranking read.
 *
 * <pre>
 * pattern    helped     one more execution, which succeeded; last used now; confidence a tenth closer to 1
 *            failed     one more execution, which failed; last used now; confidence a fifth closer to 0
 * solution   helped     worked; verified once more           failed     did not work
 * decision   helped     worth repeating                      failed     not worth repeating
 * all        obsolete   no longer active
 * </pre>
 *
 * Mean values, such as the success rate and the time saved, cover all executions. If a field has several spellings (schema
 * 2.0.0, flat items), the one that the item uses is updated.
 *
 * @param savedMs milliseconds that the item saved this time, for patterns that helped
 */
public record Feedback(Verdict verdict, OptionalLong savedMs) {
    private static final double GAIN = 0.1;
    private static final double LOSS = 0.2;
    private static final double ROUNDING = 10_000;

    /** Returns the text of the item after the feedback. */
    public byte[] applyTo(Item item, Instant now) throws UneditableException {
        FieldEditor editor = FieldEditor.of(item.copyBytes());
        if (verdict == Verdict.OBSOLETE) {
            editor.set(ACTIVE.path(), "false");
        } else if (item.kind() == ItemKind.PATTERN) {
            used(item, now, editor);
        } else {
            judged(item, now, editor);
        }
        return editor.toBytes();
    }

    /** Returns the feedback for the run record. */
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder().put("verdict", verdict.word());
        savedMs.ifPresent(saved -> json.put("saved_ms", saved));
        return json.build();
    }

    private boolean isGood() {
        return verdict == Verdict.HELPED;
    }

    private void used(Item item, Instant now, FieldEditor editor) throws UneditableException {
        double before = item.executions();
        double rate = item.successRate().orElse(0);
        double confidence = item.confidence().orElse(Double.parseDouble(Template.NEUTRAL));
        editor.set(
                place(item, PERFORMANCE, PERFORMANCE_EXECUTION_COUNT, EXECUTION_COUNT, FLAT_USE_COUNT, editor),
                number(before + 1));
        editor.set(
                place(item, PERFORMANCE, PERFORMANCE_SUCCESS_RATE, SUCCESS_RATE, FLAT_SUCCESS_RATE, editor),
                number(mean(rate, before, isGood() ? 1 : 0)));
        if (isGood() && savedMs.isPresent()) {
            editor.set(
                    place(
                            item,
                            PERFORMANCE,
                            PERFORMANCE_AVG_TIME_SAVED_MS,
                            AVG_TIME_SAVED_MS,
                            FLAT_TIME_SAVED_MS,
                            editor),
                    number(mean(item.avgTimeSavedMs(), before, savedMs.getAsLong())));
        }
        editor.set(
                place(item, LIFECYCLE, LIFECYCLE_CONFIDENCE, EVOLUTION_CONFIDENCE, FLAT_CONFIDENCE, editor),
                number(isGood() ? confidence + (1 - confidence) * GAIN : confidence * (1 - LOSS)));
        editor.set(
                place(item, LIFECYCLE, LIFECYCLE_LAST_USED, EVOLUTION_LAST_USED, FLAT_LAST_USED, editor),
                JsonObject.quoted(now.toString()));
    }

    private void judged(Item item, Instant now, FieldEditor editor) throws UneditableException {
        String worked = Boolean.toString(isGood());
        if (item.kind() == ItemKind.SOLUTION) {
            editor.set(place(item, WORKED, FLAT_WORKED, editor), worked);
            if (isGood()) {
                String count = place(item, VERIFIED_COUNT, FLAT_USE_COUNT, editor);
                editor.set(count, number(item.uses() + 1));
            }
        } else if (item.has(FLAT_WOULD_REPEAT) && !item.isObject(OUTCOME)) {
            editor.set(place(item, WOULD_REPEAT, FLAT_WOULD_REPEAT, editor), worked);
        } else {
            outcome(item, now, worked, editor);
        }
    }

    /**
     * Sets the outcome of a decision. A first outcome is completed with the fields without which the runtime would not
     * load the item.
     */
    private static void outcome(Item item, Instant now, String worked, FieldEditor editor) throws UneditableException {
        boolean isSnake = item.has(WOULD_REPEAT_SNAKE) && !item.has(WOULD_REPEAT);
        editor.set((isSnake ? WOULD_REPEAT_SNAKE : WOULD_REPEAT).path(), worked);
        if (!item.isObject(OUTCOME)) {
            editor.set(SUCCESS_METRICS.path(), "{}");
            editor.set(LESSONS_LEARNED.path(), "[]");
        }
        editor.set(
                (item.has(REVIEWED_AT_SNAKE) ? REVIEWED_AT_SNAKE : REVIEWED_AT).path(),
                JsonObject.quoted(now.toString()));
    }

    /** Returns the path of a value in the layout that the item uses. */
    private static String place(Item item, Field newer, Field inNewer, Field usual, Field flat, FieldEditor editor)
            throws UneditableException {
        return item.isObject(newer) ? inNewer.path() : place(item, usual, flat, editor);
    }

    private static String place(Item item, Field usual, Field flat, FieldEditor editor) throws UneditableException {
        if (item.has(flat) && !item.has(usual)) {
            for (String spelling : flat.spellings()) {
                if (editor.has(spelling)) {
                    return spelling;
                }
            }
        }
        return usual.path();
    }

    private static double mean(double mean, double count, double next) {
        return (mean * count + next) / (count + 1);
    }

    /** Formats a value with at most four decimal places, without a decimal point if it is an integer. */
    private static String number(double value) {
        double rounded = Math.round(value * ROUNDING) / ROUNDING;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }
}
