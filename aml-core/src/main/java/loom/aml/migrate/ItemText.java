package loom.aml.migrate;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.text.ObjectText;
import loom.aml.item.text.Slice;

/**
 * The text of one item, split into members that can be added, renamed, moved or removed. Every other byte is preserved:
 * number format, key order, unknown fields, white space. Added members follow the layout of their neighbours, one per
 * line or all on one line.
 *
 * <p>Used by one thread for one migration of one item.
 */
final class ItemText {
    private static final List<Field> LARGE =
            List.of(Field.PATTERN, Field.PROBLEM, Field.SOLUTION, Field.DECISION, Field.OUTCOME);

    private final ItemKind kind;
    private Slice now;
    private final int size;
    private final ObjectText root;
    private final PreservedValues kept;

    private ItemText(ItemKind kind, Slice now, int size, ObjectText root) {
        this.kind = kind;
        this.now = now;
        this.size = size;
        this.root = root;
        this.kept = new PreservedValues(root);
    }

    /**
     * Splits an item.
     *
     * @param text the bytes of the item
     * @param now the time of the migration as a JSON string
     */
    static ItemText of(Item item, byte[] text, Slice now) {
        return new ItemText(item.kind(), now, text.length, ObjectText.ofItem(text, ends(item, text.length)));
    }

    /**
     * Returns the ends of the large values, which the scanner has already found, so that they are not scanned again.
     */
    private static int[] ends(Item item, int length) {
        int[] ends = new int[LARGE.size() * 2];
        int count = 0;
        for (Field field : LARGE) {
            int start = item.startOf(field);
            if (start >= 0 && item.endOf(field) <= length) {
                ends[count++] = start;
                ends[count++] = item.endOf(field);
            }
        }
        return Arrays.copyOf(ends, count);
    }

    boolean isPattern() {
        return kind == ItemKind.PATTERN;
    }

    /** Returns the time of the migration as a JSON string. */
    Slice now() {
        return now;
    }

    /** Sets the time of the migration to that of an earlier one, in order to revert to it. */
    void setNow(Slice time) {
        now = time;
    }

    ObjectText root() {
        return root;
    }

    /** Returns the values that the item preserves for other versions. */
    PreservedValues kept() {
        return kept;
    }

    byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(size + 512);
        root.writeTo(out);
        return out.toByteArray();
    }
}
