package loom.aml.item;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import loom.aml.io.DamagedException;
import org.jspecify.annotations.Nullable;

/**
 * Scans JSON text (RFC 8259, UTF-8) in a window of bytes, validates every byte, and records the positions of the {@link
 * Field}s of an item. It creates no objects.
 *
 * <p>The window ends with {@link #PADDING} zero bytes after {@link #limit}. A zero byte is never valid in JSON, so the
 * inner loops need no bounds check: they stop at the zero, and only then is it determined whether it is the end of the
 * window, the end of the file, or damage.
 *
 * <p>Not thread-safe.
 */
final class JsonScanner {

    /** The number of zero bytes required after the limit of the window. */
    static final int PADDING = 8;

    /** The maximum nesting depth of values; the runtime's own parser has a similar limit. */
    static final int MAX_DEPTH = 1_000;

    /** The message for an unescaped byte below 0x20 in a string. */
    static final String CONTROL_CHARACTER = "control character in a string";

    private static final String INVALID_UTF_8 = "invalid UTF-8";

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long BLANKS = ONES * ' ';

    /** The window; its owner replaces it to move it. */
    byte[] text = new byte[PADDING];

    /** The end of the window. */
    int limit;

    /** True if the text ends at the end of the window. */
    boolean atEnd;

    /** The offset in the text of the first byte of the window. */
    long base;

    /** The start of each field's value in the window; -1 if absent. */
    final int[] start = new int[Field.ALL.length];

    /** The end of each field's value; undefined if start is -1. */
    final int[] end = new int[Field.ALL.length];

    /** The {@link TypeBits} of each field's value; undefined if start is -1. */
    final int[] types = new int[Field.ALL.length];

    private final FieldTree fields;

    private boolean escaped;

    /** The {@link TypeBits} of the last value scanned. */
    private int type;

    /** Creates a scanner that records every field. */
    JsonScanner() {
        this(FieldTree.ROOT);
    }

    /** @param fields the fields to record; all others appear to be absent */
    JsonScanner(FieldTree fields) {
        this.fields = fields;
    }

    /** Thrown if the window ends before the value. It has no details; the owner enlarges the window and scans again. */
    static final class WindowEndException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        static final WindowEndException INSTANCE = new WindowEndException();

