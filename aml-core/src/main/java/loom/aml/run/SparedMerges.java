package loom.aml.run;

import java.io.IOException;
import java.util.Optional;
import loom.aml.item.Item;
import loom.aml.merge.Rejections;
import loom.aml.merge.combine.Merger;
import loom.aml.store.Cause;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoredItem;
import loom.aml.tidy.UndoneRemovals;

/** Leaves alone the pairs that a person rejected, and those that an undo took apart, until one of the items changes. */
public final class SparedMerges implements Merger.Spared {
    private final Rejections rejections;
    private final UndoneRemovals undone;

    private SparedMerges(Rejections rejections, UndoneRemovals undone) {
        this.rejections = rejections;
        this.undone = undone;
    }

    /** Returns what a store says. */
    public static SparedMerges of(MemoryStore store) throws IOException {
        return new SparedMerges(Rejections.of(store), History.undoneMerges(store));
    }

    /** Returns what a store says, without what was undone. */
    public static SparedMerges rejected(MemoryStore store) throws IOException {
        return new SparedMerges(Rejections.of(store), UndoneRemovals.NONE);
    }

    @Override
    public Optional<Finding> finding(CollectionFile file, StoredItem survivor, StoredItem absorbed, Cause cause) {
        Item item = absorbed.fields();
        if (undone.isPutBack(file, item.fingerprint(), cause)) {
            return Optional.of(Finding.ofItem(
                            Finding.Kind.PINNED,
                            file,
                            item,
                            "restored by 'aml undo', but merge would remove it again (" + cause.rule() + ")",
                            "kept until it changes; 'aml merge --again' merges it")
                    .about("restored " + cause.reason().word()));
        }
        return Optional.empty();
    }

    @Override
    public boolean isRejected(StoredItem one, StoredItem other) {
        return rejections.isRejected(one.fields().fingerprint(), other.fields().fingerprint());
    }
}
