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
 * The text of one item, cut into members so that single ones can be added, renamed, moved or taken away while every other byte
 * stays what it is: number spelling, key order, unknown fields, white space. What is added is laid out as its neighbours are,
 * one member a line or all on one line.
 *
 * <p>Used by one thread, for one migration of one item.
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
     * Cuts an item up.
     *
     * @param text its bytes
     * @param now what the migration takes for now, as a JSON string
     */
    static ItemText of(Item item, byte[] text, Slice now) {
        return new ItemText(item.kind(), now, text.length, ObjectText.ofItem(text, ends(item, text.length)));
    }

    /** Where the large values end: the scanner has been through them, so they need not be walked through again. */
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

    /** The time of the migration as a JSON string. */
    Slice now() {
        return now;
    }

    /** Has another time taken for that of the migration: that of an earlier one, on the way back to it. */
    void takeForNow(Slice time) {
        now = time;
    }

    ObjectText root() {
        return root;
    }

    /** What the item holds for versions that have a place for it. */
    PreservedValues kept() {
        return kept;
    }

    byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(size + 512);
        root.writeTo(out);
        return out.toByteArray();
    }
}
