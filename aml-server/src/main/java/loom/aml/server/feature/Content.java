package loom.aml.server.feature;

import java.util.Base64;
import loom.aml.json.JsonObject;

/**
 * A content block of a tool result or a prompt message.
 *
 * @param toJson the wire format
 */
public record Content(JsonObject toJson) {
    public static Content text(String text) {
        return new Content(
                JsonObject.builder().put("type", "text").put("text", text).build());
    }

    public static Content image(byte[] data, String mimeType) {
        return binary("image", data, mimeType);
    }

    public static Content audio(byte[] data, String mimeType) {
        return binary("audio", data, mimeType);
    }

    private static Content binary(String type, byte[] data, String mimeType) {
        return new Content(JsonObject.builder()
                .put("type", type)
                .put("data", Base64.getEncoder().encodeToString(data))
                .put("mimeType", mimeType)
                .build());
    }

    /** Embeds the contents of a resource. */
    public static Content embedded(ResourceContents resource) {
        return new Content(JsonObject.builder()
                .put("type", "resource")
                .put("resource", resource.toJson())
                .build());
    }

    /** Links to a resource. */
    public static Content link(String uri, String name, String mimeType) {
        return new Content(JsonObject.builder()
                .put("type", "resource_link")
                .put("uri", uri)
                .put("name", name)
                .put("mimeType", mimeType)
                .build());
    }
}
