package loom.aml.item;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import loom.aml.io.DamagedException;
import org.jspecify.annotations.Nullable;

/**
 * Walks over JSON text (RFC 8259, UTF-8) in a window of bytes, checking every byte of it, and notes on the way where the
 * {@link Field}s of an item stand. It builds nothing: positions are all it hands out.
 *
 * <p>The window ends with {@link #PADDING} zero bytes behind {@link #limit}. A zero byte is legal nowhere in JSON, so the
 * inner loops need not ask where the text ends: they stop at the zero, and only then is it looked at whether that was the
 * end of the window, the end of the file, or damage.
 *
 * <p>Not safe for use by several threads.
 */
final class JsonScanner {

    /** Zero bytes that the window must have behind its limit. */
    static final int PADDING = 8;

    /** How deep values may be nested; the runtime's own reader gives up in the same region. */
    static final int MAX_DEPTH = 1_000;

    /** What is wrong with a string that holds a byte below 0x20 as it is. */
    static final String CONTROL_CHARACTER = "control character in a string";

    private static final String INVALID_UTF_8 = "invalid UTF-8";

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long BLANKS = ONES * ' ';

    /** The window; replaced by its owner as it moves. */
    byte[] text = new byte[PADDING];

    /** Where the window ends. */
    int limit;

    /** Whether the text ends where the window ends. */
    boolean atEnd;

    /** Offset in the text of the first byte of the window. */
    long base;

    /** Where the value of each field begins in the window, -1 if the item has no such field. */
    final int[] start = new int[Field.ALL.length];

    /** Where the value of each field ends; meaningless where start is -1. */
    final int[] end = new int[Field.ALL.length];

    /** The {@link TypeBits} of the value of each field; meaningless where start is -1. */
    final int[] types = new int[Field.ALL.length];

    private final FieldTree fields;

    private boolean escaped;

    /** The {@link TypeBits} of the value that was passed last. */
    private int type;

    /** A scanner that notes every field. */
    JsonScanner() {
        this(FieldTree.ROOT);
    }

    /**
     * @param fields those that are noted; to an item all others are absent
     */
    JsonScanner(FieldTree fields) {
        this.fields = fields;
    }

    /** Thrown when the window ends before the value does. Carries nothing; the owner widens the window and scans again. */
    static final class WindowEndException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        static final WindowEndException INSTANCE = new WindowEndException();

        private WindowEndException() {
            super("the window ends here", null, false, false);
        }
    }

    /** Walks over an item, an object whose brace stands at {@code p}, noting its fields; the position behind it. */
    int item(int p) throws DamagedException {
        Arrays.fill(start, -1);
        return object(p + 1, 2, fields);
    }

    /** Walks over the value that begins at {@code p}; the position behind it. */
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
                throw stopped(p, "no JSON value");
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
                throw stopped(p, "no key where one must be");
            }
            int key = p + 1;
            escaped = false;
            p = string(key);
            FieldTree field = known == null ? null : field(known, key, p - 1);
            if (text[p] != ':') {
                p = blank(p);
                if (text[p] != ':') {
                    throw stopped(p, "no colon after a key");
                }
            }
            p++;
            // One blank, as nearly every writer puts it, is not worth a call.
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
                throw stopped(p, "no comma after a value");
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

    /** Of two equal keys the last counts, as it does for the runtime: nothing inside the first may shine through. */
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
                throw stopped(p, "no comma after a value");
            }
            p = blank(p + 1);
        }
    }

    private void checkDepth(int p, int depth) throws DamagedException {
        if (depth > MAX_DEPTH) {
            throw damaged(p - 1, "values nested over " + MAX_DEPTH + " deep");
        }
    }

    /** Passes over white space. */
    int blank(int p) {
        byte[] text = this.text;
        while (true) {
            byte b = text[p];
            if (b == '\n') {
                p++;
                // Indentation is passed over eight bytes at a time.
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
     * Which byte holds the lowest of some high bits, 0 to 7. The one bit that is left, moved to the bottom of its byte, shifts
     * the number of that byte to the top of the product. {@link Long#numberOfTrailingZeros} is a loop until the second compiler
     * has seen it, and this process does not live that long.
     */
    private static int lowestByte(long highBits) {
        return (int) (((highBits & -highBits) >>> 7) * 0x0001_0203_0405_0607L >>> 56);
    }

    /**
     * Walks over a string whose opening quote stands before {@code p}, eight bytes at a time; the position behind the closing
     * one.
     */
    private int string(int p) throws DamagedException {
        byte[] text = this.text;
        while (true) {
            // A byte with its high bit set here is a quote, a backslash, below a blank or beyond ASCII. Of several the
            // lowest is always one; a borrow can only make those above it look like one.
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
                        throw stopped(p + i, "broken \\u escape");
                    }
                }
                return p + 5;
            default:
                throw stopped(p, "unknown escape in a string");
        }
    }

    /** One character of two to four bytes, as the table of RFC 3629 allows them. */
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
                throw stopped(p + i, "no JSON value");
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
            throw stopped(p, "broken number");
        }
        return p;
    }

    /** The exception for an unfitting byte at {@code p}: the window's end, the file's end, or plain damage. */
    DamagedException stopped(int p, String what) throws DamagedException {
        if (p < limit) {
            return damaged(p, what);
        }
        if (!atEnd) {
            throw WindowEndException.INSTANCE;
        }
        return new DamagedException(base + limit, "text cut off");
    }

    DamagedException damaged(int p, String what) {
        return new DamagedException(base + p, what);
    }
}