        private WindowEndException() {
            super("the window ends here", null, false, false);
        }
    }

    /** Scans an item, an object whose brace is at {@code p}, and records its fields. Returns the position after it. */
    int item(int p) throws DamagedException {
        Arrays.fill(start, -1);
        return object(p + 1, 2, fields);
    }

    /** Scans the value that begins at {@code p}. Returns the position after it. */
    int value(int p, int depth) throws DamagedException {
        switch (text[p]) {
            case '"':
                type = TypeBits.STRING;
                return string(p + 1);
            case '{':
                return object(p + 1, depth + 1, null);
            case '[':
                return array(p + 1, depth + 1);
            case 't':
                type = TypeBits.FLAG;
                return literal(p, "true");
            case 'f':
                type = TypeBits.FLAG;
                return literal(p, "false");
            case 'n':
                type = TypeBits.NULL;
                return literal(p, "null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
                type = TypeBits.NUMBER;
                return number(p);
            default:
                throw stopped(p, "invalid JSON value");
        }
    }

    private int object(int p, int depth, @Nullable FieldTree known) throws DamagedException {
        checkDepth(p, depth);
        p = blank(p);
        if (text[p] == '}') {
            type = TypeBits.OBJECT;
            return p + 1;
        }
        int inside = 0;
        while (true) {
            if (text[p] != '"') {
                throw stopped(p, "missing key");
            }
            int key = p + 1;
            escaped = false;
            p = string(key);
            FieldTree field = known == null ? null : field(known, key, p - 1);
            if (text[p] != ':') {
                p = blank(p);
                if (text[p] != ':') {
                    throw stopped(p, "missing colon after a key");
                }
            }
            p++;
            // Most writers emit one blank, which is not worth a call.
            if (text[p] == ' ') {
                p++;
            }
            if (text[p] <= ' ') {
                p = blank(p);
            }
            p = field == null ? value(p, depth) : known(p, depth, field);
            inside |= type;
            if (text[p] <= ' ') {
                p = blank(p);
            }
            byte b = text[p];
            if (b == '}') {
                type = TypeBits.of(TypeBits.OBJECT, inside);
                return p + 1;
            }
            if (b != ',') {
                throw stopped(p, "missing comma after a value");
            }
            p = blank(p + 1);
        }
    }

    private @Nullable FieldTree field(FieldTree known, int from, int to) {
        if (!escaped) {
            return known.child(text, from, to);
        }
        byte[] key = JsonText.decode(text, from, to).getBytes(StandardCharsets.UTF_8);
        return known.child(key, 0, key.length);
    }

    private int known(int p, int depth, FieldTree field) throws DamagedException {
        if (start[field.slot] >= 0) {
            forget(field);
        }
        start[field.slot] = p;
        int after = text[p] == '{' && field.hasChildren() ? object(p + 1, depth + 1, field) : value(p, depth);
        end[field.slot] = after;
        types[field.slot] = type;
        return after;
    }

    /**
     * Discards a field and its descendants. Of two equal keys the last counts, as in the runtime, so nothing inside the
     * first may remain.
     */
    private void forget(FieldTree field) {
        for (FieldTree child : field.children()) {
            start[child.slot] = -1;
            forget(child);
        }
    }

    private int array(int p, int depth) throws DamagedException {
        checkDepth(p, depth);
        p = blank(p);
        if (text[p] == ']') {
            type = TypeBits.LIST;
            return p + 1;
        }
        int inside = 0;
        while (true) {
            p = blank(value(p, depth));
            inside |= type;
            byte b = text[p];
            if (b == ']') {
                type = TypeBits.of(TypeBits.LIST, inside);
                return p + 1;
            }
            if (b != ',') {
                throw stopped(p, "missing comma after a value");
            }
            p = blank(p + 1);
        }
    }

    private void checkDepth(int p, int depth) throws DamagedException {
        if (depth > MAX_DEPTH) {
            throw damaged(p - 1, "values nested more than " + MAX_DEPTH + " levels deep");
        }
    }

    /** Skips white space. */
    int blank(int p) {
        byte[] text = this.text;
        while (true) {
            byte b = text[p];
            if (b == '\n') {
                p++;
                // Indentation is skipped eight bytes at a time.
                while ((long) LONGS.get(text, p) == BLANKS) {
                    p += Long.BYTES;
                }
            } else if (b == ' ' || b == '\r' || b == '\t') {
                p++;
            } else {
                return p;
            }
        }
    }

    /**
     * Returns the index, 0 to 7, of the byte that contains the lowest of some high bits. The remaining bit, moved to
     * the bottom of its byte, shifts the number of that byte to the top of the product. {@link
     * Long#numberOfTrailingZeros} is a loop until the C2 compiler has compiled it, and this process does not run that
     * long.
     */
    private static int lowestByte(long highBits) {
        return (int) (((highBits & -highBits) >>> 7) * 0x0001_0203_0405_0607L >>> 56);
    }

    /**
     * Scans a string whose opening quote is before {@code p}, eight bytes at a time. Returns the position after the
     * closing quote.
     */
    private int string(int p) throws DamagedException {
        byte[] text = this.text;
        while (true) {
            // A byte whose high bit is set here is a quote, a backslash, a control character or outside ASCII. The
            // lowest such byte is always correct; a borrow can only cause false positives above it.
            long eight = (long) LONGS.get(text, p);
            long special =
                    ((eight - BLANKS) | ((eight ^ QUOTES) - ONES) | ((eight ^ BACKSLASHES) - ONES) | eight) & HIGH_BITS;
            if (special == 0) {
                p += Long.BYTES;
                continue;
            }
            p += lowestByte(special);
            byte b = text[p];
            if (b == '"') {
                return p + 1;
            }
            if (b == '\\') {
                p = escape(p + 1);
            } else if (b < 0) {
                p = multibyte(p);
            } else {
                throw stopped(p, CONTROL_CHARACTER);
            }
        }
    }

    private int escape(int p) throws DamagedException {
        escaped = true;
        switch (text[p]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
                return p + 1;
            case 'u':
                for (int i = 1; i <= 4; i++) {
                    if (Character.digit(text[p + i], 16) < 0) {
                        throw stopped(p + i, "invalid \\u escape");
                    }
                }
                return p + 5;
            default:
                throw stopped(p, "unknown escape in a string");
        }
    }

    /** Scans one character of two to four bytes according to the table of RFC 3629. */
    private int multibyte(int p) throws DamagedException {
        int lead = text[p] & 0xff;
        if (lead >= 0xc2 && lead <= 0xdf) {
            return continuation(p, 1, 0x80, 0xbf);
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            continuation(p, 1, lead == 0xe0 ? 0xa0 : 0x80, lead == 0xed ? 0x9f : 0xbf);
            return continuation(p, 2, 0x80, 0xbf);
        }
        if (lead >= 0xf0 && lead <= 0xf4) {
            continuation(p, 1, lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf);
            continuation(p, 2, 0x80, 0xbf);
            return continuation(p, 3, 0x80, 0xbf);
        }
        throw damaged(p, INVALID_UTF_8);
    }

    private int continuation(int lead, int index, int from, int to) throws DamagedException {
        int b = text[lead + index] & 0xff;
        if (b >= from && b <= to) {
            return lead + index + 1;
        }
        throw lead + index < limit ? damaged(lead, INVALID_UTF_8) : stopped(lead + index, INVALID_UTF_8);
    }

    private int literal(int p, String word) throws DamagedException {
        for (int i = 0; i < word.length(); i++) {
            if (text[p + i] != word.charAt(i)) {
                throw stopped(p + i, "invalid JSON value");
            }
        }
        return p + word.length();
    }

    private int number(int p) throws DamagedException {
        if (text[p] == '-') {
            p++;
        }
        if (text[p] == '0') {
            p++;
        } else {
            p = digits(p);
        }
        if (text[p] == '.') {
            p = digits(p + 1);
        }
        if (text[p] == 'e' || text[p] == 'E') {
            p++;
            if (text[p] == '+' || text[p] == '-') {
                p++;
            }
            p = digits(p);
        }
        if (p >= limit && !atEnd) {
            throw WindowEndException.INSTANCE;
        }
        return p;
    }

    private int digits(int p) throws DamagedException {
        int from = p;
        while (text[p] >= '0' && text[p] <= '9') {
            p++;
        }
        if (p == from) {
            throw stopped(p, "invalid number");
        }
        return p;
    }

    /**
     * Returns the exception for an unexpected byte at {@code p}: the end of the window, the end of the file, or damage.
     */
    DamagedException stopped(int p, String what) throws DamagedException {
        if (p < limit) {
            return damaged(p, what);
        }
        if (!atEnd) {
            throw WindowEndException.INSTANCE;
        }
        return new DamagedException(base + limit, "truncated text");
    }

    DamagedException damaged(int p, String what) {
        return new DamagedException(base + p, what);
    }
}
