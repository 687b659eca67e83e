package loom.aml.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The type of a setting: its notation, its valid values and their description. Immutable.
 *
 * @param <T> the Java type
 */
public final class ValueType<T> {

    /** The TOML types of a literal. In the environment and in flags every value is text. */
    enum Form {
        TEXT("text"),
        WHOLE("a whole number"),
        DECIMAL("a number"),
        FLAG("true or false"),
        LIST("a list");

        final String words;

        Form(String words) {
            this.words = words;
        }
    }

    private static final String OFF = "off";

    private final String words;
    private final Set<Form> forms;
    private final Function<String, T> parser;
    private final Function<T, String> printer;

    private ValueType(String words, Set<Form> forms, Function<String, T> parser, Function<T, String> printer) {
        this.words = words;
        this.forms = forms;
        this.parser = parser;
        this.printer = printer;
    }

    /** Returns a description of the valid values that completes "must be". */
    public String words() {
        return words;
    }

    boolean takes(Form form) {
        return forms.contains(form);
    }

    /**
     * Parses a value from the text of a variable or a flag.
     *
     * @throws IllegalArgumentException if it is malformed or out of range
     */
    T parse(String text) {
        return parser.apply(text);
    }

    /** Returns the value as written in the file. */
    String literal(T value) {
        return printer.apply(value);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static IllegalArgumentException refused() {
        return new IllegalArgumentException("out of range");
    }

    /**
     * Returns a duration type.
     *
     * @param unit the unit of a bare number
     */
    static ValueType<Duration> duration(Duration unit, Duration least, Duration most) {
        // Not multipliedBy: it uses BigDecimal, whose classes would slow each start by a few milliseconds.
        Duration example = Duration.ofMillis(30 * unit.toMillis());
        String words = "a duration from " + Durations.print(least) + " to " + Durations.print(most) + ", such as "
                + quoted(Durations.print(example)) + "; default unit: "
                + Durations.print(unit).replace("1", "");
        return new ValueType<>(
                words,
                EnumSet.of(Form.TEXT, Form.WHOLE),
                text -> {
                    Duration value = Durations.parse(text, unit);
                    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                        throw refused();
                    }
                    return value;
                },
                value -> quoted(Durations.print(value)));
    }

    /** Returns a duration type in days. */
    static ValueType<Duration> age() {
        return duration(Duration.ofDays(1), Duration.ofSeconds(1), Duration.ofDays(36_500));
    }

    /** Returns the type of an age that can be disabled with {@code off}. */
    static ValueType<Optional<Duration>> ageOrOff() {
        ValueType<Duration> age = age();
        return new ValueType<>(
                "\"off\" or " + age.words,
                age.forms,
                text -> text.strip().equals(OFF) ? Optional.empty() : Optional.of(age.parse(text)),
                value -> value.isPresent() ? age.literal(value.get()) : quoted(OFF));
    }

    static ValueType<Long> size() {
        return new ValueType<>(
                "a size, such as \"80MiB\"; default unit: bytes",
                EnumSet.of(Form.TEXT, Form.WHOLE),
                Sizes::parse,
                value -> quoted(Sizes.print(value)));
    }

    static ValueType<Double> share() {
        return new ValueType<>(
                "a number from 0 to 1",
                EnumSet.of(Form.DECIMAL, Form.WHOLE),
                text -> {
                    double value = Double.parseDouble(text);
                    if (!(value >= 0 && value <= 1)) {
                        throw refused();
                    }
                    return value;
                },
                String::valueOf);
    }

    static ValueType<Integer> whole(int least, int most) {
        return new ValueType<>(
                "a whole number from " + least + " to " + most,
                EnumSet.of(Form.WHOLE),
                text -> {
                    int value = Integer.parseInt(text.strip());
                    if (value < least || value > most) {
                        throw refused();
                    }
                    return value;
                },
                String::valueOf);
    }

    static ValueType<Boolean> flag() {
        return new ValueType<>(
                "true or false",
                EnumSet.of(Form.FLAG),
                text -> switch (text.strip()) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw refused();
                },
                String::valueOf);
    }

    /**
     * Returns a type of single-line text.
     *
     * @param words a description that completes "must be"
     */
    static ValueType<String> text(String words) {
        return new ValueType<>(
                words,
                EnumSet.of(Form.TEXT),
                text -> {
                    if (text.chars().anyMatch(Character::isISOControl)) {
                        throw refused();
                    }
                    return text;
                },
                ValueType::quoted);
    }

    /**
     * Returns a type of single-line text that matches a regular expression as a whole.
     *
     * @param words a description that completes "must be"
     */
    static ValueType<String> matching(String words, String expression) {
        return new ValueType<>(
                words,
                EnumSet.of(Form.TEXT),
                text -> {
                    if (!text.matches(expression)) {
                        throw refused();
                    }
                    return text;
                },
                ValueType::quoted);
    }

    /** Returns a type of one of several words. */
    static ValueType<String> oneOf(List<String> choices) {
        String words = "one of "
                + String.join(", ", choices.stream().map(ValueType::quoted).toList());
        return new ValueType<>(
                words,
                EnumSet.of(Form.TEXT),
                text -> {
                    if (!choices.contains(text)) {
                        throw refused();
                    }
                    return text;
                },
                ValueType::quoted);
    }

    /** Returns a type of a set of words, separated by commas in a variable. */
    static ValueType<Set<String>> someOf(List<String> choices) {
        String words = "a list of "
                + String.join(", ", choices.stream().map(ValueType::quoted).toList());
        return new ValueType<>(
                words,
                EnumSet.of(Form.LIST, Form.TEXT),
                text -> {
                    Set<String> some = new LinkedHashSet<>();
                    for (String word : text.split(",", -1)) {
                        if (!word.isBlank() && !choices.contains(word.strip())) {
                            throw refused();
                        }
                        if (!word.isBlank()) {
                            some.add(word.strip());
                        }
                    }
                    return Set.copyOf(some);
                },
                value -> {
                    List<String> inOrder = new ArrayList<>(choices);
                    inOrder.retainAll(value);
                    return "["
                            + String.join(
                                    ", ",
                                    inOrder.stream().map(ValueType::quoted).toList()) + "]";
                });
    }
}
