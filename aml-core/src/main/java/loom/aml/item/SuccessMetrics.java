package loom.aml.item;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import loom.aml.io.DamagedException;

/**
 * Computes the mean of a decision's success metrics. Values from 0 to 1 count unchanged, {@code developmentSpeed} (1 =
 * as planned, up to 2) counts as {@code min(x / 1.5, 1)}, and custom metrics count only if they are from 0 to 1.
 * Source: the seed's pruning rules.
 */
final class SuccessMetrics {
    private static final double FULL_SPEED = 1.5;
    private static final double FASTEST = 2;

    private final byte[] text;
    private final JsonScanner scanner = new JsonScanner();
    private double sum;
    private int count;

    private SuccessMetrics(byte[] text) {
        this.text = text;
        scanner.text = text;
        scanner.limit = text.length - JsonScanner.PADDING;
    }

    /** Returns the mean over the object whose brace is at {@code p}, in validated text. */
    static OptionalDouble mean(byte[] text, int p) {
        SuccessMetrics metrics = new SuccessMetrics(text);
        metrics.object(p, false);
        return metrics.count == 0 ? OptionalDouble.empty() : OptionalDouble.of(metrics.sum / metrics.count);
    }

    private void object(int p, boolean custom) {
        keys(p).forEach((key, at) -> {
            if (!custom && text[at] == '{' && (key.equals("customMetrics") || key.equals("custom_metrics"))) {
                object(at, true);
            } else {
                add(key, custom, JsonText.number(text, at, skip(at)));
            }
        });
    }

    /** Returns the position of the value of each key of an object; the last of equal keys counts. */
    private Map<String, Integer> keys(int p) {
        Map<String, Integer> values = new LinkedHashMap<>();
        p = scanner.blank(p + 1);
        while (text[p] == '"') {
            int keyEnd = skip(p);
            String key = JsonText.decode(text, p + 1, keyEnd - 1);
            p = scanner.blank(scanner.blank(keyEnd) + 1);
            values.put(key, p);
            p = scanner.blank(skip(p));
            if (text[p] == ',') {
                p = scanner.blank(p + 1);
            }
        }
        return values;
    }

    private void add(String key, boolean custom, OptionalDouble number) {
        if (number.isEmpty()) {
            return;
        }
        double value = number.getAsDouble();
        if (!custom
                && value >= 0
                && value <= FASTEST
                && (key.equals("developmentSpeed") || key.equals("development_speed"))) {
            sum += Math.min(value / FULL_SPEED, 1);
            count++;
        } else if (value >= 0 && value <= 1) {
            sum += value;
            count++;
        }
    }

    private int skip(int p) {
        try {
            return scanner.value(p, 0);
        } catch (DamagedException e) {
            throw new IllegalStateException("validated text is invalid", e);
        }
    }
}
