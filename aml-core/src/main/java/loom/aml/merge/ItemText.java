package loom.aml.merge;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.io.DamagedException;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.store.CollectionFile;
import loom.aml.store.MemoryStore;
import loom.aml.store.TextSlice;

/** Reads single items at the places where they were seen. */
final class ItemText {
    private ItemText() {}

    /**
     * Reads an item.
     *
     * @return empty if it is not there any more in this version
     */
    static Optional<Item> read(MemoryStore store, CollectionFile file, TextSlice slice, Fingerprint version)
            throws IOException {
        List<byte[]> text = new ArrayList<>();
        try {
            store.read(file, List.of(slice), (_, bytes) -> text.add(bytes));
            return text.isEmpty() ? Optional.empty() : of(text.getFirst(), file, version);
        } catch (NoSuchFileException | DamagedException e) {
            return Optional.empty();
        }
    }

    /** Returns an item of a file from its text; empty if the text is not that of this version. */
    static Optional<Item> of(byte[] text, CollectionFile file, Fingerprint version) {
        try {
            return Optional.of(Item.alone(text, file.kind()))
                    .filter(item -> item.fingerprint().equals(version));
        } catch (DamagedException e) {
            // The file changed since it was read.
            return Optional.empty();
        }
    }
}
