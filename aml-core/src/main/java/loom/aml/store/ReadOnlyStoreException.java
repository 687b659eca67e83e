package loom.aml.store;

import java.io.IOException;

/** Thrown if somebody tries to change a store that aml only reads and backs up. Nothing was changed. */
public final class ReadOnlyStoreException extends IOException {
    private static final long serialVersionUID = 1;

    public ReadOnlyStoreException(String location, StoreKind kind) {
        super(location + " holds " + kind.title() + ", which aml only reads and backs up; nothing was changed");
    }
}
