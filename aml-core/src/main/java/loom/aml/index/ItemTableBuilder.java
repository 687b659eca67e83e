package loom.aml.index;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import org.apache.lucene.util.IntroSorter;

/**
 * Gathers the items of one collection file as they are read, of several with one id the one that counts: the most used, then the
 * most recently used, then the first, as tidying has it. Plain arrays and a hash table, some 60 bytes an item.
 */
public final class ItemTableBuilder {
    private static final int FIRST_SIZE = 1 << 8;

    private int count;
    private long[] ids = new long[FIRST_SIZE];
    private long[] contents = new long[FIRST_SIZE];
    private long[] offsets = new long[FIRST_SIZE];
    private int[] lengths = new int[FIRST_SIZE];
    private long[] lastUsed = new long[FIRST_SIZE];
    private float[] uses = new float[FIRST_SIZE];
    private int[] rowOf = table(FIRST_SIZE);

    private static int[] table(int size) {
        int[] table = new int[size * 2];
        Arrays.fill(table, -1);
        return table;
    }

    /** What came of an item that was taken in. */
    public enum Place {
        /** Its id is new. */
        FIRST,
        /** It takes the place of an item of the same id. */
        BETTER,
        /** An item of the same id counts in its stead. */
        WORSE
    }

    /** Takes an item in; what came of it. */
    public Place add(Item item, Fingerprint fingerprint) {
        if (count == ids.length) {
            grow();
        }
        Instant used = item.lastUsed();
        float itemUses = (float) item.uses();
        long micros = used == null ? Long.MIN_VALUE : ChronoUnit.MICROS.between(Instant.EPOCH, used);
        int slot = slot(rowOf, ids, fingerprint.id());
        int row = rowOf[slot];
        Place place;
        if (row < 0) {
            place = Place.FIRST;
            row = count++;
            rowOf[slot] = row;
        } else if (itemUses > uses[row] || (itemUses == uses[row] && micros > lastUsed[row])) {
            place = Place.BETTER;
        } else {
            return Place.WORSE;
        }
        ids[row] = fingerprint.id();
        contents[row] = fingerprint.content();
        offsets[row] = item.offset();
        lengths[row] = item.length();
        lastUsed[row] = micros;
        uses[row] = itemUses;
        return place;
    }

    /** The content that counts under an id that was taken in. */
    long contentOf(long idHash) {
        return contents[rowOf[slot(rowOf, ids, idHash)]];
    }

    boolean contains(long idHash) {
        return rowOf[slot(rowOf, ids, idHash)] >= 0;
    }

    private static int slot(int[] table, long[] keys, long key) {
        int mask = table.length - 1;
        int slot = (((int) (key ^ key >>> 32) * 0x9e37_79b9) >>> 1) & mask;
        while (table[slot] >= 0 && keys[table[slot]] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        int size = ids.length * 2;
        ids = Arrays.copyOf(ids, size);
        contents = Arrays.copyOf(contents, size);
        offsets = Arrays.copyOf(offsets, size);
        lengths = Arrays.copyOf(lengths, size);
        lastUsed = Arrays.copyOf(lastUsed, size);
        uses = Arrays.copyOf(uses, size);
        rowOf = table(size);
        for (int row = 0; row < count; row++) {
            rowOf[slot(rowOf, ids, ids[row])] = row;
        }
    }

    /** The table; nothing may be added afterwards. */
    public ItemTable build() {
        new ById().sort(0, count);
        byte[] bytes = new byte[count * ItemTable.ROW];
        for (int row = 0; row < count; row++) {
            ItemTable.write(bytes, row, new Fingerprint(ids[row], contents[row]), offsets[row], lengths[row]);
        }
        return new ItemTable(bytes, 0, bytes.length);
    }

    private final class ById extends IntroSorter {
        private long pivot;

        @Override
        protected void setPivot(int i) {
            pivot = ids[i];
        }

        @Override
        protected int comparePivot(int j) {
            return Long.compare(pivot, ids[j]);
        }

        @Override
        protected int compare(int i, int j) {
            return Long.compare(ids[i], ids[j]);
        }

        @Override
        protected void swap(int i, int j) {
            swap(ids, i, j);
            swap(contents, i, j);
            swap(offsets, i, j);
            int length = lengths[i];
            lengths[i] = lengths[j];
            lengths[j] = length;
        }

        private static void swap(long[] values, int i, int j) {
            long value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }
}
