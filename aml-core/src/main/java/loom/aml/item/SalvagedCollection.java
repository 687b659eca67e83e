package loom.aml.item;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import loom.aml.io.ByteSink;
import loom.aml.io.TextInput;

/**
 * Writes every item that can be read from damaged text as a valid collection, in the layout of the runtime. The text
 * may consist of several pieces.
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

    /** Writes the readable items of one text and returns their number. */
    public static int write(TextInput damaged, ItemKind kind, OutputStream sound) throws IOException {
        SalvagedCollection collection = new SalvagedCollection(kind, sound);
        collection.add(damaged, (_, _, _) -> {});
        return collection.end();
    }

    /**
     * Writes the readable items of one piece.
     *
     * @param each receives every item that is written
     */
    public void add(TextInput damaged, ByteSink each) throws IOException {
        SalvageReader.read(damaged, kind, (bytes, from, length) -> {
            sound.write(saved++ == 0 ? FIRST : NEXT);
            sound.write(bytes, from, length);
            each.write(bytes, from, length);
        });
    }

    /** Ends the collection and returns the number of items. */
    public int end() throws IOException {
        sound.write(saved == 0 ? NONE : LAST);
        return saved;
    }
}
