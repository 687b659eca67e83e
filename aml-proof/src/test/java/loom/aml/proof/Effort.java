package loom.aml.proof;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The extent of the tests: a sample in every build, everything with {@code mvn -B verify -Pproof}, which sets {@code
 * -Daml.proof=full}.
 */
public final class Effort {
    /** The seed of the choices of this run. */
    private static final long SEED = Long.getLong("aml.proof.seed", System.nanoTime() & 0xffff);

    private static final int SIXTH = 6;
    private static final boolean FULL = "full".equals(System.getProperty("aml.proof"));

    private Effort() {}

    /** Returns whether everything is tested. */
    public static boolean isFull() {
        return FULL;
    }

    /** Returns one number for every build, another for the full run. */
    public static int of(int sample, int full) {
        return FULL ? full : sample;
    }

    /** Returns all in the full run; in every build a sixth of them, others each time. {@code -Daml.proof.seed} repeats a choice. */
    public static <T> Stream<T> sixth(T[] all) {
        say((FULL ? "all of " : "a sixth of ") + all.length + ", seed " + SEED);
        return sample(List.of(all), SIXTH, SEED).stream();
    }

    /** Returns all in the full run; in every build one of {@code step}, starting at an offset from the seed. */
    public static <T> List<T> sample(List<T> all, int step, long seed) {
        if (FULL) {
            return all;
        }
        List<T> some = new ArrayList<>();
        for (int i = (int) Math.floorMod(seed, (long) step); i < all.size(); i += step) {
            some.add(all.get(i));
        }
        return some;
    }

    /** Returns the CPU time of this thread, which does not depend on the load of the machine. */
    public static Duration worked(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long began = threads.getCurrentThreadCpuTime();
        work.run();
        return Duration.ofNanos(threads.getCurrentThreadCpuTime() - began);
    }

    /** Prints a line for the figures of docs/proof.md. */
    public static void say(String figures) {
        System.out.println("proof: " + figures);
    }
}
