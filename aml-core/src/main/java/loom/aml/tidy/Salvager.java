package loom.aml.tidy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import loom.aml.io.TextInput;
import loom.aml.item.ItemKind;
import loom.aml.item.SalvageReader;
import loom.aml.store.FileChange;

/** Writes every item that can still be read in damaged text as a sound collection, in the runtime's own layout. */
final class Salvager {
    private static final byte[] FIRST = "[\n  ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEXT = ",\n  ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST = "\n]".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NONE = "[]".getBytes(StandardCharsets.US_ASCII);

    private Salvager() {}

    static FileChange.Salvage of(ItemKind kind) {
        return (damaged, sound) -> write(damaged, kind, sound);
    }

    private static int write(TextInput damaged, ItemKind kind, OutputStream sound) throws IOException {
        int[] saved = {0};
        SalvageReader.read(damaged, kind, (bytes, from, length) -> {
            sound.write(saved[0]++ == 0 ? FIRST : NEXT);
            sound.write(bytes, from, length);
        });
        sound.write(saved[0] == 0 ? NONE : LAST);
        return saved[0];
    }
}
