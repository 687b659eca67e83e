package loom.aml.item;

import java.util.Arrays;

/** Maps fingerprints to small numbers, in about 40 bytes each however many there are. Not safe for use by several threads while it grows. */
public final class FingerprintTable {
    private static final int ABSENT = -1;

    private long[] ids = new long[64];
    private long[] contents = new long[64];
    private int[] numbers = absent(64);
    private int count;

    private static int[] absent(int size) {
        int[] numbers = new int[size];
        Arrays.fill(numbers, ABSENT);
        return numbers;
    }

    /** Puts a fingerprint in; one that is there keeps its number. */
    public void putIfAbsent(Fingerprint fingerprint, int number) {
        if (2 * count >= numbers.length) {
            grow();
        }
        int slot = slot(fingerprint.id(), fingerprint.content());
        if (numbers[slot] == ABSENT) {
            ids[slot] = fingerprint.id();
            contents[slot] = fingerprint.content();
            numbers[slot] = number;
            count++;
        }
    }

    /** The number of a fingerprint; -1 if it is not there. */
    public int get(Fingerprint fingerprint) {
        return numbers[slot(fingerprint.id(), fingerprint.content())];
    }

    public boolean isEmpty() {
        return count == 0;
    }

    private int slot(long id, long content) {
        int mask = numbers.length - 1;
        long mixed = (id ^ content) * 0x9e37_79b9_7f4a_7c15L;
        int slot = (int) (mixed >>> 32) & mask;
        while (numbers[slot] != ABSENT && (ids[slot] != id || contents[slot] != content)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldIds = ids;
        long[] oldContents = contents;
        int[] oldNumbers = numbers;
        ids = new long[oldIds.length * 2];
        contents = new long[oldIds.length * 2];
        numbers = absent(oldIds.length * 2);
        for (int i = 0; i < oldNumbers.length; i++) {
            if (oldNumbers[i] != ABSENT) {
                int slot = slot(oldIds[i], oldContents[i]);
                ids[slot] = oldIds[i];
                contents[slot] = oldContents[i];
                numbers[slot] = oldNumbers[i];
            }
        }
    }
}
