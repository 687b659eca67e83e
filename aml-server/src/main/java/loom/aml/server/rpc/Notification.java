package loom.aml.server.rpc;

import loom.aml.json.JsonObject;

/**
 * A message that gets no response.
 *
 * @param params the parameters, empty if the message has none
 */
public record Notification(String method, JsonObject params) implements Message {
    @Override
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("jsonrpc", VERSION)
                .put("method", method)
                .put("params", params)
                .build();
    }
}
