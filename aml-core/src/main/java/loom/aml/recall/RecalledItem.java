package loom.aml.recall;

import java.nio.charset.StandardCharsets;
import loom.aml.io.DamagedException;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.store.CollectionFile;

/** One item as it stood in the store when it was read. Immutable. */
public final class RecalledItem {
    /** What an item takes in memory beside its text: its objects, and those of the cache around it. */
    private static final int OVERHEAD = 256;

    private final CollectionFile file;
    private final String id;
    private final Fingerprint fingerprint;
    private final byte[] text;

    RecalledItem(CollectionFile file, String id, Fingerprint fingerprint, byte[] text) {
        this.file = file;
        this.id = id;
        this.fingerprint = fingerprint;
        this.text = text;
    }

    /** The file that it was read from. */
    public CollectionFile file() {
        return file;
    }

    public String agent() {
        return file.agent();
    }

    public ItemKind kind() {
        return file.kind();
    }

    public String id() {
        return id;
    }

    /** Tells this version of the item from any other. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    /** The item as it stands in its file, to the byte. */
    public byte[] bytes() {
        return text.clone();
    }

    /** The same as characters: JSON. */
    public String text() {
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Its fields. Read anew at each call; keep the result where several are needed. */
    public Item fields() {
        try {
            return Item.alone(text, file.kind());
        } catch (DamagedException e) {
            throw new IllegalStateException("an item was sound when it was read: " + id, e);
        }
    }

    /** Bytes that it takes in memory, roughly. */
    int weight() {
        return weight(text.length, id);
    }

    /** The same of an item that was not read yet. */
    static int weight(int length, String id) {
        return length + 2 * id.length() + OVERHEAD;
    }
}
