package loom.aml.item;

import java.util.Arrays;

/**
 * Numbers keys of 64 or 128 bits consecutively from 0, in the order in which they are added, so that plain arrays can hold what
 * belongs to each (Lucene's {@code BytesRefHash} does the same for strings of bytes). A hash table with linear probing and Fibonacci
 * hashing (Knuth, The Art of Computer Programming, volume 3, section 6.4) that is at most half full: 16 to 32 bytes a key of 64 bits.
 * Not safe for use by several threads while keys are added.
 */
public final class KeyTable {
    private static final int ABSENT = -1;
    private static final int MIN_SLOTS = 1 << 7;
    private static final int MAX_SLOTS = 1 << 30;

    private long[] highs;
    /** Empty in a table for keys of 64 bits. */
    private long[] lows;

    private int[] slots;
    private int size;

    private KeyTable(boolean isWide, int expected) {
        int slotCount = MIN_SLOTS;
        while (slotCount < MAX_SLOTS && slotCount / 2 < expected) {
            slotCount *= 2;
        }
        this.highs = new long[slotCount / 2];
        this.lows = new long[isWide ? slotCount / 2 : 0];
        this.slots = absent(slotCount);
    }

    /** Creates a table for keys of 64 bits. */
    public static KeyTable ofLongs() {
        return ofLongs(0);
    }

    /**
     * Creates a table for keys of 64 bits.
     *
     * @param expected the number of keys that the table holds without growing
     */
    public static KeyTable ofLongs(int expected) {
        return new KeyTable(false, expected);
    }

    /** Creates a table for keys of 128 bits. */
    public static KeyTable ofPairs() {
        return new KeyTable(true, 0);
    }

    private static int[] absent(int length) {
        int[] slots = new int[length];
        Arrays.fill(slots, ABSENT);
        return slots;
    }

    /** Returns the number of a key; a new key gets the {@link #size} from before. */
    public int add(long key) {
        return add(key, 0);
    }

    /** Returns the number of a key of 128 bits; a new key gets the {@link #size} from before. */
    public int add(long high, long low) {
        int slot = slot(high, low);
        if (slots[slot] != ABSENT) {
            return slots[slot];
        }
        if (size == highs.length) {
            grow();
            slot = slot(high, low);
        }
        highs[size] = high;
        if (lows.length > 0) {
            lows[size] = low;
        }
        slots[slot] = size;
        return size++;
    }

    /** Returns the number of a key; -1 if the table does not have it. */
    public int find(long key) {
        return find(key, 0);
    }

    /** Returns the number of a key of 128 bits; -1 if the table does not have it. */
    public int find(long high, long low) {
        return slots[slot(high, low)];
    }

    /** Returns the key that has a number; the first half of a key of 128 bits. */
    public long key(int number) {
        return highs[number];
    }

    /** Returns the keys in ascending order; of keys of 128 bits the first halves. */
    public long[] sortedKeys() {
        long[] sorted = Arrays.copyOf(highs, size);
        Arrays.sort(sorted);
        return sorted;
    }

    public int size() {
        return size;
    }

    /** Returns the slot of a key, or the free slot where it belongs. */
    private int slot(long high, long low) {
        int mask = slots.length - 1;
        long mixed = (high ^ Long.rotateLeft(low * 0xbf58_476d_1ce4_e5b9L, 32)) * 0x9e37_79b9_7f4a_7c15L;
        int slot = (int) (mixed >>> Integer.numberOfLeadingZeros(mask) + Integer.SIZE);
        while (slots[slot] != ABSENT && !isAt(slots[slot], high, low)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean isAt(int number, long high, long low) {
        return highs[number] == high && (lows.length == 0 || lows[number] == low);
    }

    private void grow() {
        if (slots.length == MAX_SLOTS) {
            throw new IllegalStateException("more than " + size + " keys");
        }
        highs = Arrays.copyOf(highs, 2 * highs.length);
        lows = Arrays.copyOf(lows, 2 * lows.length);
        slots = absent(2 * slots.length);
        for (int number = 0; number < size; number++) {
            slots[slot(highs[number], lows.length == 0 ? 0 : lows[number])] = number;
        }
    }
}
