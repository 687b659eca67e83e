package loom.aml.item;

import java.io.IOException;
import loom.aml.io.DamagedException;
import loom.aml.io.TextInput;

/**
 * Finds the items in damaged text, whatever stands around and between them: cut off, run together, wrapped in something else,
 * or with rubbish in the middle. Every object that reads soundly and looks like an item of the kind is one; bytes in it that are
 * no characters become U+FFFD, which is what the runtime reads them as.
 */
public final class SalvageReader {
    private final JsonScanner scanner = new JsonScanner();
    private final TextWindow window;
    private final Item item;
    private final Element.Sink sink;

    private SalvageReader(TextInput input, ItemKind kind, Element.Sink sink) {
        this.window = new TextWindow(input, scanner);
        this.item = new Item(scanner, kind);
        this.sink = sink;
    }

    /** Hands every item that can be read to the sink, one call an item. */
    public static void read(TextInput damaged, ItemKind kind, Element.Sink sink) throws IOException {
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
                    return p + 1;
                }
                item.writeTo(sink);
                return end;
            } catch (JsonScanner.WindowEndException e) {
                if (scanner.limit - p >= TextWindow.MAX_ELEMENT) {
                    return p + 1;
                }
                p = widened(p);
            } catch (DamagedException e) {
                if (!e.what().equals(JsonScanner.INVALID_UTF_8)) {
                    return p + 1;
                }
                window.replaceByte((int) (e.offset() - scanner.base));
            }
        }
    }

    private boolean looksLikeItem() {
        Field body =
                switch (item.kind()) {
                    case PATTERN -> Field.PATTERN;
                    case SOLUTION -> Field.PROBLEM;
                    case DECISION -> Field.DECISION;
                };
        return item.isFilled(Field.ID)
                && (item.isObject(body) || (item.isFilled(Field.AGENT) && item.isFilled(Field.TIMESTAMP)));
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
