package loom.aml.server.feature;

import java.util.List;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The result of a tool call.
 *
 * @param structured the structured result, or null
 * @param isError whether this is an error that the model may correct
 */
public record ToolResult(List<Content> content, @Nullable JsonObject structured, boolean isError) {
    public ToolResult {
        content = List.copyOf(content);
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

    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder()
                .put("content", content.stream().map(Content::toJson).toList());
        if (structured != null) {
            json.put("structuredContent", structured);
        }
        return json.put("isError", isError).build();
    }
}
