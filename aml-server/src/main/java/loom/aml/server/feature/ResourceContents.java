package loom.aml.server.feature;

import java.util.Base64;
import loom.aml.json.JsonObject;

/**
 * The contents of a resource.
 *
 * @param toJson the wire format
 */
public record ResourceContents(JsonObject toJson) {
    public static ResourceContents text(String uri, String mimeType, String text) {
        return new ResourceContents(JsonObject.builder()
                .put("uri", uri)
                .put("mimeType", mimeType)
                .put("text", text)
                .build());
    }

    public static ResourceContents binary(String uri, String mimeType, byte[] data) {
        return new ResourceContents(JsonObject.builder()
                .put("uri", uri)
                .put("mimeType", mimeType)
                .put("blob", Base64.getEncoder().encodeToString(data))
                .build());
    }
}
