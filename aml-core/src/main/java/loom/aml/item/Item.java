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
 * One memory: a slice of a collection's text with fields that are decoded on demand, independent of the schema version.
 * A field that is missing or has the wrong type is absent; nothing is guessed.
 */
public final class Item extends Element {
    private static final Field[] DATES = {
        TIMESTAMP,
        EVOLUTION_CREATED,
        LIFECYCLE_CREATED,
        FLAT_CREATED,
        FLAT_DATE,
        FLAT_UPDATED,
        EVOLUTION_LAST_USED,
        LIFECYCLE_LAST_USED,
        FLAT_LAST_USED,
        REVIEWED_AT,
        REVIEWED_AT_SNAKE
    };

    private final ItemKind kind;

    Item(JsonScanner scanner, ItemKind kind) {
        super(scanner);
        this.kind = kind;
    }

    /**
     * Returns an item with its own copy of its text. It stays valid and is thread-safe.
     *
     * @throws DamagedException if the text is not exactly one object in valid JSON
     */
    public static Item alone(byte[] text, ItemKind kind) throws DamagedException {
        if (text.length == 0 || text[0] != '{') {
            throw new DamagedException(0, "not an object");
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

    /** Returns the id; null if absent or empty. An id that is not a string is returned as it is spelled. */
    public @Nullable String id() {
        return text(ID);
    }

    /** Returns the identifier of this version of the item. */
    public Fingerprint fingerprint() {
        return new Fingerprint(idHash(), contentHash());
    }

    /** Returns {@link Fingerprint#id}, equal for equal ids regardless of escapes; 0 if absent. The ids 5 and "5" differ. */
    public long idHash() {
        if (!isFilled(ID)) {
            return 0;
        }
        int begin = scanner.start[ID.ordinal()];
        int end = scanner.end[ID.ordinal()];
        if (!isString(ID)) {
            return Fingerprint.unquoted(Fingerprint.ofId(scanner.text, begin, end));
        }
        String id = isEscaped(ID) ? id() : null;
        return id == null ? Fingerprint.ofId(scanner.text, begin + 1, end - 1) : Fingerprint.ofId(id);
    }

    /** Returns the agent that the item names, which may differ from the directory that contains it. */
    public @Nullable String agentField() {
        return text(AGENT);
    }

    /** Returns whether the item has a field, of any type. */
    public boolean has(Field field) {
        return scanner.start[field.ordinal()] >= 0;
    }

    /** Returns the offset of the first byte of a field's value in the item; -1 if absent. */
    public int startOf(Field field) {
        int start = scanner.start[field.ordinal()];
        return start < 0 ? -1 : start - from;
    }

    /** Returns the offset after a field's value in the item; -1 if absent. */
    public int endOf(Field field) {
        return has(field) ? scanner.end[field.ordinal()] - from : -1;
    }

    /** Returns whether the item has a field that is neither null nor the empty string. */
    public boolean isFilled(Field field) {
        return has(field) && !is(field, "null") && !is(field, "\"\"");
    }

    /** Returns when the item was recorded; null if no valid timestamp says so. */
    public @Nullable Instant timestamp() {
        return firstTime(TIMESTAMP, FLAT_CREATED, FLAT_DATE);
    }

    /** Returns when the item was last used, or when it was created or recorded if that is later; null if unknown. */
    public @Nullable Instant lastUsed() {
        Instant used = recordedUse();
        if (used != null) {
            return used;
        }
        Instant made = firstTime(LIFECYCLE_CREATED, EVOLUTION_CREATED, FLAT_CREATED);
        Instant recorded = timestamp();
        return made == null || (recorded != null && recorded.isAfter(made)) ? recorded : made;
    }

    /**
     * Returns when the item was last used; null if not recorded. A use before the creation is a placeholder for
     * "never".
     */
    public @Nullable Instant recordedUse() {
        Instant used = firstTime(LIFECYCLE_LAST_USED, EVOLUTION_LAST_USED, FLAT_LAST_USED);
        if (used == null) {
            used = realTime(FLAT_UPDATED);
        }
        Instant made = used == null ? null : created();
        return made != null && used != null && used.isBefore(made) ? null : used;
    }

    /** Returns when the item was created; null if unknown. */
    public @Nullable Instant created() {
        Instant created = firstTime(LIFECYCLE_CREATED, EVOLUTION_CREATED, FLAT_CREATED);
        return created == null ? timestamp() : created;
    }

    /** Returns the field from which the creation time is read: the first that contains a time; null if none does. */
    public @Nullable Field datedBy() {
        for (Field field : DATES) {
            if (realTime(field) != null) {
                return field;
            }
        }
        return null;
    }

    /** Returns the share of successful executions of a pattern, 0 to 1; empty if absent or out of range. */
    public OptionalDouble successRate() {
        return share(isObject(PERFORMANCE) ? PERFORMANCE_SUCCESS_RATE : SUCCESS_RATE, FLAT_SUCCESS_RATE);
    }

    /** Returns the number of executions of a pattern; 0 if unknown. */
    public double executions() {
        return amount(isObject(PERFORMANCE) ? PERFORMANCE_EXECUTION_COUNT : EXECUTION_COUNT, FLAT_USE_COUNT);
    }

    /** Returns the milliseconds that a pattern saves on average; 0 if unknown. */
    public double avgTimeSavedMs() {
        return amount(isObject(PERFORMANCE) ? PERFORMANCE_AVG_TIME_SAVED_MS : AVG_TIME_SAVED_MS, FLAT_TIME_SAVED_MS);
    }

    /** Returns the confidence in a pattern, 0 to 1; empty if absent or out of range. */
    public OptionalDouble confidence() {
        return share(isObject(LIFECYCLE) ? LIFECYCLE_CONFIDENCE : EVOLUTION_CONFIDENCE, FLAT_CONFIDENCE);
    }

    /**
     * Returns the topic of the item in one word: a pattern's type, a solution's error type, a decision's type; null if
     * absent.
     */
    public @Nullable String type() {
        String type = text(
                switch (kind) {
                    case PATTERN -> PATTERN_TYPE;
                    case SOLUTION -> PROBLEM_ERROR_TYPE;
                    case DECISION -> DECISION_TYPE;
                    case NOTE, ENTRY -> FLAT_TYPE;
                });
        return type == null && isScalar(FLAT_TYPE) ? text(FLAT_TYPE) : type;
    }

    /** Returns how often the item proved useful: the executions of a pattern, the verifications of other kinds. */
    public double uses() {
        return kind == ItemKind.PATTERN ? executions() : amount(VERIFIED_COUNT, FLAT_USE_COUNT);
    }

    /** Returns whether a solution worked. */
    public Optional<Boolean> worked() {
        return flag(has(WORKED) ? WORKED : FLAT_WORKED);
    }

    /** Returns whether a decision would be repeated. */
    public Optional<Boolean> wouldRepeat() {
        return flag(WOULD_REPEAT).or(() -> flag(WOULD_REPEAT_SNAKE)).or(() -> flag(FLAT_WOULD_REPEAT));
    }

    /**
     * Returns the mean of a decision's success metrics, each from 0 to 1; empty if it has none. See {@link
     * SuccessMetrics}.
     */
    public OptionalDouble meanSuccess() {
        Field field = isObject(SUCCESS_METRICS) ? SUCCESS_METRICS : SUCCESS_METRICS_SNAKE;
        return isObject(field)
                ? SuccessMetrics.mean(scanner.text, scanner.start[field.ordinal()])
                : OptionalDouble.empty();
    }

    /** Returns whether the item is active, which is the default. */
    public boolean isActive() {
        return flag(ACTIVE).orElse(true);
    }

    /** Returns whether the item looks encrypted, so that its content is unknown. */
    public boolean looksEncrypted() {
        return isFilled(ENCRYPTED) && (isFilled(ENCRYPTION_IV) || isFilled(ENCRYPTION_TAG));
    }

    /** Returns whether the item has a field of this type. */
    public boolean is(Field field, ValueType type) {
        return has(field) && type.includes(scanner.types[field.ordinal()]);
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

    private boolean isScalar(Field field) {
        return has(field) && !isObject(field) && !isArray(field);
    }

    /** Returns the value of a boolean field. */
    public Optional<Boolean> flag(Field field) {
        return is(field, "true") ? Optional.of(true) : is(field, "false") ? Optional.of(false) : Optional.empty();
    }

    /** Returns the value of a numeric field; {@code 1e999} is infinity. */
    public OptionalDouble number(Field field) {
        int from = scanner.start[field.ordinal()];
        return from < 0 ? OptionalDouble.empty() : JsonText.number(scanner.text, from, scanner.end[field.ordinal()]);
    }

    /**
     * Returns the text of a field: the content of a string or the spelling of another scalar; null if absent, null or
     * empty.
     */
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

    /** Returns the strings in an array field; other elements are skipped. */
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

    /** Returns the value of a time field in any format that {@link Timestamps} supports. */
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
        byte first = scanner.text[from];
        return first == '-' || (first >= '0' && first <= '9')
                ? Timestamps.ofEpoch(new String(scanner.text, from, to - from, StandardCharsets.US_ASCII))
                : null;
    }

    /** Returns the time of a field unless it is a placeholder for "never", such as 0 or the year 1. */
    private @Nullable Instant realTime(Field field) {
        Instant time = has(field) ? time(field) : null;
        return time != null && Timestamps.isReal(time) ? time : null;
    }

    /** Returns the value of the first field that is present; empty if it is not a share. */
    private OptionalDouble share(Field field, Field flat) {
        OptionalDouble number = number(has(field) ? field : flat);
        return number.isPresent() && number.getAsDouble() >= 0 && number.getAsDouble() <= 1
                ? number
                : OptionalDouble.empty();
    }

    /** Returns the value of the first field that is present; 0 if it is not an amount. */
    private double amount(Field field, Field flat) {
        double number = number(has(field) ? field : flat).orElse(0);
        return number >= 0 && number <= Double.MAX_VALUE ? number : 0;
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
        Instant time = realTime(first);
        if (time == null) {
            time = realTime(second);
        }
        return time == null ? realTime(third) : time;
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
