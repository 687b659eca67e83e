package loom.aml.app;

import java.io.IOException;

/** Thrown if a use case makes no sense for a kind of store. Nothing was changed. */
public final class UnsupportedByStoreException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param why the reason, as the rest of a sentence about the store */
    public UnsupportedByStoreException(String store, String kind, String why) {
        super(store + " is a " + kind + ": " + why);
    }
}
