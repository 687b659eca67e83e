package loom.aml.backup.create;

import java.io.IOException;
import java.util.Arrays;
import loom.aml.io.Checksum;
import loom.aml.io.FileInput;
import loom.aml.io.GzipLimits;
import loom.aml.io.TextInput;
import loom.aml.item.CollectionReader;
import loom.aml.item.ItemKind;
import loom.aml.item.KeyTable;
import loom.aml.item.UnitVisitor;

/**
 * The units of a collection's previous version, by checksum. A unit is the head of the text, an element with the separator
 * before it, or the closing. Needs about 50 bytes of memory per unit. A collision of checksums is detected later: the assembled
 * text is compared with the file by SHA-256 before a snapshot is published. Not safe for use by several threads.
 */
public final class UnitTable {
    private long[] sums = new long[256];
    private long[] starts = new long[257];
    private int count;
    private final KeyTable distinct = KeyTable.ofLongs();
    /** The first unit with each distinct checksum. */
    private int[] first = new int[256];

    /** Returns the table of a file without a previous version. */
    public static UnitTable empty() {
        return new UnitTable();
    }

    /** Reads the units of a text. */
    static UnitTable of(FileInput text, ItemKind kind) throws IOException {
        UnitTable table = new UnitTable();
        try (TextInput in = TextInput.of(text, GzipLimits.DEFAULT)) {
            CollectionReader.read(in, kind, new UnitVisitor() {
                @Override
                protected void unit(byte[] bytes, int offset, int length) {
                    table.add(sum(bytes, offset, length), length);
                }
            });
        }
        return table;
    }

    /** Returns the checksum of a unit. */
    public static long sum(byte[] text, int offset, int length) {
        Checksum checksum = new Checksum();
        checksum.update(text, offset, length);
        return checksum.value();
    }

    /** Adds the unit that follows in the text. */
    public void add(long sum, int length) {
        if (count == sums.length) {
            sums = Arrays.copyOf(sums, 2 * count);
            starts = Arrays.copyOf(starts, 2 * count + 1);
            first = Arrays.copyOf(first, 2 * count);
        }
        int known = distinct.size();
        if (distinct.add(sum) == known) {
            first[known] = count;
        }
        sums[count] = sum;
        starts[count + 1] = starts[count] + length;
        count++;
    }

    /** Returns the number of units. */
    public int count() {
        return count;
    }

    /** Returns the size of the text in bytes. */
    public long size() {
        return starts[count];
    }

    /** Returns the position of a unit in the text. */
    public long start(int unit) {
        return starts[unit];
    }

    private boolean is(int unit, long sum, int length) {
        return unit < count && sums[unit] == sum && starts[unit + 1] - starts[unit] == length;
    }

    /**
     * Returns a unit with a checksum and a length, otherwise -1.
     *
     * @param expected the unit that comes next if nothing changed; it is preferred to others
     */
    public int find(int expected, long sum, int length) {
        if (is(expected, sum, length)) {
            return expected;
        }
        int number = distinct.find(sum);
        return number >= 0 && is(first[number], sum, length) ? first[number] : -1;
    }
}
