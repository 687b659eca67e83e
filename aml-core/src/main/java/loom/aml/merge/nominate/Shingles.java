package loom.aml.merge.nominate;

import java.util.Arrays;
import java.util.List;
import loom.aml.item.Field;
import loom.aml.item.Item;

/**
 * The normalized shingles of an item: hashes of pairs of words in a row, without case. Words are runs of letters and digits. Not
 * thread-safe.
 */
final class Shingles {
    private static final List<Field> TEXTS = List.of(
            Field.FLAT_NAME,
            Field.APPROACH_TECHNIQUE,
            Field.APPROACH_RATIONALE,
            Field.APPROACH_CODE_TEMPLATE,
            Field.PROBLEM_ERROR_MESSAGE,
            Field.SOLUTION_ROOT_CAUSE,
            Field.SOLUTION_FIX_APPROACH,
            Field.SOLUTION_CODE_FIX,
            Field.SOLUTION_PREVENTION,
            Field.DECISION_QUESTION,
            Field.DECISION_CHOSEN_OPTION,
            Field.DECISION_RATIONALE,
            Field.DESCRIPTION,
            Field.TEXT,
            Field.HEADING);
    private static final List<Field> LISTS = List.of(
            Field.APPROACH_STEPS,
            Field.WHEN_APPLICABLE,
            Field.WHEN_NOT_APPLICABLE,
            Field.SOLUTION_PREVENTION,
            Field.DECISION_ALTERNATIVES,
            Field.LESSONS_LEARNED,
            Field.OBSERVATIONS);

    private static final long FIRST = 0xcbf2_9ce4_8422_2325L;
    private static final long PRIME = 0x0000_0100_0000_01b3L;
    private static final long PAIR = 0x9e37_79b9_7f4a_7c15L;

    private long[] hashes = new long[256];
    private int count;

    /** Returns the shingles of an item; some may occur more than once. */
    long[] of(Item item) {
        count = 0;
        for (Field field : TEXTS) {
            if (item.isString(field)) {
                String text = item.text(field);
                if (text != null) {
                    add(text);
                }
            }
        }
        for (Field field : LISTS) {
            item.strings(field).forEach(this::add);
        }
        return Arrays.copyOf(hashes, count);
    }

    private void add(String text) {
        long last = 0;
        long hash = FIRST;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (Character.isLetterOrDigit(c)) {
                hash = (hash ^ Character.toLowerCase(c)) * PRIME;
            } else if (hash != FIRST) {
                // The first word makes a pair with the beginning, so that a text of one word has a shingle, too.
                add(mixed(last * PAIR + hash));
                last = hash;
                hash = FIRST;
            }
        }
    }

    private static long mixed(long hash) {
        long mixed = (hash ^ hash >>> 32) * PAIR;
        return mixed ^ mixed >>> 29;
    }

    private void add(long shingle) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * count);
        }
        hashes[count++] = shingle;
    }
}
