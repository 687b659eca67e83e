package loom.aml.merge.nominate;

import java.util.Arrays;
import java.util.List;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.merge.text.WordCharacters;

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

    /** Reads the shingles of an item, in place of those before; some may occur more than once. */
    void read(Item item) {
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
    }

    int count() {
        return count;
    }

    long hash(int shingle) {
        return hashes[shingle];
    }

    private void add(String text) {
        long last = 0;
        long hash = FIRST;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? WordCharacters.of(text.charAt(i)) : 0;
            if (c != 0) {
                hash = (hash ^ c) * PRIME;
            } else if (hash != FIRST) {
                // The first word makes a pair with the beginning, so that a text of one word has a shingle, too.
                add(mixed(last * PAIR + hash));
                last = hash;
                hash = FIRST;
            }
        }
    }

    /** Distributes a hash over all bits (the finalizer of MurmurHash3). */
    private static long mixed(long hash) {
        long mixed = (hash ^ hash >>> 33) * 0xff51_afd7_ed55_8ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ce_b9fe_1a85_ec53L;
        return mixed ^ mixed >>> 33;
    }

    private void add(long shingle) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * count);
        }
        hashes[count++] = shingle;
    }
}
