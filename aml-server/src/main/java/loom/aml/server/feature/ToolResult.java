package loom.aml.server.feature;

import java.util.List;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The result of a tool call.
 *
 * @param structured the structured result, or null
 * @param isError whether this is an error that the model may correct
 * @param meta metadata for the client, or null
 */
public record ToolResult(
        List<Content> content,
        @Nullable JsonObject structured,
        boolean isError,
        @Nullable JsonObject meta) {
    public ToolResult {
        content = List.copyOf(content);
    }

    /** Creates a result without metadata. */
    public ToolResult(List<Content> content, @Nullable JsonObject structured, boolean isError) {
        this(content, structured, isError, null);
    }

    public static ToolResult of(Content... content) {
        return new ToolResult(List.of(content), null, false);
    }

    public static ToolResult text(String text) {
        return of(Content.text(text));
    }

    /** Returns a structured result with its text form or a summary. */
    public static ToolResult structured(String text, JsonObject document) {
        return new ToolResult(List.of(Content.text(text)), document, false);
    }

    public static ToolResult error(String text) {
        return new ToolResult(List.of(Content.text(text)), null, true);
    }

    /** Returns the same result with metadata. */
    public ToolResult withMeta(JsonObject data) {
        return new ToolResult(content, structured, isError, data);
    }

    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder()
                .put("content", content.stream().map(Content::toJson).toList());
        if (structured != null) {
            json.put("structuredContent", structured);
        }
        json.put("isError", isError);
        if (meta != null) {
            json.put("_meta", meta);
        }
        return json.build();
    }
}
