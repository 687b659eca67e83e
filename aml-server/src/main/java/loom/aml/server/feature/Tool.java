package loom.aml.server.feature;

import loom.aml.json.JsonObject;
import loom.aml.server.schema.SchemaValidator;
import org.jspecify.annotations.Nullable;

/**
 * A function that a model can call.
 *
 * @param name 1 to 128 letters, digits, underscores, hyphens and dots
 * @param title the display name, or null
 * @param inputSchema the schema of the arguments, whose type is object
 * @param outputSchema the schema of the structured result, or null
 * @param annotations hints about the effects, or null
 */
public record Tool(
        String name,
        @Nullable String title,
        String description,
        JsonObject inputSchema,
        @Nullable JsonObject outputSchema,
        @Nullable ToolAnnotations annotations,
        Handler handler) {
    /** Executes a tool with arguments that match its schema. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Returns whether the handler itself checks the arguments against the schema, to describe violations in its own
         * words.
         */
        default boolean checksArguments() {
            return false;
        }

        /** @throws Exception to report a tool error to the model; an {@code RpcException} is a protocol error instead */
        ToolResult call(JsonObject arguments, Exchange exchange) throws Exception;
    }

    public Tool {
        if (!name.matches("[A-Za-z0-9_.-]{1,128}")) {
            throw new IllegalArgumentException("invalid tool name: " + name);
        }
        if (!inputSchema.string("type").filter("object"::equals).isPresent()) {
            throw new IllegalArgumentException("the arguments of " + name + " must be an object");
        }
        new SchemaValidator(inputSchema);
    }

    /** Creates a tool without title, output schema and annotations. */
    public static Tool of(String name, String description, JsonObject inputSchema, Handler handler) {
        return new Tool(name, null, description, inputSchema, null, null, handler);
    }

    /** Returns the entry for the list of tools. */
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
