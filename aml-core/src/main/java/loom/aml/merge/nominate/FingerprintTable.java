package loom.aml.merge.nominate;

import loom.aml.item.Fingerprint;
import loom.aml.item.KeyTable;

/** Finds items in the versions that were read. Thread-safe once it is made. */
public final class FingerprintTable {
    private final Signatures signatures;
    private final KeyTable fingerprints = KeyTable.ofPairs();
    /** The item with each fingerprint. */
    private final int[] itemOf;

    public FingerprintTable(Signatures signatures) {
        this.signatures = signatures;
        this.itemOf = new int[signatures.size()];
        for (int item = 0; item < itemOf.length; item++) {
            Fingerprint fingerprint = signatures.fingerprint(item);
            itemOf[fingerprints.add(fingerprint.id(), fingerprint.content())] = item;
        }
    }

    Signatures signatures() {
        return signatures;
    }

    /** Returns the number of an item; -1 if it is not there in this version. */
    public int find(Fingerprint fingerprint) {
        int number = fingerprints.find(fingerprint.id(), fingerprint.content());
        return number < 0 ? number : itemOf[number];
    }
}
