package loom.aml.sample;

/**
 * A pseudorandom generator: SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
 * Implemented here because a sample must be the same on every JDK, and the JDK specifies the sequences of few
 * generators, and derived values of none.
 */
final class Draws {
    private static final long GAMMA = 0x9e37_79b9_7f4a_7c15L;

    private long state;

    Draws(long seed) {
        state = seed;
    }

    /** Returns an independent generator for a sequence of keys; neighbouring keys are uncorrelated. */
    static Draws of(long... keys) {
        long seed = 0;
        for (long key : keys) {
            // Mixes the key, because streams whose seeds differ by multiples of gamma overlap.
            seed = mix(mix(key + GAMMA) ^ seed);
        }
        return new Draws(seed);
    }

    /** Returns 64 random bits. A number does not repeat within the period. */
    long next() {
        return mix(state += GAMMA);
    }

    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return z ^ (z >>> 31);
    }

    /** Returns a number from 0 (inclusive) to {@code bound} (exclusive). */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** Returns a number between two bounds, inclusive. */
    int between(int from, int to) {
        return from + below(to - from + 1);
    }

    /** Returns a number between two bounds, inclusive; half of the numbers are in the first eighth. */
    long skewed(long from, long to) {
        double unit = unit();
        return from + (long) (unit * unit * unit * (to - from + 1));
    }

    /** Returns a number from 0 (inclusive) to 1 (exclusive). */
    double unit() {
        return (next() >>> 11) * 0x1p-53;
    }

    /** Returns true with a probability in percent. */
    boolean percent(int chance) {
        return below(100) < chance;
    }
}
