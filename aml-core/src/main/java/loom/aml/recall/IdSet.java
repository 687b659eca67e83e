package loom.aml.recall;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import loom.aml.item.KeyTable;

/** The hashes of the ids of a store, in 16 to 32 bytes each. Immutable. */
final class IdSet {
    private final KeyTable hashes;

    private IdSet(KeyTable hashes) {
        this.hashes = hashes;
    }

    /** Collects the ids of some files; a file that cannot be read has none. */
    static IdSet of(Collection<WatchedCollection> files) {
        List<long[]> ids = new ArrayList<>();
        int count = 0;
        for (WatchedCollection file : files) {
            try {
                long[] ofFile = file.table().idHashes();
                ids.add(ofFile);
                count += ofFile.length;
            } catch (IOException e) {
                // A request for an item of this file will report the error.
            }
        }
        KeyTable hashes = KeyTable.ofLongs(count);
        ids.forEach(ofFile -> {
            for (long hash : ofFile) {
                hashes.add(hash);
            }
        });
        return new IdSet(hashes);
    }

    boolean contains(long idHash) {
        // Items without an id have the hash 0.
        return idHash != 0 && hashes.find(idHash) >= 0;
    }
}
