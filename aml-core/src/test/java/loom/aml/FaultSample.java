package loom.aml;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The points of a fault test that one build tries: a sixth of them, another sixth each time. {@code -Pproof} tries all; {@code
 * -Daml.seed} repeats a choice, and belongs into the message of a failure.
 */
public final class FaultSample {
    public static final long SEED = Long.getLong("aml.seed", System.nanoTime());

    private static final boolean IS_FULL = "full".equals(System.getProperty("aml.proof"));
    private static final int STEP = IS_FULL ? 1 : 6;
    private static final int LONG_STEP = IS_FULL ? 1 : 90;

    private FaultSample() {}

    /** Returns the chosen ones of all points, in their order. */
    public static <P> List<P> of(List<P> points) {
        return every(STEP, points);
    }

    /** Returns the chosen ones of points that each take long, a ninetieth of them, in their order. */
    public static <P> List<P> fewOf(List<P> points) {
        return every(LONG_STEP, points);
    }

    private static <P> List<P> every(int step, List<P> points) {
        List<P> chosen = new ArrayList<>();
        for (int i = (int) Math.floorMod(SEED, (long) step); i < points.size(); i += step) {
            chosen.add(points.get(i));
        }
        return chosen;
    }

    /** Returns the chosen ones of the numbers from the first to the last. */
    public static List<Integer> between(int first, int last) {
        return of(IntStream.rangeClosed(first, last).boxed().toList());
    }

    /** Returns the number that a build must exceed, of a number that all points together must exceed. */
    public static int least(int ofAll) {
        return IS_FULL ? ofAll : Math.max(0, ofAll / STEP - 1);
    }

    /** Returns the number that a build must reach with few points, of a number that all points together must reach. */
    public static int leastOfFew(int ofAll) {
        return IS_FULL ? ofAll : Math.max(0, ofAll / LONG_STEP - 1);
    }
}
