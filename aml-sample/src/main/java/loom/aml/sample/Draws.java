package loom.aml.sample;

/**
 * Numbers that look random and follow from a seed: SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom
 * Number Generators", 2014). Written out since a sample is to be the same on every JDK, and the JDK promises the
 * numbers of few of its generators, and what it makes of them of none.
 */
final class Draws {
    private static final long GAMMA = 0x9e37_79b9_7f4a_7c15L;

    private long state;

    Draws(long seed) {
        state = seed;
    }

    /** Draws that no other keys share: neighbouring ones have nothing in common. */
    static Draws of(long... keys) {
        long seed = 0;
        for (long key : keys) {
            // Not the key itself: streams whose seeds lie multiples of gamma apart are parts of one another.
            seed = mix(mix(key + GAMMA) ^ seed);
        }
        return new Draws(seed);
    }

    /** All 64 bits. No number comes twice. */
    long next() {
        return mix(state += GAMMA);
    }

    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return z ^ (z >>> 31);
    }

    /** From 0 to, but not with, {@code bound}. */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** From one to the other, both of them included. */
    int between(int from, int to) {
        return from + below(to - from + 1);
    }

    /** From one to the other, small ones far more often: half of all lie in the first eighth. */
    long skewed(long from, long to) {
        double unit = unit();
        return from + (long) (unit * unit * unit * (to - from + 1));
    }

    /** From 0 to, but not with, 1. */
    double unit() {
        return (next() >>> 11) * 0x1p-53;
    }

    /** True so many times in a hundred. */
    boolean percent(int chance) {
        return below(100) < chance;
    }
}
