package loom.aml.server.rpc;

import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The response to a request: a result or an error.
 *
 * @param id the id of the request; null only in errors about messages whose id could not be read
 * @param result the result, or null if the response is an error
 * @param error the error, or null if the response is a result
 */
public record Response(
        @Nullable RequestId id,
        @Nullable JsonObject result,
        @Nullable RpcError error) implements Message {
    public Response {
        if ((result == null) == (error == null)) {
            throw new IllegalArgumentException("a response has either a result or an error");
        }
        if (id == null && error == null) {
            throw new IllegalArgumentException("a result needs the id of its request");
        }
    }

    public static Response success(RequestId id, JsonObject result) {
        return new Response(id, result, null);
    }

    public static Response failure(@Nullable RequestId id, RpcError error) {
        return new Response(id, null, error);
    }

    @Override
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder().put("jsonrpc", VERSION);
        if (id != null) {
            json.putValue("id", id.value());
        }
        if (result != null) {
            json.put("result", result);
        }
        if (error != null) {
            json.put("error", error.toJson());
        }
        return json.build();
    }
}
