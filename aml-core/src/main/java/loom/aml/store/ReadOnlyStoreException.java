package loom.aml.store;

import java.io.IOException;

/** Thrown if somebody tries to change a store that its own program maintains. Nothing was changed. */
public final class ReadOnlyStoreException extends IOException {
    private static final long serialVersionUID = 1;

    public ReadOnlyStoreException(String location, String kind) {
        super(location + " holds " + kind + ", which their own program maintains; aml reads them and backs them up,"
                + " and changes nothing");
    }
}
