package loom.aml.recall;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Draws ranks, from 0, with the frequencies of Zipf's law: rank k in proportion to (k + 1) to the power of -s. */
final class Zipf {
    private final double[] sums;

    Zipf(int ranks, double s) {
        sums = new double[ranks];
        double sum = 0;
        for (int rank = 0; rank < ranks; rank++) {
            sum += Math.pow(rank + 1, -s);
            sums[rank] = sum;
        }
    }

    int next(RandomGenerator random) {
        int at = Arrays.binarySearch(sums, random.nextDouble() * sums[sums.length - 1]);
        return Math.min(at < 0 ? -at - 1 : at, sums.length - 1);
    }
}
