package loom.aml.server.rpc;

import org.jspecify.annotations.Nullable;

/** Thrown for bytes that are not a valid message. */
public final class InvalidMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Response response;

    InvalidMessageException(@Nullable RequestId id, RpcError error) {
        super(error.message());
        this.response = Response.failure(id, error);
    }

    /** Returns the error response, with the id of the message if it could be read. */
    public Response response() {
        return response;
    }
}
