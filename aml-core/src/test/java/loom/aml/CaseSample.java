package loom.aml;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The cases of an exhaustive or repeated test that one build tries: a thirtieth of them and at least five, others each time. {@code
 * -Pproof} tries all; {@code -Daml.seed} repeats a choice, and is printed.
 */
public final class CaseSample {
    public static final long SEED = Long.getLong("aml.seed", System.nanoTime());

    private static final boolean IS_FULL = "full".equals(System.getProperty("aml.proof"));
    private static final int STEP = IS_FULL ? 1 : 30;
    private static final int LEAST = 5;

    static {
        if (!IS_FULL) {
            System.out.println("proof: a sample of the cases is tried, -Daml.seed=" + SEED);
        }
    }

    private CaseSample() {}

    /** Returns whether everything is tried. */
    public static boolean isFull() {
        return IS_FULL;
    }

    /** Returns the chosen ones of all cases, in their order. */
    public static <P> List<P> of(List<P> cases) {
        return of(cases, LEAST);
    }

    private static <P> List<P> of(List<P> cases, int least) {
        return oneOf(Math.clamp(cases.size() / least, 1, STEP), cases);
    }

    /** Returns one of each so many cases, where a thirtieth would be too few or too many; all of them if everything is tried. */
    public static <P> List<P> oneOf(int many, List<P> cases) {
        int step = IS_FULL ? 1 : many;
        List<P> chosen = new ArrayList<>();
        for (int i = Math.floorMod(SEED, step); i < cases.size(); i += step) {
            chosen.add(cases.get(i));
        }
        return chosen;
    }

    /** Returns the chosen ones of the numbers from the first to the last. */
    public static List<Integer> between(int first, int last) {
        return of(IntStream.rangeClosed(first, last).boxed().toList());
    }

    /** Returns the chosen ones of the seeds of a random test, from 0. */
    public static List<Integer> seeds(int all) {
        return between(0, all - 1);
    }

    /** Returns one of the seeds of a random test that is slow or has many cases for each seed; all of them if everything is tried. */
    public static List<Integer> oneSeed(int all) {
        return of(IntStream.range(0, all).boxed().toList(), 1);
    }

    /** Returns the number that a build must exceed, of a number that all cases together must exceed; negative if it need not. */
    public static int least(int ofAll) {
        return leastOfOne(STEP, ofAll);
    }

    /** Returns the same for one of each so many cases. */
    public static int leastOfOne(int many, int ofAll) {
        return IS_FULL ? ofAll : ofAll / many - 1;
    }
}
