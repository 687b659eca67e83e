package loom.aml.tidy;

import java.io.IOException;
import loom.aml.io.TextInput;
import loom.aml.item.EncryptedText;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Scanned;

/** Data that looks encrypted: it is reported, and nothing that tidies touches it. */
final class Encrypted {
    private Encrypted() {}

    static Finding finding(String where) {
        return Finding.of(
                Finding.Kind.ENCRYPTED,
                where,
                "looks encrypted, so aml cannot read it",
                "left unchanged; to have it maintained, let the program that wrote it store it in plain text");
    }

    /** Whether a file that is not a collection holds an object that looks encrypted instead. */
    static boolean isEncrypted(MemoryStore store, Scanned.LeftAlone<?> file) {
        try (TextInput text = store.text(file.file())) {
            return EncryptedText.isEncrypted(text);
        } catch (IOException e) {
            return false;
        }
    }
}
