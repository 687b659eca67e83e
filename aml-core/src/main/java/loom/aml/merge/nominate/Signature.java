package loom.aml.merge.nominate;

import java.util.Arrays;

/**
 * Makes and compares signatures of items: the share of equal components of two signatures estimates the share of common shingles.
 * One-permutation hashing (Li, Owen and Zhang 2012): the hash of a shingle selects a component, which keeps the least hash of its shingles; a
 * component without shingles borrows from the next one that has some, whose distance is mixed in (Shrivastava and Li 2014). Of each
 * component four bits are kept (Li and König 2010), so that unlike items have one in sixteen in common. Not thread-safe.
 */
final class Signature {
    /** The number of components, a power of two. */
    static final int COMPONENTS = 128;

    private static final int BITS = 4;
    private static final int COMPONENTS_OF_WORD = Long.SIZE / BITS;
    /** The length of a signature. */
    static final int WORDS = COMPONENTS / COMPONENTS_OF_WORD;

    static final int BYTES = WORDS * Long.BYTES;

    private static final long LOW_BITS = 0x1111_1111_1111_1111L;
    private static final long LOW_NIBBLES = 0x0f0f_0f0f_0f0f_0f0fL;
    private static final long SUM_OF_BYTES = 0x0101_0101_0101_0101L;

    private static final long NONE = Long.MAX_VALUE;
    private static final long DISTANCE = 0x9e37_79b9_7f4a_7c15L;
    private static final int COMPONENT_SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(COMPONENTS);

    private final long[] least = new long[COMPONENTS];

    /** Writes the signature of at least one shingle, given by well-mixed hashes. */
    void write(Shingles shingles, long[] target, int at) {
        Arrays.fill(least, NONE);
        for (int i = 0; i < shingles.count(); i++) {
            long hash = shingles.hash(i);
            int component = (int) (hash >>> COMPONENT_SHIFT);
            least[component] = Math.min(least[component], hash & NONE >>> 1);
        }
        Arrays.fill(target, at, at + WORDS, 0);
        long borrowed = NONE;
        int distance = 0;
        // Twice around from behind, so that every component without shingles knows the next one that has some.
        for (int i = 2 * COMPONENTS - 1; i >= 0; i--) {
            int component = i & COMPONENTS - 1;
            boolean isOwn = least[component] != NONE;
            borrowed = isOwn ? least[component] : borrowed;
            distance = isOwn ? 0 : distance + 1;
            if (i < COMPONENTS) {
                long bits = (borrowed + distance * DISTANCE) * DISTANCE >>> Long.SIZE - BITS;
                target[at + component / COMPONENTS_OF_WORD] |= bits << component % COMPONENTS_OF_WORD * BITS;
            }
        }
    }

    /** Returns the number of equal components of two signatures, from 0 to {@value #COMPONENTS}. */
    static int equal(long[] ones, int at, long[] others, int otherAt) {
        long different = 0;
        for (int i = 0; i < WORDS; i++) {
            long bits = ones[at + i] ^ others[otherAt + i];
            different += (bits | bits >>> 1 | bits >>> 2 | bits >>> 3) & LOW_BITS;
        }
        // Each nibble counts the words that differ there, eight at most.
        long counts = (different & LOW_NIBBLES) + (different >>> BITS & LOW_NIBBLES);
        return COMPONENTS - (int) (counts * SUM_OF_BYTES >>> Long.SIZE - Byte.SIZE);
    }

    /** Returns the number of equal components that signatures of items with a share of common shingles have, from 0 to 1. */
    static int equalFor(double share) {
        double byChance = 1.0 / (1 << BITS);
        return (int) Math.ceil((share + (1 - share) * byChance) * COMPONENTS);
    }
}
