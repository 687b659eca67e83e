package loom.aml.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The growth of a store: straight lines fitted to its history by least squares.
 *
 * @param bytesPerDay bytes per day; negative if the store shrinks
 * @param itemsPerDay items per day
 * @param span the period that the history covers
 */
public record Growth(double bytesPerDay, double itemsPerDay, Duration span) {
    private static final int FEWEST = 3;
    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final double DAY_MS = Duration.ofDays(1).toMillis();

    /** Limits that are reached later than this get no date. */
    private static final double FARTHEST_DAYS = 36_500;

    /**
     * Returns the growth of the whole store; empty if the history is shorter than a day or has fewer than three
     * entries.
     */
    static Optional<Growth> of(List<Metrics> entries) {
        double[] bytes = new double[entries.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = entries.get(i).bytes();
        }
        return of(entries, bytes);
    }

    /** Returns the growth of the largest agent, computed from the entries in which it was the largest. */
    static Optional<Growth> ofLargest(List<Metrics> entries, String agent) {
        List<Metrics> its = new ArrayList<>();
        for (Metrics entry : entries) {
            if (entry.largest().equals(agent)) {
                its.add(entry);
            }
        }
        double[] bytes = new double[its.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = its.get(i).largestBytes();
        }
        return of(its, bytes);
    }

    // Loops rather than number streams, whose linking at run time is noticeable in a command that runs every few
    // minutes.
    private static Optional<Growth> of(List<Metrics> entries, double[] bytes) {
        if (entries.size() < FEWEST) {
            return Optional.empty();
        }
        Instant first = entries.getFirst().at();
        Duration span = Duration.between(first, entries.getLast().at());
        if (span.compareTo(SHORTEST) < 0) {
            return Optional.empty();
        }
        double[] days = new double[bytes.length];
        double[] items = new double[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            days[i] = Duration.between(first, entries.get(i).at()).toMillis() / DAY_MS;
            items[i] = entries.get(i).itemCount();
        }
        return Optional.of(new Growth(slope(days, bytes), slope(days, items), span));
    }

    private static double slope(double[] days, double[] values) {
        double meanDay = mean(days);
        double meanValue = mean(values);
        double products = 0;
        double squares = 0;
        for (int i = 0; i < days.length; i++) {
            products += (days[i] - meanDay) * (values[i] - meanValue);
            squares += (days[i] - meanDay) * (days[i] - meanDay);
        }
        return products / squares;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Returns when a size that is below a limit reaches it at this rate; empty if never. */
    Optional<Instant> reaches(long limit, long bytes, Instant now) {
        if (bytesPerDay <= 0 || bytes >= limit) {
            return Optional.empty();
        }
        double days = (limit - bytes) / bytesPerDay;
        return days > FARTHEST_DAYS ? Optional.empty() : Optional.of(now.plusMillis(Math.round(days * DAY_MS)));
    }
}
