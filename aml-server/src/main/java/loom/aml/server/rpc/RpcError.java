package loom.aml.server.rpc;

import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The error that a response carries instead of a result.
 *
 * @param data details for programs, or null
 */
public record RpcError(int code, String message, @Nullable JsonObject data) {
    /** The message is not JSON. */
    public static final int PARSE_ERROR = -32700;
    /** The message is JSON but not a JSON-RPC message. */
    public static final int INVALID_REQUEST = -32600;

    public static final int METHOD_NOT_FOUND = -32601;
    public static final int INVALID_PARAMS = -32602;
    public static final int INTERNAL_ERROR = -32603;

    public RpcError(int code, String message) {
        this(code, message, null);
    }

    JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder().put("code", code).put("message", message);
        if (data != null) {
            json.put("data", data);
        }
        return json.build();
    }
}
