package loom.aml.item;

import static loom.aml.item.Field.*;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import loom.aml.io.Checksum;
import loom.aml.io.DamagedException;
import org.jspecify.annotations.Nullable;

/**
 * One memory: a slice of a collection's text, and the fields that decisions need, decoded when asked for, the same from every
 * schema version. A field that is missing, or is not of the type it must be, is absent; nothing is guessed.
 */
public final class Item extends Element {
    private final ItemKind kind;

    Item(JsonScanner scanner, ItemKind kind) {
        super(scanner);
        this.kind = kind;
    }

    /**
     * An item that stands by itself, with its own copy of its text; it lasts as long as anybody needs it, and is safe for use by
     * many threads.
     *
     * @throws DamagedException if the text is no object of sound JSON, from its first byte to its last
     */
    public static Item alone(byte[] text, ItemKind kind) throws DamagedException {
        if (text.length == 0 || text[0] != '{') {
            throw new DamagedException(0, "no object");
        }
        JsonScanner scanner = new JsonScanner();
        scanner.text = Arrays.copyOf(text, text.length + JsonScanner.PADDING);
        scanner.limit = text.length;
        scanner.atEnd = true;
        Item item = new Item(scanner, kind);
        item.to = scanner.item(0);
        if (item.to != text.length) {
            throw new DamagedException(item.to, "text after the item");
        }
        return item;
    }

    public ItemKind kind() {
        return kind;
    }

    /** The id; null if there is none or it is empty. An id that is no string counts as it is written. */
    public @Nullable String id() {
        return text(ID);
    }

    /** Tells this version of the item from any other. */
    public Fingerprint fingerprint() {
        return new Fingerprint(idHash(), contentHash());
    }

    /** {@link Fingerprint#id}: the same for equal ids however they are escaped; 0 where there is no id. */
    public long idHash() {
        if (!isFilled(ID)) {
            return 0;
        }
        String id = isEscaped(ID) ? id() : null;
        if (id != null) {
            return Fingerprint.ofId(id);
        }
        int quote = isString(ID) ? 1 : 0;
        return Fingerprint.ofId(scanner.text, scanner.start[ID.ordinal()] + quote, scanner.end[ID.ordinal()] - quote);
    }

    /** The agent that the item itself names, which need not be the directory it lies in. */
    public @Nullable String agentField() {
        return text(AGENT);
    }

    /** Whether the field stands in the item, as whatever. */
    public boolean has(Field field) {
        return scanner.start[field.ordinal()] >= 0;
    }

    /** Where the value of a field begins in the bytes of the item; -1 if it has none. */
    public int startOf(Field field) {
        int start = scanner.start[field.ordinal()];
        return start < 0 ? -1 : start - from;
    }

    /** Where the value of a field ends in the bytes of the item; -1 if it has none. */
    public int endOf(Field field) {
        return has(field) ? scanner.end[field.ordinal()] - from : -1;
    }

    /** Whether the field stands in the item, is not null, and not the empty string. */
    public boolean isFilled(Field field) {
        return has(field) && !is(field, "null") && !is(field, "\"\"");
    }

    public @Nullable Instant timestamp() {
        return time(TIMESTAMP);
    }

    /** When a pattern was last used, else when it was recorded; null if neither can be read. */
    public @Nullable Instant lastUsed() {
        return firstTime(LIFECYCLE_LAST_USED, EVOLUTION_LAST_USED, TIMESTAMP);
    }

    /** When a pattern was created; null if that cannot be read. */
    public @Nullable Instant created() {
        return firstTime(LIFECYCLE_CREATED, EVOLUTION_CREATED, TIMESTAMP);
    }

    /** Share of the executions of a pattern that succeeded, 0 to 1. */
    public OptionalDouble successRate() {
        return number(isObject(PERFORMANCE) ? PERFORMANCE_SUCCESS_RATE : SUCCESS_RATE);
    }

    /** How often a pattern was executed; 0 where nothing says so. */
    public double executions() {
        return number(isObject(PERFORMANCE) ? PERFORMANCE_EXECUTION_COUNT : EXECUTION_COUNT)
                .orElse(0);
    }

    /** Milliseconds that a pattern saves on average; 0 where nothing says so. */
    public double avgTimeSavedMs() {
        return number(isObject(PERFORMANCE) ? PERFORMANCE_AVG_TIME_SAVED_MS : AVG_TIME_SAVED_MS)
                .orElse(0);
    }

    /** How far a pattern is trusted, 0 to 1. */
    public OptionalDouble confidence() {
        return number(isObject(LIFECYCLE) ? LIFECYCLE_CONFIDENCE : EVOLUTION_CONFIDENCE);
    }

    /** What the item is about in a word: a pattern's type, a solution's error type, a decision's type; null if it says none. */
    public @Nullable String type() {
        return text(
                switch (kind) {
                    case PATTERN -> PATTERN_TYPE;
                    case SOLUTION -> PROBLEM_ERROR_TYPE;
                    case DECISION -> DECISION_TYPE;
                });
    }

    /** How often the item proved itself, as far as its kind says so: executions of a pattern, verifications of others. */
    public double uses() {
        return kind == ItemKind.PATTERN ? executions() : number(VERIFIED_COUNT).orElse(0);
    }

