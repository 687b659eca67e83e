package loom.aml.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Times work in milliseconds, and prints a figure on a line. */
final class Timings {
    private Timings() {}

    /** Work that is timed. */
    interface Timed {
        void run() throws IOException, InterruptedException;
    }

    static double millis(Timed work) throws IOException, InterruptedException {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e6;
    }

    static double median(List<Double> values) {
        return percentile(values, 0.5);
    }

    static double percentile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1.0, sorted.size() * share));
    }

    static String ratio(List<Double> times, List<Double> others) {
        return format(median(times) / median(others)) + " x";
    }

    static String format(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    static void line(String what, double value, String unit, String more) {
        System.out.printf(Locale.ROOT, "%-30s %8.1f %s  %s%n", what, value, unit, more);
    }
}
