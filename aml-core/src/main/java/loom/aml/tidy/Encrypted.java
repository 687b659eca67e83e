package loom.aml.tidy;

import java.io.IOException;
import loom.aml.io.TextInput;
import loom.aml.item.EncryptedText;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.ScanResult;

/** Data that looks encrypted: it is reported, and nothing that tidies touches it. */
final class Encrypted {
    private static final String WHAT = "looks encrypted, so aml cannot read it";
    private static final String ADVICE =
            "left unchanged; to have it maintained, let the program that wrote it store it in plain text";

    private Encrypted() {}

    /** The finding for an element of a collection. */
    static Finding finding(String where) {
        return Finding.of(Finding.Kind.ENCRYPTED, where, WHAT, ADVICE);
    }

    /** The finding for a whole file, in place of the one that says why it is not a collection. */
    static Finding ofFile(Finding damage) {
        return new Finding(damage.kind(), damage.where(), damage.offset(), WHAT, ADVICE);
    }

    /** Whether a file that is not a collection holds an object that looks encrypted instead. */
    static boolean isEncrypted(MemoryStore store, ScanResult.LeftAlone<?> file) {
        try (TextInput text = store.text(file.file())) {
            return EncryptedText.isEncrypted(text);
        } catch (IOException e) {
            return false;
        }
    }
}
