package loom.aml.server.compat;

import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A client of a memory server. */
interface MemoryPeer extends AutoCloseable {
    /** Sends a request and returns the response. */
    JsonObject call(String method, JsonObject params) throws Exception;

    /**
     * Calls a tool and returns the response.
     *
     * @param arguments null for none
     */
    default JsonObject tool(String name, @Nullable JsonObject arguments) throws Exception {
        JsonObject.Builder params = JsonObject.builder().put("name", name);
        if (arguments != null) {
            params.put("arguments", arguments);
        }
        return call("tools/call", params.build());
    }

    @Override
    void close() throws Exception;
}
