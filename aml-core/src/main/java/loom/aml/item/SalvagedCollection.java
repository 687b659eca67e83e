package loom.aml.item;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import loom.aml.io.ByteSink;
import loom.aml.io.TextInput;

/**
 * Writes every item that can still be read in damaged text as a sound collection, in the runtime's own layout. The text may come
 * in several pieces.
 */
public final class SalvagedCollection {
    private static final byte[] FIRST = "[\n  ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEXT = ",\n  ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST = "\n]".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NONE = "[]".getBytes(StandardCharsets.US_ASCII);

    private final ItemKind kind;
    private final OutputStream sound;
    private int saved;

    public SalvagedCollection(ItemKind kind, OutputStream sound) {
        this.kind = kind;
        this.sound = sound;
    }

    /** Writes what can be read in one text; how many items there were. */
    public static int write(TextInput damaged, ItemKind kind, OutputStream sound) throws IOException {
        SalvagedCollection collection = new SalvagedCollection(kind, sound);
        collection.add(damaged, (_, _, _) -> {});
        return collection.end();
    }

    /**
     * Writes what can be read in one piece.
     *
     * @param each is handed every item that is written
     */
    public void add(TextInput damaged, ByteSink each) throws IOException {
        SalvageReader.read(damaged, kind, (bytes, from, length) -> {
            sound.write(saved++ == 0 ? FIRST : NEXT);
            sound.write(bytes, from, length);
            each.write(bytes, from, length);
        });
    }

    /** Ends the collection; how many items are in it. */
    public int end() throws IOException {
        sound.write(saved == 0 ? NONE : LAST);
        return saved;
    }
}
