package loom.aml.item;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Detects items without content: every value, at any depth, is null, white space, or an empty object or list. */
public final class BlankItem {
    private BlankItem() {}

    /** Returns whether an item has no content. */
    public static boolean isBlank(Item item) {
        boolean[] blank = {false};
        try {
            item.writeTo((bytes, offset, length) -> blank[0] = isBlank(bytes, offset, offset + length));
        } catch (IOException e) {
            // This class throws no such exception.
            throw new UncheckedIOException(e);
        }
        return blank[0];
    }

    /** Requires the text of an object in valid JSON. */
    private static boolean isBlank(byte[] json, int from, int to) {
        int p = from;
        while (p < to) {
            switch (json[p]) {
                case '"' -> {
                    int end = endOfString(json, p + 1);
                    int next = afterBlank(json, end + 1);
                    boolean isKey = json[next] == ':';
                    if (!isKey && !JsonText.decode(json, p + 1, end).isBlank()) {
                        return false;
                    }
                    p = next;
                }
                case 't', 'f', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                    return false;
                }
                default -> p++;
            }
        }
        return true;
    }

    private static int endOfString(byte[] json, int p) {
        while (json[p] != '"') {
            p += json[p] == '\\' ? 2 : 1;
        }
        return p;
    }

    private static int afterBlank(byte[] json, int p) {
        while (json[p] == ' ' || json[p] == '\n' || json[p] == '\r' || json[p] == '\t') {
            p++;
        }
        return p;
    }
}
