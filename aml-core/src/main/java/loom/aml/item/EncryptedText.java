package loom.aml.item;

import java.io.IOException;
import loom.aml.io.DamagedException;
import loom.aml.io.TextInput;

/** Detects a text whose root is not a collection but an object that looks encrypted. */
public final class EncryptedText {
    private EncryptedText() {}

    /** Returns whether the text begins with such an object. */
    public static boolean isEncrypted(TextInput text) throws IOException {
        JsonScanner scanner = new JsonScanner();
        TextWindow window = new TextWindow(text, scanner);
        Item item = new Item(scanner, ItemKind.PATTERN);
        try {
            window.widen(0);
            while (true) {
                try {
                    int brace = scanner.blank(0);
                    if (scanner.text[brace] != '{') {
                        return false;
                    }
                    item.to = scanner.item(brace);
                    item.from = brace;
                    return item.looksEncrypted();
                } catch (JsonScanner.WindowEndException e) {
                    window.widen(0);
                }
            }
        } catch (DamagedException e) {
            return false;
        }
    }
}
