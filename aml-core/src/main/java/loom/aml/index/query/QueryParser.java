package loom.aml.index.query;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import loom.aml.index.text.WordSplitter;
import loom.aml.item.ItemKind;
import org.jspecify.annotations.Nullable;

/**
 * Reads queries as people write them.
 *
 * <pre>
 *   query    clause ...                       all must hold
 *   clause   [-] word | "words in a row" | field:value
 *   field    tag agent kind type id active    value is a word, or "one with blanks"
 *            confidence success executions weight    value is >0.8  >=0.8  <0.8  <=0.8  0.5..0.8
 *            age                              value is <30d  >90d  30d..90d; w, d, h and m
 * </pre>
 *
 * What stands before a colon and is no field is part of a word: {@code std::vec}, {@code localhost:8080}.
 */
public final class QueryParser {
    private static final Instant EVER = Instant.ofEpochMilli(Long.MIN_VALUE);
    private static final Instant NEVER = Instant.ofEpochMilli(Long.MAX_VALUE);
    private static final List<String> FIELDS = List.of(
            "tag", "agent", "kind", "type", "id", "active", "confidence", "success", "executions", "weight", "age");

    private final Instant now;
    private final String text;
    private int at;

    private QueryParser(String text, Instant now) {
        this.text = text;
        this.now = now;
    }

    /**
     * Reads a query.
     *
     * @param now the time from which ages count
     * @throws QuerySyntaxException if it cannot be understood
     */
    public static Query parse(String text, Instant now) {
        return new QueryParser(text, now).query();
    }

