package loom.aml.server.feature;

import java.util.List;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What a tool returns to the model.
 *
 * @param structured the same as a document, or null if the tool has none
 * @param isError whether the tool failed in a way that the model can do something about
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

    /** Returns a document, and a text that says the same or the gist of it. */
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
