package loom.aml.cloud;

import java.io.IOException;

/** Thrown if a store refuses a request. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    RefusedException(String message, int status, String code, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.code = code;
    }

    /** Returns the status of HTTP. */
    int status() {
        return status;
    }

    /** Returns the code of the store; empty if it gave none. */
    String code() {
        return code;
    }
}
