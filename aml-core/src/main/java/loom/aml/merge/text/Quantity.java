package loom.aml.merge.text;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers with units in one form: {@code 90 s}, {@code 1.5 minutes} and {@code 90000ms} are equal. Units are converted only where the
 * factor is beyond doubt: a kilobyte has 1000 bytes for some and 1024 for others, and months differ in length.
 */
final class Quantity {
    private static final Map<String, Unit> UNITS = units();
    private static final List<String> NUMBERS =
            List.of("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve");

    private Quantity() {}

    /** A unit: its dimension, named by the base unit, and the number of base units that it has. */
    private record Unit(String base, BigDecimal factor) {}

    private static Map<String, Unit> units() {
        Map<String, Unit> units = new HashMap<>();
        put(units, "us", "1", "µs", "us", "microsecond", "microseconds");
        put(units, "us", "1000", "ms", "msec", "millisecond", "milliseconds", "millis");
        put(units, "us", "1000000", "s", "sec", "secs", "second", "seconds");
        put(units, "us", "60000000", "min", "mins", "minute", "minutes");
        put(units, "us", "3600000000", "h", "hr", "hrs", "hour", "hours");
        put(units, "day", "1", "day", "days");
        put(units, "day", "7", "week", "weeks");
        put(units, "%", "1", "%", "percent");
        put(units, "kB", "1", "kB", "kilobyte", "kilobytes");
        put(units, "KB", "1", "KB");
        put(units, "MB", "1", "MB", "megabyte", "megabytes");
        put(units, "GB", "1", "GB", "gigabyte", "gigabytes");
        put(units, "TB", "1", "TB", "terabyte", "terabytes");
        put(units, "KiB", "1", "KiB");
        put(units, "KiB", "1024", "MiB");
        put(units, "KiB", "1048576", "GiB");
        return Map.copyOf(units);
    }

    private static void put(Map<String, Unit> units, String base, String factor, String... spellings) {
        for (String spelling : spellings) {
            units.put(spelling, new Unit(base, new BigDecimal(factor)));
        }
    }

    /** Returns whether a text is a unit. */
    static boolean isUnit(String text) {
        return UNITS.containsKey(text);
    }

    /** Returns the digits of a number word from two to twelve; one is often a pronoun. */
    static Optional<String> digits(String word) {
        int at = NUMBERS.indexOf(word);
        return at < 0 ? Optional.empty() : Optional.of(Integer.toString(at + 2));
    }

    /** Returns the form of a number with a unit. */
    static String form(String number, String unit) {
        Unit known = UNITS.get(unit);
        if (known == null) {
            throw new IllegalArgumentException("not a unit: " + unit);
        }
        BigDecimal value = new BigDecimal(number).multiply(known.factor()).stripTrailingZeros();
        return value.toPlainString() + ' ' + known.base();
    }
}
