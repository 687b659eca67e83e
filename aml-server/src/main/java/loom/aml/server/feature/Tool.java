package loom.aml.server.feature;

import loom.aml.json.JsonObject;
import loom.aml.server.schema.SchemaValidator;
import org.jspecify.annotations.Nullable;

/**
 * A function that a model can call.
 *
 * @param name the name, of at most 128 letters, digits, underscores, hyphens and dots
 * @param title the name for people, or null
 * @param inputSchema the schema of the arguments, whose type is object
 * @param outputSchema the schema of the document that the tool returns, or null if it returns none
 * @param annotations what the tool does to the world, or null
 */
public record Tool(
        String name,
        @Nullable String title,
        String description,
        JsonObject inputSchema,
        @Nullable JsonObject outputSchema,
        @Nullable ToolAnnotations annotations,
        Handler handler) {
    /** Does what the tool is for, with arguments that fit its schema. */
    @FunctionalInterface
    public interface Handler {
        /** @throws Exception any exception but those of the protocol becomes an error for the model, with its message */
        ToolResult call(JsonObject arguments, Exchange exchange) throws Exception;
    }

    public Tool {
        if (!name.matches("[A-Za-z0-9_.-]{1,128}")) {
            throw new IllegalArgumentException("not a name of a tool: " + name);
        }
        if (!inputSchema.string("type").filter("object"::equals).isPresent()) {
            throw new IllegalArgumentException("the arguments of " + name + " must be an object");
        }
        new SchemaValidator(inputSchema);
    }

    /** Describes a tool without title, output schema and annotations. */
    public static Tool of(String name, String description, JsonObject inputSchema, Handler handler) {
        return new Tool(name, null, description, inputSchema, null, null, handler);
    }

    /** Returns the entry in the list of tools. */
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder().put("name", name);
        if (title != null) {
            json.put("title", title);
        }
        json.put("description", description).put("inputSchema", inputSchema);
        if (outputSchema != null) {
            json.put("outputSchema", outputSchema);
        }
        if (annotations != null) {
            json.put("annotations", annotations.toJson());
        }
        return json.build();
    }
}
