package loom.aml.store;

import java.io.IOException;

/** There is no store at the path. */
public final class NoStoreException extends IOException {
    private static final long serialVersionUID = 1L;

    public NoStoreException(String path, String why) {
        super(path + ": " + why);
    }
}
