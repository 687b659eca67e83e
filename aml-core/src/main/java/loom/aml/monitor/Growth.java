package loom.aml.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * How a store grows: straight lines through its history, by least squares.
 *
 * @param bytesPerDay bytes a day; negative if it shrinks
 * @param itemsPerDay items a day
 * @param span the time that the history covers
 */
public record Growth(double bytesPerDay, double itemsPerDay, Duration span) {
    private static final int FEWEST = 3;
    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final double DAY_MS = Duration.ofDays(1).toMillis();

    /** No limit that lies farther away than this is worth a date. */
    private static final double FARTHEST_DAYS = 36_500;

    /** The growth of the whole store; nothing where the history is shorter than a day or has fewer than three entries. */
    static Optional<Growth> of(List<Metrics> entries) {
        return of(entries, Metrics::bytes);
    }

    /** The growth of the largest agent, by the entries in which it was the largest. */
    static Optional<Growth> ofLargest(List<Metrics> entries, String agent) {
        return of(entries.stream().filter(entry -> entry.largest().equals(agent)).toList(), Metrics::largestBytes);
    }

    private static Optional<Growth> of(List<Metrics> entries, ToLongFunction<Metrics> bytes) {
        if (entries.size() < FEWEST) {
            return Optional.empty();
        }
        Instant first = entries.getFirst().at();
        Duration span = Duration.between(first, entries.getLast().at());
        return span.compareTo(SHORTEST) < 0
                ? Optional.empty()
                : Optional.of(new Growth(
                        slope(entries, first, entry -> bytes.applyAsLong(entry)),
                        slope(entries, first, Metrics::itemCount),
                        span));
    }

    private static double slope(List<Metrics> entries, Instant first, ToDoubleFunction<Metrics> value) {
        double meanDay = entries.stream().mapToDouble(e -> day(e, first)).average().orElse(0);
        double mean = entries.stream().mapToDouble(value).average().orElse(0);
        double products = 0;
        double squares = 0;
        for (Metrics entry : entries) {
            double days = day(entry, first) - meanDay;
            products += days * (value.applyAsDouble(entry) - mean);
            squares += days * days;
        }
        return products / squares;
    }

    private static double day(Metrics entry, Instant first) {
        return Duration.between(first, entry.at()).toMillis() / DAY_MS;
    }

    /** When bytes reach a limit that they have not reached yet, if this goes on; nothing if they never do. */
    Optional<Instant> reaches(long limit, long bytes, Instant now) {
        if (bytesPerDay <= 0 || bytes >= limit) {
            return Optional.empty();
        }
        double days = (limit - bytes) / bytesPerDay;
        return days > FARTHEST_DAYS
                ? Optional.empty()
                : Optional.of(now.plusMillis(Math.round(days * DAY_MS)));
    }
}
