package loom.aml.prune;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.store.CollectionChange;
import loom.aml.store.Removal;
import loom.aml.store.ScanResult;
import loom.aml.store.StoreChange;

/** The planned changes of one collection file. */
final class CollectionDraft {
    private final ScanResult.Read<PruneScan.Judged> read;
    private final List<Removal> removals;
    private boolean compressed;

    CollectionDraft(ScanResult.Read<PruneScan.Judged> read) {
        this.read = read;
        this.removals = new ArrayList<>(read.result().removals());
    }

    ScanResult.Read<PruneScan.Judged> read() {
        return read;
    }

    void remove(Removal removal) {
        removals.add(removal);
    }

    void compress() {
        compressed = true;
    }

    /** Returns the stored size of some bytes of text: exact in plain files, proportional in compressed ones. */
    long storedBytes(long textBytes) {
        return read.textBytes() == 0
                ? 0
                : Math.round((double) textBytes * read.state().bytes() / read.textBytes());
    }

    /** Returns the stored size of the items removed so far. */
    long freedBytes() {
        return storedBytes(removals.stream().mapToLong(Removal::length).sum());
    }

    Optional<StoreChange> change() {
        if (removals.isEmpty() && !compressed) {
            return Optional.empty();
        }
        removals.sort(Removal.IN_THE_TEXT);
        return Optional.of(CollectionChange.Rewrite.of(read.file(), read.state(), removals, compressed));
    }
}
