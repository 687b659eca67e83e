package loom.aml.merge.nominate;

import java.util.Arrays;

/**
 * Makes the signatures of items: the share of equal bytes of two signatures estimates the share of common shingles. One-permutation hashing
 * (Li, Owen and Zhang 2012): the hash of a shingle selects a component, which keeps the least hash of its shingles; a component without
 * shingles borrows from the next one that has some, whose distance is mixed in (Shrivastava and Li 2014). Work is linear in the shingles. Not
 * thread-safe.
 */
final class Signature {
    /** The number of bytes of a signature, each a component. A power of two. */
    static final int BYTES = 128;

    private static final long NONE = Long.MAX_VALUE;
    private static final long DISTANCE = 0x9e37_79b9_7f4a_7c15L;
    private static final int COMPONENT_SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(BYTES);

    private final long[] least = new long[BYTES];

    /** Writes the signature of at least one shingle, given by well-mixed hashes. */
    void write(Shingles shingles, byte[] target, int at) {
        Arrays.fill(least, NONE);
        for (int i = 0; i < shingles.count(); i++) {
            long hash = shingles.hash(i);
            int component = (int) (hash >>> COMPONENT_SHIFT);
            least[component] = Math.min(least[component], hash & NONE >>> 1);
        }
        long borrowed = NONE;
        int distance = 0;
        // From behind and around once, so that every component without shingles knows the next one that has some.
        for (int i = 2 * BYTES - 1; i >= 0; i--) {
            int component = i & BYTES - 1;
            boolean isOwn = least[component] != NONE;
            borrowed = isOwn ? least[component] : borrowed;
            distance = isOwn ? 0 : distance + 1;
            target[at + component] = (byte) ((borrowed + distance * DISTANCE) * DISTANCE >>> Long.SIZE - Byte.SIZE);
        }
    }
}
