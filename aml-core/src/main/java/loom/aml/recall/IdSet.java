package loom.aml.recall;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The ids of a store, told by their hashes; up to 32 bytes an id, and one look, mostly, to find one. Immutable. */
final class IdSet {
    private final long[] slots;
    private final int mask;

    private IdSet(int ids) {
        int size = Integer.highestOneBit(Math.max(4, ids)) * 4;
        this.slots = new long[size];
        this.mask = size - 1;
    }

    /** All ids of some files; of one that cannot be read nothing is known. */
    static IdSet of(Collection<WatchedCollection> files) {
        List<long[]> ids = new ArrayList<>();
        int count = 0;
        for (WatchedCollection file : files) {
            try {
                long[] ofFile = file.table().idHashes();
                ids.add(ofFile);
                count += ofFile.length;
            } catch (IOException e) {
                // Whoever asks for one of its items will be told.
            }
        }
        IdSet set = new IdSet(count);
        ids.forEach(set::addAll);
        return set;
    }

    private void addAll(long[] hashes) {
        for (long hash : hashes) {
            // The hash of what has no id is 0, and nobody asks for that.
            if (hash != 0) {
                slots[slot(hash)] = hash;
            }
        }
    }

    boolean contains(long idHash) {
        return idHash != 0 && slots[slot(idHash)] == idHash;
    }

    /** Where a hash stands, or else the free slot where it would. Half of the slots at least are free. */
    private int slot(long hash) {
        int slot = (int) (hash ^ hash >>> 32) * 0x9e37_79b9 >>> 7 & mask;
        while (slots[slot] != 0 && slots[slot] != hash) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
