package loom.aml.merge.nominate;

import java.util.Arrays;

/**
 * Lists of pairs of numbered items, each a {@code long}: the first item in the upper half, the second one in the lower half. Plain arrays,
 * because a large store has millions of pairs.
 */
public final class PairList {
    private PairList() {}

    /** Returns a pair. */
    public static long pair(int first, int second) {
        return (long) first << Integer.SIZE | second;
    }

    /** Returns the first item of a pair. */
    public static int first(long pair) {
        return (int) (pair >>> Integer.SIZE);
    }

    /** Returns the second item of a pair. */
    public static int second(long pair) {
        return (int) pair;
    }

    /** Sorts the first pairs of an array and returns the different ones. */
    static long[] distinct(long[] pairs, int count) {
        Arrays.parallelSort(pairs, 0, count);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (kept == 0 || pairs[kept - 1] != pairs[i]) {
                pairs[kept++] = pairs[i];
            }
        }
        return Arrays.copyOf(pairs, kept);
    }

    /** Returns the different pairs of two lists, ascending. */
    public static long[] union(long[] pairs, long[] others) {
        long[] all = Arrays.copyOf(pairs, pairs.length + others.length);
        System.arraycopy(others, 0, all, pairs.length, others.length);
        return distinct(all, all.length);
    }

    /** Orders ascending pairs so that those of the same two files follow each other, which are then read together. */
    public static void groupByFiles(long[] pairs, Signatures signatures) {
        int from = 0;
        while (from < pairs.length) {
            int to = from;
            int file = signatures.fileIndex(first(pairs[from]));
            while (to < pairs.length && signatures.fileIndex(first(pairs[to])) == file) {
                to++;
            }
            group(pairs, from, to, signatures);
            from = to;
        }
    }

    /** Orders pairs whose first items are in one file by the files of the second ones. */
    private static void group(long[] pairs, int from, int to, Signatures signatures) {
        long[] keys = new long[to - from];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = pair(signatures.fileIndex(second(pairs[from + i])), i);
        }
        Arrays.sort(keys);
        long[] former = Arrays.copyOfRange(pairs, from, to);
        for (int i = 0; i < keys.length; i++) {
            pairs[from + i] = former[second(keys[i])];
        }
    }
}
