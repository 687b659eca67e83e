package loom.aml.item;

import java.io.IOException;
import loom.aml.io.ByteSink;
import loom.aml.io.DamagedException;
import loom.aml.io.TextInput;

/**
 * Recovers items from damaged text that is truncated, concatenated, wrapped in something else, or contains garbage.
 * Every valid object that looks like an item of the kind is recovered. Invalid byte sequences in it become U+FFFD, and
 * raw control characters in strings become escapes. Text in UTF-16 or UTF-32 is converted.
 */
public final class SalvageReader {

    /**
     * The average number of times that each byte may be scanned without success before the content of rejected objects
     * is skipped. Real text needs fewer than ten; deliberately nested braces would cause one scan per brace.
     */
    private static final int PATIENCE = 32;

    private final JsonScanner scanner = new JsonScanner();
    private final TextWindow window;
    private final Item item;
    private final ByteSink sink;
    private long inVain;

    private SalvageReader(TextInput input, ItemKind kind, ByteSink sink) {
        this.window = new TextWindow(new RepairedUtf8(input), scanner);
        this.item = new Item(scanner, kind);
        this.sink = sink;
    }

    /** Passes every readable item to the sink, one call per item. */
    public static void read(TextInput damaged, ItemKind kind, ByteSink sink) throws IOException {
        new SalvageReader(damaged, kind, sink).read();
    }

    private void read() throws IOException {
        int p = widened(0);
        while (p < scanner.limit || !scanner.atEnd) {
            if (p >= scanner.limit) {
                p = widened(p);
            } else if (scanner.text[p] == '{') {
                p = object(p);
            } else {
                p++;
            }
        }
    }

    /** Scans the object whose brace is at {@code p}. Returns the position at which to continue. */
    private int object(int p) throws IOException {
        while (true) {
            try {
                int end = scanner.item(p);
                item.from = p;
                item.to = end;
                if (!looksLikeItem()) {
                    return inside(p, end);
                }
                item.writeTo(sink);
                return end;
            } catch (JsonScanner.WindowEndException e) {
                if (scanner.limit - p >= TextWindow.MAX_ELEMENT) {
                    return inside(p, scanner.limit);
                }
                p = widened(p);
            } catch (DamagedException e) {
                int at = (int) (e.offset() - scanner.base);
                if (!e.what().equals(JsonScanner.CONTROL_CHARACTER) || isInVain(p, at)) {
                    return inside(p, at);
                }
                new RawCharacters(scanner).escapeFrom(at);
            }
        }
    }

    private boolean isInVain(int p, int end) {
        inVain += end - p;
        return inVain > PATIENCE * (scanner.base + end);
    }

    /** Returns the position at which to continue after an object that is not an item and ends at {@code end}. */
    private int inside(int p, int end) {
        return isInVain(p, end) ? end : p + 1;
    }

    private boolean looksLikeItem() {
        Field body = switch (item.kind()) {
            case PATTERN -> Field.PATTERN;
            case SOLUTION -> Field.PROBLEM;
            case DECISION -> Field.DECISION;
            case NOTE, ENTRY -> Field.TEXT;
        };
        if (item.isObject(body)) {
            return item.isFilled(Field.ID) || item.isFilled(Field.AGENT) || item.isFilled(Field.TIMESTAMP);
        }
        return (item.isFilled(Field.ID) && item.isFilled(Field.AGENT) && item.isFilled(Field.TIMESTAMP))
                || looksLikeFlatItem();
    }

    /**
     * Detects an item that an agent writes from a prompt: it has a name and a field that only items have, and contains
     * no object.
     */
    private boolean looksLikeFlatItem() {
        boolean hasFigures = item.isFilled(Field.FLAT_SUCCESS_RATE)
                || item.isFilled(Field.FLAT_CONFIDENCE)
                || item.isFilled(Field.FLAT_USE_COUNT)
                || item.datedBy() != null;
        return item.isFilled(Field.FLAT_NAME)
                && (hasFigures || item.isFilled(Field.ID) || item.isFilled(Field.AGENT))
                && isFlat();
    }

    private boolean isFlat() {
        byte[] text = scanner.text;
        int p = item.from + 1;
        while (p < item.to) {
            if (text[p] == '{') {
                return false;
            }
            if (text[p] == '"') {
                p++;
                while (text[p] != '"') {
                    p += text[p] == '\\' ? 2 : 1;
                }
            }
            p++;
        }
        return true;
    }

    /** A broken encoding is treated as the end of the text. */
    private int widened(int keep) throws IOException {
        try {
            return window.widen(keep);
        } catch (DamagedException e) {
            scanner.atEnd = true;
            return 0;
        }
    }
}
