package loom.aml.server.feature;

import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Name and version of the server.
 *
 * @param title the display name, or null
 */
public record ServerInfo(String name, @Nullable String title, String version) {
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder().put("name", name);
        if (title != null) {
            json.put("title", title);
        }
        return json.put("version", version).build();
    }
}
