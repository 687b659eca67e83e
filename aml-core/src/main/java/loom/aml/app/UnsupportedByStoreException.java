package loom.aml.app;

import java.io.IOException;
import loom.aml.store.StoreKind;

/** Thrown if a use case makes no sense for a kind of store. Nothing was changed. */
public final class UnsupportedByStoreException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param why the reason, as the rest of a sentence about the store */
    public UnsupportedByStoreException(String store, StoreKind kind, String why) {
        super(store + " is a " + kind.title() + ": " + why);
    }
}
