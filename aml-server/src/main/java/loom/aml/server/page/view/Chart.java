package loom.aml.server.page.view;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import loom.aml.app.text.Amounts;
import loom.aml.monitor.Metrics;

/**
 * A value over time, as the points of a line in a box of {@value #WIDTH} by {@value #HEIGHT}.
 *
 * @param description the chart in words
 * @param line the points of the line; empty with fewer than two measurements
 * @param area the points of the area below it
 */
public record Chart(String title, String description, String line, String area, String top, String from, String to) {
    public static final int WIDTH = 600;
    public static final int HEIGHT = 120;

    private record Point(Instant at, double value) {}

    /** Returns the number of items over time. */
    public static Chart items(List<Metrics> newestFirst) {
        return of("Items", newestFirst, Metrics::itemCount, value -> Amounts.count(Math.round(value)));
    }

    /** Returns the share of items that are outdated, damaged or duplicate over time. */
    public static Chart rot(List<Metrics> newestFirst) {
        return of("To be tidied", newestFirst, Metrics::rotShare, Amounts::percent);
    }

    private static Chart of(
            String title, List<Metrics> newestFirst, ToDoubleFunction<Metrics> value, DoubleFunction<String> words) {
        List<Point> points = newestFirst.reversed().stream()
                .map(each -> new Point(each.at(), value.applyAsDouble(each)))
                .toList();
        if (points.size() < 2) {
            return new Chart(title, "Too few measurements for a chart.", "", "", "", "", "");
        }
        double most = points.stream().mapToDouble(Point::value).max().orElse(0);
        Instant first = points.getFirst().at();
        double span = Math.max(1, points.getLast().at().toEpochMilli() - first.toEpochMilli());
        StringBuilder line = new StringBuilder();
        for (Point point : points) {
            double x = WIDTH * (point.at().toEpochMilli() - first.toEpochMilli()) / span;
            double y = HEIGHT - (most == 0 ? 0 : (HEIGHT - 8) * point.value() / most) - 1;
            line.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
        }
        String from = Words.time(first);
        String to = Words.time(points.getLast().at());
        String description = title + " from " + from + " to " + to + ": first "
                + words.apply(points.getFirst().value()) + ", last "
                + words.apply(points.getLast().value()) + ", at most " + words.apply(most);
        return new Chart(
                title,
                description,
                line.toString().strip(),
                "0," + HEIGHT + " " + line + WIDTH + "," + HEIGHT,
                words.apply(most),
                from,
                to);
    }

    public boolean isEmpty() {
        return line.isEmpty();
    }
}
