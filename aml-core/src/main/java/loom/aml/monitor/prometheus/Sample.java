package loom.aml.monitor.prometheus;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import loom.aml.io.FileName;

/**
 * A value of a metric.
 *
 * @param labels the values of the labels of the family, in its order, as valid Unicode
 */
public record Sample(MetricFamily family, List<String> labels, double value) {

    public Sample {
        if (labels.size() != family.labels().size()) {
            throw new IllegalArgumentException(
                    family.metric() + " has the labels " + family.labels() + ", not the values " + labels);
        }
        List<String> valid = new ArrayList<>(labels.size());
        for (String label : labels) {
            valid.add(inUnicode(label));
        }
        labels = List.copyOf(valid);
    }

    public static Sample of(MetricFamily family, double value, String... labels) {
        return new Sample(family, List.of(labels), value);
    }

    /**
     * Converts a name of a file to valid Unicode, which the format requires. Each invalid byte is escaped as {@code \xe9},
     * and a slash, with which no name ends, is appended, so that no two names become the same series.
     */
    private static String inUnicode(String name) {
        if (name.codePoints().noneMatch(FileName::isByte)) {
            return name;
        }
        StringBuilder shown = new StringBuilder(name.length());
        name.codePoints().forEach(c -> {
            if (FileName.isByte(c)) {
                shown.append(String.format(Locale.ROOT, "\\x%02x", FileName.byteOf(c)));
            } else if (c == '\\') {
                shown.append("\\\\");
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.append('/').toString();
    }
}
