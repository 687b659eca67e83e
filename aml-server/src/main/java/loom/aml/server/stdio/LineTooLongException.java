package loom.aml.server.stdio;

import loom.aml.server.rpc.RpcError;

/** Thrown after skipping a line that exceeds the limit. */
final class LineTooLongException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient RpcError error;

    LineTooLongException(int limit) {
        super("a message must not be longer than " + limit + " bytes");
        this.error = new RpcError(RpcError.INVALID_REQUEST, "a message must not be longer than " + limit + " bytes");
    }

    RpcError error() {
        return error;
    }
}
