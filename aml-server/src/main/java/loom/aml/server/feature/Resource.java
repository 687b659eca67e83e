package loom.aml.server.feature;

import java.util.List;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Something that a client can read.
 *
 * @param title the name for people, or null
 * @param cache how long a client may use the contents again
 */
public record Resource(
        String uri,
        String name,
        @Nullable String title,
        String description,
        String mimeType,
        CacheHint cache,
        Reader reader) {
    /** Reads a resource when a client asks for it. */
    @FunctionalInterface
    public interface Reader {
        List<ResourceContents> read(Exchange exchange) throws Exception;
    }

    /** Returns the entry in the list of resources. */
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder().put("uri", uri).put("name", name);
        if (title != null) {
            json.put("title", title);
        }
        return json.put("description", description).put("mimeType", mimeType).build();
    }
}
