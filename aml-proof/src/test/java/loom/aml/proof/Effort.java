package loom.aml.proof;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How much is tried: a sample in every build, everything with {@code mvn -B verify -Pproof}, which sets {@code -Daml.proof=full}.
 */
public final class Effort {
    private static final boolean FULL = "full".equals(System.getProperty("aml.proof"));

    private Effort() {}

    /** Whether everything is tried. */
    public static boolean isFull() {
        return FULL;
    }

    /** One number for every build, another for the full run. */
    public static int of(int sample, int full) {
        return FULL ? full : sample;
    }

    /** All of them in the full run; in every build one of {@code step}, the first of them by the seed. */
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

    /** The time that this thread worked on something, however busy the machine was with other things. */
    public static Duration worked(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long began = threads.getCurrentThreadCpuTime();
        work.run();
        return Duration.ofNanos(threads.getCurrentThreadCpuTime() - began);
    }

    /** One line for the figures of docs/proof.md. */
    public static void say(String figures) {
        System.out.println("proof: " + figures);
    }
}
