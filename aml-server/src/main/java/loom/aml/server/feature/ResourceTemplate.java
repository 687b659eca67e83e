package loom.aml.server.feature;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Resources that have a form of URI in common.
 *
 * @param title the name for people, or null
 * @param cache how long a client may use the contents again
 */
public record ResourceTemplate(
        UriTemplate uri,
        String name,
        @Nullable String title,
        String description,
        String mimeType,
        CacheHint cache,
        Reader reader) {
    /** Reads one of the resources. */
    @FunctionalInterface
    public interface Reader {
        /** Returns what the resource holds, or nothing if there is no resource with these variables. */
        Optional<List<ResourceContents>> read(String uri, Map<String, String> variables, Exchange exchange)
                throws Exception;
    }

    /** Returns the entry in the list of templates. */
    public JsonObject toJson() {
        JsonObject.Builder json =
                JsonObject.builder().put("uriTemplate", uri.text()).put("name", name);
        if (title != null) {
            json.put("title", title);
        }
        return json.put("description", description).put("mimeType", mimeType).build();
    }
}
