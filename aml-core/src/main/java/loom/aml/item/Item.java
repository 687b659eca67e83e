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
    /**
     * Times before this are marks for "never": 0, -1, the year 1 of Go and .NET, 1601 and 1900 of Windows, the last day of 1969,
     * 1980-01-01 of archives. No agent remembers anything of then.
     */
    private static final Instant EARLIEST = Instant.parse("1980-01-03T00:00:00Z");

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

    /**
     * {@link Fingerprint#id}: the same for equal ids however they are escaped; 0 where there is no id. The number 5 and the string
     * "5" are two ids.
     */
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

    /** When the item was recorded; null if nothing that can be read says so. */
    public @Nullable Instant timestamp() {
        return firstTime(TIMESTAMP, FLAT_CREATED, FLAT_DATE);
    }

    /** When the item was last used, else when it was made or recorded, whichever is later; null if neither can be read. */
    public @Nullable Instant lastUsed() {
        Instant used = recordedUse();
        if (used != null) {
            return used;
        }
        Instant made = firstTime(LIFECYCLE_CREATED, EVOLUTION_CREATED, FLAT_CREATED);
        Instant recorded = timestamp();
        return made == null || (recorded != null && recorded.isAfter(made)) ? recorded : made;
    }

    /** When the item was last used, where it says so. A use before the item was made is a mark for "never", not a time. */
    public @Nullable Instant recordedUse() {
        Instant used = firstTime(LIFECYCLE_LAST_USED, EVOLUTION_LAST_USED, FLAT_LAST_USED);
        if (used == null) {
            used = realTime(FLAT_UPDATED);
        }
        Instant made = used == null ? null : created();
        return made != null && used != null && used.isBefore(made) ? null : used;
    }

    /** When the item was made; null if that cannot be read. */
    public @Nullable Instant created() {
        Instant created = firstTime(LIFECYCLE_CREATED, EVOLUTION_CREATED, FLAT_CREATED);
        return created == null ? timestamp() : created;
    }

    /** The field that says best when the item was made: of several the first that holds a time; null if none does. */
    public @Nullable Field datedBy() {
        for (Field field : DATES) {
            if (realTime(field) != null) {
                return field;
            }
        }
        return null;
    }

    /** Share of the executions of a pattern that succeeded, 0 to 1; absent where the number cannot be one. */
    public OptionalDouble successRate() {
        return share(isObject(PERFORMANCE) ? PERFORMANCE_SUCCESS_RATE : SUCCESS_RATE, FLAT_SUCCESS_RATE);
    }

    /** How often a pattern was executed; 0 where nothing says so. */
    public double executions() {
        return amount(isObject(PERFORMANCE) ? PERFORMANCE_EXECUTION_COUNT : EXECUTION_COUNT, FLAT_USE_COUNT);
    }

    /** Milliseconds that a pattern saves on average; 0 where nothing says so. */
    public double avgTimeSavedMs() {
        return amount(isObject(PERFORMANCE) ? PERFORMANCE_AVG_TIME_SAVED_MS : AVG_TIME_SAVED_MS, FLAT_TIME_SAVED_MS);
    }

    /** How far a pattern is trusted, 0 to 1; absent where the number cannot be a share. */
    public OptionalDouble confidence() {
        return share(isObject(LIFECYCLE) ? LIFECYCLE_CONFIDENCE : EVOLUTION_CONFIDENCE, FLAT_CONFIDENCE);
    }

    /** What the item is about in a word: a pattern's type, a solution's error type, a decision's type; null if it says none. */
    public @Nullable String type() {
        String type = text(
                switch (kind) {
                    case PATTERN -> PATTERN_TYPE;
                    case SOLUTION -> PROBLEM_ERROR_TYPE;
                    case DECISION -> DECISION_TYPE;
                });
        return type == null && isScalar(FLAT_TYPE) ? text(FLAT_TYPE) : type;
    }

    /** How often the item proved itself, as far as its kind says so: executions of a pattern, verifications of others. */
    public double uses() {
        return kind == ItemKind.PATTERN ? executions() : amount(VERIFIED_COUNT, FLAT_USE_COUNT);
    }

    /** Whether a solution worked. */
    public Optional<Boolean> worked() {
        return flag(has(WORKED) ? WORKED : FLAT_WORKED);
    }

    /** Whether a decision would be taken again. */
    public Optional<Boolean> wouldRepeat() {
        return flag(WOULD_REPEAT).or(() -> flag(WOULD_REPEAT_SNAKE)).or(() -> flag(FLAT_WOULD_REPEAT));
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

    /** Whether the item looks encrypted: nothing can be said of what is in it. */
    public boolean looksEncrypted() {
        return isFilled(ENCRYPTED) && (isFilled(ENCRYPTION_IV) || isFilled(ENCRYPTION_TAG));
    }

    /** Whether the field is there, and of this type. */
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
        byte first = scanner.text[from];
        return first == '-' || (first >= '0' && first <= '9')
                ? Timestamps.ofEpoch(new String(scanner.text, from, to - from, StandardCharsets.US_ASCII))
                : null;
    }

    /** The time of a field, unless it is a mark for "never", such as 0 or the year 1. */
    private @Nullable Instant realTime(Field field) {
        Instant time = has(field) ? time(field) : null;
        return time == null || time.isBefore(EARLIEST) ? null : time;
    }

    /** The number of the first field that is there, if it can be a share. */
    private OptionalDouble share(Field field, Field flat) {
        OptionalDouble number = number(has(field) ? field : flat);
        return number.isPresent() && number.getAsDouble() >= 0 && number.getAsDouble() <= 1
                ? number
                : OptionalDouble.empty();
    }

    /** The number of the first field that is there, if it can be an amount, else 0. */
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
