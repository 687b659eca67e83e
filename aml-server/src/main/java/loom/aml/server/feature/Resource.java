package loom.aml.server.feature;

import java.util.List;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A resource that clients can read.
 *
 * @param title the display name, or null
 * @param cache the cache hint for contents
 */
public record Resource(
        String uri,
        String name,
        @Nullable String title,
        String description,
        String mimeType,
        CacheHint cache,
        Reader reader) {
    /** Reads the current contents. */
    @FunctionalInterface
    public interface Reader {
        List<ResourceContents> read(Exchange exchange) throws Exception;
    }

    /** Returns the entry for the list of resources. */
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder().put("uri", uri).put("name", name);
        if (title != null) {
            json.put("title", title);
        }
        return json.put("description", description).put("mimeType", mimeType).build();
    }
}
