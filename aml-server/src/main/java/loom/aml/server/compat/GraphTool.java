package loom.aml.server.compat;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.Content;
import loom.aml.server.feature.Exchange;
import loom.aml.server.feature.Tool;
import loom.aml.server.feature.ToolAnnotations;
import loom.aml.server.feature.ToolResult;
import loom.aml.store.graph.RefusedException;

/**
 * A tool of server-memory.
 *
 * @param input the shape of its arguments; others are ignored
 * @param output the shape of its structured result
 */
record GraphTool(
        String name,
        String title,
        String description,
        Effect effect,
        Shape.ObjectOf input,
        Shape.ObjectOf output,
        Action action) {

    /** The effect of a tool, as clients see it. */
    enum Effect {
        READS(new ToolAnnotations(true, false, true, false)),
        ADDS(new ToolAnnotations(false, false, false, false)),
        DELETES(new ToolAnnotations(false, true, true, false));

        private final ToolAnnotations annotations;

        Effect(ToolAnnotations annotations) {
            this.annotations = annotations;
        }
    }

    /** Executes a tool with checked arguments. */
    @FunctionalInterface
    interface Action {
        /** @throws RefusedException if the graph does not permit it */
        ToolResult run(JsonObject arguments) throws Exception;
    }

    Tool toTool() {
        return new Tool(
                name,
                title,
                description,
                input.document(false),
                output.document(true),
                effect.annotations,
                new CheckingHandler());
    }

    private final class CheckingHandler implements Tool.Handler {
        @Override
        public boolean checksArguments() {
            return true;
        }

        @Override
        public ToolResult call(JsonObject arguments, Exchange exchange) throws Exception {
            List<String> problems = input.problems(arguments);
            if (!problems.isEmpty()) {
                return ToolResult.error("MCP error -32602: Input validation error: Invalid arguments for tool " + name
                        + ": " + String.join("\n", problems));
            }
            try {
                return action.run(arguments);
            } catch (RefusedException e) {
                return ToolResult.error(String.valueOf(e.getMessage()));
            }
        }
    }

    /**
     * Returns a result whose text is a value as JavaScript prints it.
     *
     * @param value an object or a list
     */
    static ToolResult result(Object value, JsonObject structured) {
        return new ToolResult(List.of(Content.text(ScriptText.of(value))), structured, false);
    }
}
