package loom.aml.server.mcp;

import java.util.LinkedHashMap;
import java.util.Map;
import loom.aml.json.JsonObject;
import loom.aml.server.rpc.RpcException;

/** Reads and type-checks request parameters. */
final class Params {
    private static final JsonObject NONE = JsonObject.builder().build();

    private Params() {}

    static String text(JsonObject params, String key) throws RpcException {
        return params.string(key).orElseThrow(() -> RpcException.invalidParams('"' + key + "\" must be a string"));
    }

    /** Returns an object, empty if absent. */
    static JsonObject object(JsonObject params, String key) throws RpcException {
        if (!params.has(key)) {
            return NONE;
        }
        return params.object(key).orElseThrow(() -> RpcException.invalidParams('"' + key + "\" must be an object"));
    }

    /** Returns an object of strings, empty if absent. */
    static Map<String, String> texts(JsonObject params, String key) throws RpcException {
        JsonObject object = object(params, key);
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : object.keys()) {
            texts.put(
                    name,
                    object.string(name)
                            .orElseThrow(
                                    () -> RpcException.invalidParams('"' + key + '.' + name + "\" must be a string")));
        }
        return texts;
    }
}