    /** Whether a solution worked. */
    public Optional<Boolean> worked() {
        return flag(WORKED);
    }

    /** Whether a decision would be taken again. */
    public Optional<Boolean> wouldRepeat() {
        return flag(WOULD_REPEAT).or(() -> flag(WOULD_REPEAT_SNAKE));
    }

    /** Mean of a decision's success metrics, each from 0 to 1; absent if it has none. See {@link SuccessMetrics}. */
    public OptionalDouble meanSuccess() {
        Field field = isObject(SUCCESS_METRICS) ? SUCCESS_METRICS : SUCCESS_METRICS_SNAKE;
        return isObject(field)
                ? SuccessMetrics.mean(scanner.text, scanner.start[field.ordinal()])
                : OptionalDouble.empty();
    }

    /** Whether the item counts as alive; items are unless they say otherwise. */
    public boolean isActive() {
        return flag(ACTIVE).orElse(true);
    }

    public boolean isArray(Field field) {
        return has(field) && scanner.text[scanner.start[field.ordinal()]] == '[';
    }

    public boolean isObject(Field field) {
        return has(field) && scanner.text[scanner.start[field.ordinal()]] == '{';
    }

    public boolean isString(Field field) {
        return has(field) && scanner.text[scanner.start[field.ordinal()]] == '"';
    }

    /** The value of a field that is true or false. */
    public Optional<Boolean> flag(Field field) {
        return is(field, "true") ? Optional.of(true) : is(field, "false") ? Optional.of(false) : Optional.empty();
    }

    /** The value of a field that is a number; {@code 1e999} is infinity. */
    public OptionalDouble number(Field field) {
        int from = scanner.start[field.ordinal()];
        return from < 0 ? OptionalDouble.empty() : JsonText.number(scanner.text, from, scanner.end[field.ordinal()]);
    }

    /** The characters of a field: of a string its content, of another scalar its spelling; null if absent, null or empty. */
    public @Nullable String text(Field field) {
        if (!isFilled(field)) {
            return null;
        }
        int from = scanner.start[field.ordinal()];
        int to = scanner.end[field.ordinal()];
        return scanner.text[from] == '"'
                ? JsonText.decode(scanner.text, from + 1, to - 1)
                : JsonText.decode(scanner.text, from, to);
    }

    /** The strings of a field that is an array; what else stands in it is passed over. */
    public List<String> strings(Field field) {
        if (!isArray(field)) {
            return List.of();
        }
        List<String> strings = new ArrayList<>();
        int depth = 0;
        int end = scanner.end[field.ordinal()];
        for (int p = scanner.start[field.ordinal()]; p < end; p++) {
            byte b = scanner.text[p];
            if (b == '[' || b == '{') {
                depth++;
            } else if (b == ']' || b == '}') {
                depth--;
            } else if (b == '"') {
                int from = p + 1;
                p = from;
                while (scanner.text[p] != '"') {
                    p += scanner.text[p] == '\\' ? 2 : 1;
                }
                if (depth == 1) {
                    strings.add(JsonText.decode(scanner.text, from, p));
                }
            }
        }
        return strings;
    }

    /** The value of a field that is a time in any spelling that {@link Timestamps} knows. */
    public @Nullable Instant time(Field field) {
        int from = scanner.start[field.ordinal()];
        if (from < 0) {
            return null;
        }
        int to = scanner.end[field.ordinal()];
        if (scanner.text[from] == '"') {
            if (isEscaped(field)) {
                byte[] plain = JsonText.decode(scanner.text, from + 1, to - 1).getBytes(StandardCharsets.UTF_8);
                return Timestamps.parse(plain, 0, plain.length);
            }
            return Timestamps.parse(scanner.text, from + 1, to - 1);
        }
        OptionalDouble epoch = JsonText.number(scanner.text, from, to);
        return epoch.isPresent() ? Timestamps.ofEpoch(epoch.getAsDouble()) : null;
    }

    private long contentHash() {
        Checksum checksum = new Checksum();
        int idStart = scanner.start[ID.ordinal()];
        if (idStart < 0) {
            checksum.update(scanner.text, from, to - from);
        } else {
            int idEnd = scanner.end[ID.ordinal()];
            checksum.update(scanner.text, from, idStart - from);
            checksum.update(scanner.text, idEnd, to - idEnd);
        }
        return checksum.value();
    }

    private @Nullable Instant firstTime(Field first, Field second, Field third) {
        Instant time = time(first);
        if (time == null) {
            time = time(second);
        }
        return time == null ? time(third) : time;
    }

    private boolean is(Field field, String literal) {
        int begin = scanner.start[field.ordinal()];
        if (begin < 0 || scanner.end[field.ordinal()] - begin != literal.length()) {
            return false;
        }
        for (int i = 0; i < literal.length(); i++) {
            if (scanner.text[begin + i] != literal.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isEscaped(Field field) {
        int begin = scanner.start[field.ordinal()];
        if (begin < 0) {
            return false;
        }
        for (int i = begin; i < scanner.end[field.ordinal()]; i++) {
            if (scanner.text[i] == '\\') {
                return true;
            }
        }
        return false;
    }
}
