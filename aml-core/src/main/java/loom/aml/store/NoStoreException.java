package loom.aml.store;

import java.io.IOException;

/** Thrown if a path does not contain a store. */
public final class NoStoreException extends IOException {
    private static final long serialVersionUID = 1L;

    public NoStoreException(String path, String why) {
        super(path + ": " + why);
    }
}
