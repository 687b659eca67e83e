package loom.aml.recall;

import java.nio.charset.StandardCharsets;
import loom.aml.io.DamagedException;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.store.CollectionFile;

/** An item as stored when it was read. Immutable. */
public final class RecalledItem {
    /** The memory that an item uses besides its text: its objects, and those of the cache entry. */
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

    /** Returns the file that contains the item. */
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

    /** Returns the identifier of this version of the item. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    /** Returns the exact bytes of the item. */
    public byte[] bytes() {
        return text.clone();
    }

    /** Returns the item as JSON text. */
    public String text() {
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Parses the item. Each call parses again; keep the result to read several fields. */
    public Item fields() {
        try {
            return Item.alone(text, file.kind());
        } catch (DamagedException e) {
            throw new IllegalStateException("an item that was valid when read is invalid: " + id, e);
        }
    }

    /** Returns the approximate size in memory in bytes. */
    int weight() {
        return weight(text.length, id);
    }

    /** Returns the approximate size in memory of an item that has not been read. */
    static int weight(int length, String id) {
        return length + 2 * id.length() + OVERHEAD;
    }
}
