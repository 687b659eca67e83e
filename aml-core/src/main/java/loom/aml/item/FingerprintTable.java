package loom.aml.item;

import java.util.Arrays;

/** Maps fingerprints to numbers, in about 40 bytes each. Not safe for use by several threads while it grows. */
public final class FingerprintTable {
    private final KeyTable fingerprints = KeyTable.ofPairs();
    private int[] values = new int[64];

    /** Maps a fingerprint to a number from 0 unless it is mapped to one already. */
    public void putIfAbsent(Fingerprint fingerprint, int value) {
        int before = fingerprints.size();
        if (fingerprints.add(fingerprint.id(), fingerprint.content()) == before) {
            if (before == values.length) {
                values = Arrays.copyOf(values, 2 * before);
            }
            values[before] = value;
        }
    }

    /** Returns the number of a fingerprint; -1 if it has none. */
    public int get(Fingerprint fingerprint) {
        int number = fingerprints.find(fingerprint.id(), fingerprint.content());
        return number < 0 ? -1 : values[number];
    }
}
