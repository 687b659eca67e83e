package loom.aml.index.query;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import loom.aml.item.ItemKind;
import org.jspecify.annotations.Nullable;

/**
 * Parses clauses that name a field.
 *
 * <pre>
 *   tag agent kind type id active             a value
 *   confidence success executions weight      &gt;0.8  &gt;=0.8  &lt;0.8  &lt;=0.8  0.5..0.8
 *   age                                       &lt;30d  &gt;90d  30d..90d; units w, d, h and m
 * </pre>
 */
final class FieldSyntax {
    private static final Instant EVER = Instant.ofEpochMilli(Long.MIN_VALUE);
    private static final Instant NEVER = Instant.ofEpochMilli(Long.MAX_VALUE);
    private static final List<String> FIELDS = List.of(
            "tag", "agent", "kind", "type", "id", "active", "confidence", "success", "executions", "weight", "age");

    private FieldSyntax() {}

    /**
     * Parses a field and its value.
     *
     * @param now the time from which ages are computed
     * @return null if the name is not a field
     * @throws QuerySyntaxException if the name is a field but does not accept the value
     */
    static @Nullable Clause clause(String name, String value, boolean isExcluded, Instant now) {
        String field = name.toLowerCase(Locale.ROOT);
        String singular = field.endsWith("s") && !field.equals("success") && !field.equals("executions")
                ? field.substring(0, field.length() - 1)
                : field;
        for (Name known : Name.values()) {
            if (singular.equals(known.word())) {
                return named(known, value, isExcluded);
            }
        }
        for (NumericField figure : NumericField.values()) {
            if (field.equals(figure.word())) {
                double[] bounds = bounds(field, value, FieldSyntax::number);
                return new Clause.Range(figure, bounds[0], bounds[1], isExcluded);
            }
        }
        return field.equals("age") ? age(value, isExcluded, now) : null;
    }

    /**
     * Returns the field of which a name is probably a misspelling: one letter differs, and the name is too long to be
     * another word.
     */
    static @Nullable String similar(String name) {
        String field = name.toLowerCase(Locale.ROOT);
        if (field.length() < 3) {
            return null;
        }
        for (String known : FIELDS) {
            if (known.length() > 3 ? isOneOff(field, known) : isSwapped(field, known)) {
                return known;
            }
        }
        return null;
    }

    private static boolean isSwapped(String one, String other) {
        if (one.length() != other.length() || one.equals(other)) {
            return false;
        }
        char[] letters = one.toCharArray();
        char[] others = other.toCharArray();
        Arrays.sort(letters);
        Arrays.sort(others);
        return Arrays.equals(letters, others);
    }

    private static boolean isOneOff(String one, String other) {
        if (isSwapped(one, other)) {
            return true;
        }
        int same = 0;
        while (same < one.length() && same < other.length() && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        String restOfOne = one.substring(same);
        String restOfOther = other.substring(same);
        return (!restOfOther.isEmpty() && restOfOne.equals(restOfOther.substring(1)))
                || (!restOfOne.isEmpty() && restOfOne.substring(1).equals(restOfOther))
                || (!restOfOne.isEmpty()
                        && !restOfOther.isEmpty()
                        && restOfOne.substring(1).equals(restOfOther.substring(1)));
    }

    private static Clause named(Name name, String value, boolean isExcluded) {
        if (value.isEmpty()) {
            throw new QuerySyntaxException("a value must follow the colon, without a blank");
        }
        String meant = switch (name) {
            case KIND ->
                ItemKind.named(value)
                        .map(ItemKind::word)
                        .orElseThrow(() -> new QuerySyntaxException("a kind is pattern, solution or decision"));
            case ACTIVE ->
                switch (value.toLowerCase(Locale.ROOT)) {
                    case "true", "yes" -> "true";
                    case "false", "no" -> "false";
                    default -> throw new QuerySyntaxException("active is true or false");
                };
            case TAG, AGENT, TYPE, ID -> value;
        };
        return new Clause.Named(name, Set.of(meant), isExcluded);
    }

    private static Clause age(String value, boolean isExcluded, Instant now) {
        double[] bounds = bounds("age", value, FieldSyntax::seconds);
        Instant from = Double.isInfinite(bounds[1]) ? EVER : now.minus(Duration.ofSeconds((long) bounds[1]));
        Instant to = Double.isInfinite(bounds[0]) ? NEVER : now.minus(Duration.ofSeconds((long) Math.ceil(bounds[0])));
        return new Clause.Used(from, to, isExcluded);
    }

    private interface Amount {
        /** Returns the amount; NaN if the text is malformed. */
        double of(String text);
    }

    /** Parses {@code >a}, {@code >=a}, {@code <a}, {@code <=a} or {@code a..b} as inclusive bounds. */
    private static double[] bounds(String field, String given, Amount amount) {
        int dots = given.indexOf("..");
        if (dots > 0) {
            return new double[] {
                amount(given.substring(0, dots), field, amount), amount(given.substring(dots + 2), field, amount)
            };
        }
        boolean isAbove = given.startsWith(">");
        if (!isAbove && !given.startsWith("<")) {
            String example = field.equals("age") ? "age:<30d, age:>90d or age:30d..90d" : example(field);
            throw new QuerySyntaxException("give bounds, such as " + example);
        }
        boolean isIncluded = given.startsWith("=", 1);
        double bound = amount(given.substring(isIncluded ? 2 : 1), field, amount);
        if (isAbove) {
            return new double[] {isIncluded ? bound : Math.nextUp(bound), Double.POSITIVE_INFINITY};
        }
        return new double[] {Double.NEGATIVE_INFINITY, isIncluded ? bound : Math.nextDown(bound)};
    }

    private static String example(String field) {
        return field + ":>0.8, " + field + ":<=0.8 or " + field + ":0.5..0.8";
    }

    private static double amount(String given, String field, Amount amount) {
        double value = amount.of(given);
        if (Double.isNaN(value)) {
            throw new QuerySyntaxException(
                    field.equals("age") ? "not an age; write 30d, 12h or 2w" : "'" + given + "' is not a number");
        }
        return value;
    }

    private static double number(String text) {
        return text.matches("[0-9]*\\.?[0-9]+") ? Double.parseDouble(text) : Double.NaN;
    }

    private static double seconds(String text) {
        if (!text.matches("[0-9]{1,6}[wdhm]")) {
            return Double.NaN;
        }
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        return count
                * switch (text.charAt(text.length() - 1)) {
                    case 'w' -> 604_800.0;
                    case 'd' -> 86_400.0;
                    case 'h' -> 3_600.0;
                    default -> 60.0;
                };
    }
}
