package loom.aml.server.mcp;

import loom.aml.json.JsonObject;
import loom.aml.server.feature.ServerDescription;

/** The declared capabilities of a server. */
final class ServerCapabilities {
    private static final JsonObject NOTHING_MORE = JsonObject.builder().build();

    private ServerCapabilities() {}

    static JsonObject of(ServerDescription server) {
        JsonObject.Builder json = JsonObject.builder();
        if (!server.tools().isEmpty()) {
            json.put("tools", list(server).build());
        }
        if (server.hasResources()) {
            json.put("resources", list(server).put("subscribe", true).build());
        }
        if (!server.prompts().isEmpty()) {
            json.put("prompts", list(server).build());
        }
        if (server.completer().isPresent()) {
            json.put("completions", NOTHING_MORE);
        }
        if (server.logging()) {
            json.put("logging", NOTHING_MORE);
        }
        return json.build();
    }

    private static JsonObject.Builder list(ServerDescription server) {
        return server.changing() ? JsonObject.builder().put("listChanged", true) : JsonObject.builder();
    }
}
