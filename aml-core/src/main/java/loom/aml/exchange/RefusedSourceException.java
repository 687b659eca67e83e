package loom.aml.exchange;

import java.io.IOException;

/** A source that is not taken, because it is damaged, altered or of no known format. The message says why. */
public final class RefusedSourceException extends IOException {
    private static final long serialVersionUID = 1L;

    public RefusedSourceException(String message) {
        super(message);
    }
}
