package loom.aml.item;

import java.io.IOException;
import loom.aml.io.ByteSink;
import loom.aml.io.DamagedException;
import loom.aml.io.TextInput;

/**
 * Finds the items in damaged text, whatever stands around and between them: cut off, run together, wrapped in something else,
 * or with rubbish in the middle. Every object that reads soundly and looks like an item of the kind is one; bytes in it that are
 * no characters become U+FFFD, and control characters that stand in a string as they are become escapes. Text in UTF-16 or UTF-32
 * is read as such.
 */
public final class SalvageReader {

    /**
     * How often each byte may be looked at in vain, on average, before the inside of what was no item is passed over. Text that
     * anybody wrote needs less than ten; braces nested on purpose would have every byte read once for each of them.
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

    /** Hands every item that can be read to the sink, one call an item. */
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

    /** Where to go on after looking at the brace at {@code p}. */
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

    /** Where to go on after an object that is no item, which was read up to {@code end}. */
    private int inside(int p, int end) {
        return isInVain(p, end) ? end : p + 1;
    }

    private boolean looksLikeItem() {
        Field body = switch (item.kind()) {
            case PATTERN -> Field.PATTERN;
            case SOLUTION -> Field.PROBLEM;
            case DECISION -> Field.DECISION;
        };
        if (item.isObject(body)) {
            return item.isFilled(Field.ID) || item.isFilled(Field.AGENT) || item.isFilled(Field.TIMESTAMP);
        }
        return (item.isFilled(Field.ID) && item.isFilled(Field.AGENT) && item.isFilled(Field.TIMESTAMP))
                || looksLikeFlatItem();
    }

    /** What an agent writes from a prompt: a name, and something that only an item has, with no object in it. */
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

    /** Where the encoding is broken the text ends, as far as anybody can tell. */
    private int widened(int keep) throws IOException {
        try {
            return window.widen(keep);
        } catch (DamagedException e) {
            scanner.atEnd = true;
            return 0;
        }
    }
}
