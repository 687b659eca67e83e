package loom.aml.server.rpc;

import loom.aml.json.JsonObject;

/** Thrown to answer a request with a protocol error. */
public final class RpcException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient RpcError error;

    public RpcException(RpcError error) {
        super(error.message());
        this.error = error;
    }

    public RpcException(int code, String message) {
        this(new RpcError(code, message));
    }

    public static RpcException invalidParams(String message) {
        return new RpcException(RpcError.INVALID_PARAMS, message);
    }

    public static RpcException invalidParams(String message, JsonObject data) {
        return new RpcException(new RpcError(RpcError.INVALID_PARAMS, message, data));
    }

    public static RpcException methodNotFound(String method) {
        return new RpcException(RpcError.METHOD_NOT_FOUND, "method not found: " + method);
    }

    public RpcError error() {
        return error;
    }
}
