package loom.aml.store.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.json.JsonObject;
import loom.aml.store.NotTransformableException;
import loom.aml.store.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Reverts the items that one run transformed in one file, and no others. An item that is as the run left it gets its
 * former bytes; an item that changed since keeps the later changes.
 */
final class RevertedItems implements Transformation {
    private static final String CHANGED = "changed since";

    private final Transformation forth;
    private final OriginalVersions former;

    RevertedItems(Transformation forth, OriginalVersions former) {
        this.forth = forth;
        this.former = former;
    }

    @Override
    public JsonObject name() {
        return forth.name();
    }

    @Override
    public @Nullable Result apply(Item item) throws NotTransformableException {
        Fingerprint whole = Fingerprint.ofWhole(item.idHash(), item.copyBytes());
        String was = former.ofUntouched(whole);
        if (was != null) {
            byte[] original = original(whole);
            byte[] text = original == null ? forth.revert(item, was) : original;
            return text == null ? null : new Result(text, was, true);
        }
        String shape = former.ofChanged(item.idHash());
        byte[] text = shape == null ? null : forth.revert(item, shape);
        return text == null ? null : new Result(text, CHANGED, false);
    }

    private byte @Nullable [] original(Fingerprint whole) {
        try {
            return former.original(whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte @Nullable [] revert(Item item, String was) {
        throw new UnsupportedOperationException("a reversal cannot be reverted");
    }
}
