package loom.aml.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import loom.aml.item.Fingerprint;

/**
 * The positions of a collection file's items, searched by the hash of their ids directly in the stored bytes. Separate from the
 * documents of the items: when an item grows, all items after it move, and only this table must be rewritten.
 *
 * <pre>
 *   28 bytes per item, ordered by hash, big-endian
 *   0    8   hash of the id, Fingerprint.id
 *   8    8   checksum of the other bytes, Fingerprint.content
 *   16   8   offset of the item in the text of its collection
 *   24   4   its length in bytes
 * </pre>
 *
 * Immutable.
 */
public final class ItemTable {
    static final int ROW = 28;

    static final ItemTable EMPTY = new ItemTable(new byte[0], 0, 0);

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final int start;
    private final int rows;

    /** @param bytes not copied; must not be changed */
    ItemTable(byte[] bytes, int start, int length) {
        if (length % ROW != 0) {
            throw new IllegalArgumentException("not a table of items: " + length + " bytes");
        }
        this.bytes = bytes;
        this.start = start;
        this.rows = length / ROW;
    }

    static void write(byte[] into, int row, Fingerprint fingerprint, long offset, int length) {
        int at = row * ROW;
        LONG.set(into, at, fingerprint.id());
        LONG.set(into, at + 8, fingerprint.content());
        LONG.set(into, at + 16, offset);
        INT.set(into, at + 24, length);
    }

    public int size() {
        return rows;
    }

    /** Returns the row of an id; -1 if absent. */
    public int find(long idHash) {
        int low = 0;
        int high = rows - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long candidate = id(middle);
            if (candidate < idHash) {
                low = middle + 1;
            } else if (candidate > idHash) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return -1;
    }

    long id(int row) {
        return (long) LONG.get(bytes, start + row * ROW);
    }

    long content(int row) {
        return (long) LONG.get(bytes, start + row * ROW + 8);
    }

    public Fingerprint fingerprint(int row) {
        return new Fingerprint(id(row), content(row));
    }

    public long offset(int row) {
        return (long) LONG.get(bytes, start + row * ROW + 16);
    }

    public int length(int row) {
        return (int) INT.get(bytes, start + row * ROW + 24);
    }

    /** Returns the hashes of all ids in ascending order. */
    public long[] idHashes() {
        long[] hashes = new long[rows];
        for (int row = 0; row < rows; row++) {
            hashes[row] = id(row);
        }
        return hashes;
    }

    byte[] bytes() {
        return Arrays.copyOfRange(bytes, start, start + rows * ROW);
    }
}
