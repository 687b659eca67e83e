package loom.aml.tidy;

import java.io.IOException;
import java.util.Optional;
import loom.aml.io.TextInput;
import loom.aml.item.EncryptedText;
import loom.aml.item.Item;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileMaintenance;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.ScanResult;

/** Data that looks encrypted. It is reported and never changed. */
final class Encrypted {
    private static final String WHAT = "looks encrypted, so aml cannot read it";
    private static final String ADVICE =
            "left unchanged; to have it maintained, configure the program that wrote it to store plain text";

    private Encrypted() {}

    /** Returns the finding for an element of a collection. */
    static Finding finding(CollectionFile file, Item item) {
        return Finding.ofItem(Finding.Kind.ENCRYPTED, file, item, WHAT, ADVICE);
    }

    /** Returns the finding for a whole file, which replaces the one that says why it is not a collection. */
    static Finding ofFile(Finding damage) {
        return new Finding(damage.kind(), damage.where(), damage.offset(), WHAT, ADVICE);
    }

    /** Returns whether a file contains an object that looks encrypted instead of a collection. */
    static boolean isEncrypted(MemoryStore store, ScanResult.LeftAlone<?> file) {
        Optional<FileMaintenance> files = store.files();
        if (files.isEmpty()) {
            return false;
        }
        try (TextInput text = files.get().text(file.file())) {
            return EncryptedText.isEncrypted(text);
        } catch (IOException e) {
            return false;
        }
    }
}
