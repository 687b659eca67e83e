package loom.aml.index;

import java.io.IOException;

/**
 * The index cannot be used for a reason that a rebuild does not fix: no memory, no file descriptors, a class that
 * cannot be loaded.
 */
final class IndexFailureException extends IOException {
    private static final long serialVersionUID = 1L;

    IndexFailureException(String what, Throwable cause) {
        super(what, cause);
    }
}
