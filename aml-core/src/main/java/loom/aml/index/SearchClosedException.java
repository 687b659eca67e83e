package loom.aml.index;

import java.io.IOException;

/** A search was closed while somebody used it, because the program ends. */
public final class SearchClosedException extends IOException {
    private static final long serialVersionUID = 1L;

    SearchClosedException() {
        super("the store was closed while it was searched; ask again");
    }
}
