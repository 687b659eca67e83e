package loom.aml.index;

import java.util.Arrays;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.item.Survivors;

/** Builds the table of one collection file while its items are read. Of several with one id the table has the survivor. */
public final class ItemTableBuilder {
    private static final int FIRST_SIZE = 1 << 8;

    private final Survivors survivors = new Survivors();
    private long[] contents = new long[FIRST_SIZE];
    private long[] offsets = new long[FIRST_SIZE];
    private int[] lengths = new int[FIRST_SIZE];

    /** Adds an item. Returns whether it survives among the items so far. */
    public boolean add(Item item, Fingerprint fingerprint) {
        int number = survivors.add(fingerprint.id(), item);
        if (number < 0) {
            return false;
        }
        if (number == contents.length) {
            contents = Arrays.copyOf(contents, 2 * number);
            offsets = Arrays.copyOf(offsets, 2 * number);
            lengths = Arrays.copyOf(lengths, 2 * number);
        }
        contents[number] = fingerprint.content();
        offsets[number] = item.offset();
        lengths[number] = item.length();
        return true;
    }

    /** Returns the number of an id for {@link #content}; -1 if no item with the id was added. */
    int find(long idHash) {
        return survivors.find(idHash);
    }

    /** Returns the content of the survivor. */
    long content(int number) {
        return contents[number];
    }

    public ItemTable build() {
        long[] ids = survivors.sortedIds();
        byte[] bytes = new byte[ids.length * ItemTable.ROW];
        for (int row = 0; row < ids.length; row++) {
            int number = survivors.find(ids[row]);
            Fingerprint fingerprint = new Fingerprint(ids[row], contents[number]);
            ItemTable.write(bytes, row, fingerprint, offsets[number], lengths[number]);
        }
        return new ItemTable(bytes, 0, bytes.length);
    }
}
