package loom.aml.server.rpc;

import loom.aml.json.JsonObject;

/**
 * Asks the other side for a result.
 *
 * @param params the parameters, empty if the message has none
 */
public record Request(RequestId id, String method, JsonObject params) implements Message {
    @Override
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("jsonrpc", VERSION)
                .putValue("id", id.value())
                .put("method", method)
                .put("params", params)
                .build();
    }
}