    private Query query() {
        List<Clause> clauses = new ArrayList<>();
        skipBlanks();
        while (at < text.length()) {
            clauses.add(clause());
            skipBlanks();
        }
        return new Query(clauses);
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private Clause clause() {
        boolean isExcluded = text.charAt(at) == '-';
        if (isExcluded) {
            at++;
            if (at == text.length() || Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '-') {
                throw error("a dash leaves out what is written right behind it: -word", at - 1);
            }
        }
        int start = at;
        if (text.charAt(at) == '"') {
            return new Clause.Phrase(withWords(quoted(), start), isExcluded);
        }
        String word = word();
        int colon = word.indexOf(':');
        if (colon > 0) {
            String field = word.substring(0, colon).toLowerCase(Locale.ROOT);
            Clause ofField = ofField(field, start, start + colon + 1, isExcluded);
            if (ofField != null) {
                return ofField;
            }
        }
        if (word.indexOf('"') >= 0) {
            throw error("a quote begins a phrase and must stand at its beginning", start + word.indexOf('"'));
        }
        return new Clause.Word(withWords(word, start), isExcluded);
    }

    private String word() {
        int start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        int start = at;
        int end = text.indexOf('"', start + 1);
        if (end < 0) {
            throw error("the phrase that begins here has no closing quote", start);
        }
        if (end + 1 < text.length() && !Character.isWhitespace(text.charAt(end + 1))) {
            throw error("a blank must follow the closing quote", end + 1);
        }
        at = end + 1;
        return text.substring(start + 1, end);
    }

    /** What nothing can be found by is a mistake, not a query for all. */
    private String withWords(String words, int start) {
        boolean[] any = new boolean[1];
        new WordSplitter((_, _, _, _) -> any[0] = true).split(words);
        if (!any[0]) {
            throw error("there is no letter or digit in this", start);
        }
        return words;
    }

    private @Nullable Clause ofField(String field, int start, int value, boolean isExcluded) {
        String singular = field.endsWith("s") && !field.equals("success") && !field.equals("executions")
                ? field.substring(0, field.length() - 1)
                : field;
        for (Name name : Name.values()) {
            if (singular.equals(name.word())) {
                return named(name, value, isExcluded);
            }
        }
        for (Figure figure : Figure.values()) {
            if (field.equals(figure.word())) {
                double[] bounds = bounds(field, value, QueryParser::number);
                return new Clause.Range(figure, bounds[0], bounds[1], isExcluded);
            }
        }
        if (field.equals("age")) {
            return age(value, isExcluded);
        }
        if (isMistyped(field)) {
            throw error(
                    "'" + field + "' is no field; there is " + String.join(", ", FIELDS)
                            + "; to search for it as a word, quote it",
                    start);
        }
        return null;
    }

    /** One letter off a field, and long enough not to be another word. */
    private static boolean isMistyped(String field) {
        if (field.length() < 3) {
            return false;
        }
        for (String known : FIELDS) {
            if (known.length() > 3 ? isOneOff(field, known) : isSwapped(field, known)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSwapped(String one, String other) {
        if (one.length() != other.length() || one.equals(other)) {
            return false;
        }
        return one.chars()
                .sorted()
                .boxed()
                .toList()
                .equals(other.chars().sorted().boxed().toList());
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

    private Clause named(Name name, int value, boolean isExcluded) {
        at = value;
        boolean isQuoted = at < text.length() && text.charAt(at) == '"';
        String said = isQuoted ? quoted() : word();
        if (said.isEmpty()) {
            throw error(name.word() + ": must be followed by a value, without a blank", value);
        }
        if (!isQuoted && said.indexOf('"') >= 0) {
            throw error("a quote must stand at the beginning of the value", value + said.indexOf('"'));
        }
        String meant = switch (name) {
            case KIND ->
                ItemKind.named(said)
                        .map(ItemKind::word)
                        .orElseThrow(() -> error("a kind is pattern, solution or decision", value));
            case ACTIVE ->
                switch (said.toLowerCase(Locale.ROOT)) {
                    case "true", "yes" -> "true";
                    case "false", "no" -> "false";
                    default -> throw error("active is true or false", value);
                };
            case TAG, AGENT, TYPE, ID -> said;
        };
        return new Clause.Named(name, Set.of(meant), isExcluded);
    }

    private Clause age(int value, boolean isExcluded) {
        double[] bounds = bounds("age", value, QueryParser::seconds);
        Instant from = Double.isInfinite(bounds[1]) ? EVER : now.minus(Duration.ofSeconds((long) bounds[1]));
        Instant to = Double.isInfinite(bounds[0]) ? NEVER : now.minus(Duration.ofSeconds((long) Math.ceil(bounds[0])));
        return new Clause.Used(from, to, isExcluded);
    }

    private interface Amount {
        /** NaN if the text is none. */
        double of(String text);
    }

    /** Reads {@code >a}, {@code >=a}, {@code <a}, {@code <=a} or {@code a..b}; the lowest and the highest that lie within. */
    private double[] bounds(String field, int value, Amount amount) {
        at = value;
        String said = word();
        int dots = said.indexOf("..");
        if (dots > 0) {
            return new double[] {
                amount(said.substring(0, dots), value, field, amount),
                amount(said.substring(dots + 2), value + dots + 2, field, amount)
            };
        }
        boolean isAbove = said.startsWith(">");
        if (!isAbove && !said.startsWith("<")) {
            String example = field.equals("age") ? "age:<30d, age:>90d or age:30d..90d" : example(field);
            throw error("say within which bounds: " + example, value);
        }
        boolean isIncluded = said.startsWith("=", 1);
        int sign = isIncluded ? 2 : 1;
        double bound = amount(said.substring(sign), value + sign, field, amount);
        if (isAbove) {
            return new double[] {isIncluded ? bound : Math.nextUp(bound), Double.POSITIVE_INFINITY};
        }
        return new double[] {Double.NEGATIVE_INFINITY, isIncluded ? bound : Math.nextDown(bound)};
    }

    private static String example(String field) {
        return field + ":>0.8, " + field + ":<=0.8 or " + field + ":0.5..0.8";
    }

    private double amount(String said, int position, String field, Amount amount) {
        double value = amount.of(said);
        if (Double.isNaN(value)) {
            throw error(field.equals("age") ? "no age; write 30d, 12h or 2w" : "no number", position);
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

    private QuerySyntaxException error(String what, int position) {
        return new QuerySyntaxException(what, text, position);
    }
}
