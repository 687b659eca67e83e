package loom.aml.index;

import java.io.IOException;

/** The index could not be used for a reason that another attempt at it does not remove: memory, descriptors, a class that does not load. */
final class IndexFailureException extends IOException {
    private static final long serialVersionUID = 1L;

    IndexFailureException(String what, Throwable cause) {
        super(what, cause);
    }
}
