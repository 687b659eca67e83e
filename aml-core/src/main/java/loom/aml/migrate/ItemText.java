package loom.aml.migrate;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import loom.aml.item.ItemKind;

/**
 * The text of one item, cut into members so that single ones can be added, renamed, moved or taken away while every other byte
 * stays what it is: number spelling, key order, unknown fields, white space. What is added is laid out as its neighbours are,
 * one member a line or all on one line.
 *
 * <p>Used by one thread, for one migration of one item.
 */
final class ItemText {
    private final ItemKind kind;
    private final Instant at;
    private final int size;
    private final ObjectText root;
    private final KeptValues kept;

    private ItemText(ItemKind kind, Instant at, int size, ObjectText root) {
        this.kind = kind;
        this.at = at;
        this.size = size;
        this.root = root;
        this.kept = new KeptValues(root);
    }

    /**
     * Cuts an item up.
     *
     * @param text an object that a scanner has found sound
     * @param at what the migration takes for now
     */
    static ItemText of(byte[] text, ItemKind kind, Instant at) {
        return new ItemText(kind, at, text.length, ObjectText.ofItem(text));
    }

    boolean isPattern() {
        return kind == ItemKind.PATTERN;
    }

    /** The time of the migration as a JSON string. */
    String now() {
        return "\"" + at + "\"";
    }

    ObjectText root() {
        return root;
    }

    /** What the item holds for versions that have a place for it. */
    KeptValues kept() {
        return kept;
    }

    byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(size + 512);
        root.writeTo(out);
        return out.toByteArray();
    }
}
