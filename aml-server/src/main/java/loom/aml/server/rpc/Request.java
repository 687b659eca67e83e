package loom.aml.server.rpc;

import loom.aml.json.JsonObject;

/**
 * A message that gets a response.
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
