package loom.aml.server.feature;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A family of resources with parameterized URIs.
 *
 * @param title the display name, or null
 * @param cache the cache hint for contents
 */
public record ResourceTemplate(
        UriTemplate uri,
        String name,
        @Nullable String title,
        String description,
        String mimeType,
        CacheHint cache,
        Reader reader) {
    /** Reads a resource by its variables. */
    @FunctionalInterface
    public interface Reader {
        /** Returns the contents, empty if the resource does not exist. */
        Optional<List<ResourceContents>> read(String uri, Map<String, String> variables, Exchange exchange)
                throws Exception;
    }

    /** Returns the entry for the list of templates. */
    public JsonObject toJson() {
        JsonObject.Builder json =
                JsonObject.builder().put("uriTemplate", uri.text()).put("name", name);
        if (title != null) {
            json.put("title", title);
        }
        return json.put("description", description).put("mimeType", mimeType).build();
    }
}
