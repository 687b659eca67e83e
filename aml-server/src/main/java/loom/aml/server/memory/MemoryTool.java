package loom.aml.server.memory;

import java.util.List;
import loom.aml.app.Failure;
import loom.aml.app.item.AmbiguousIdException;
import loom.aml.app.item.ConflictException;
import loom.aml.app.item.NoSuchItemException;
import loom.aml.io.Printable;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.server.feature.Content;
import loom.aml.server.feature.Exchange;
import loom.aml.server.feature.Tool;
import loom.aml.server.feature.ToolAnnotations;
import loom.aml.server.feature.ToolResult;
import loom.aml.server.rpc.RpcException;
import loom.aml.store.NoStoreException;

/**
 * A tool for agents. Its structured result is the document that the command of the same use case prints with {@code
 * --json}; its text is the part of it that an agent needs.
 */
abstract class MemoryTool {
    /** The answer as long as the store is absent. */
    static final String EMPTY = "The memory is empty; memory_add creates it.";

    private static final int CANDIDATES = 10;

    private final String name;
    private final String command;
    private final ToolAnnotations annotations;

    /**
     * @param command the command whose document the tool returns
     */
    MemoryTool(String name, String command, ToolAnnotations annotations) {
        this.name = name;
        this.command = command;
        this.annotations = annotations;
    }

    /** Returns a description for a model. */
    abstract String description();

    /** Returns the properties of the arguments as JSON. */
    abstract String properties();

    /** Returns the names of the required arguments, separated by blanks. */
    abstract String required();

    abstract ToolResult call(JsonObject arguments, Exchange exchange) throws Exception;

    final String name() {
        return name;
    }

    final boolean isReadOnly() {
        return annotations.readOnly();
    }

    final Tool toTool(Failures failures) {
        JsonObject input = json("{\"type\":\"object\",\"properties\":{" + properties() + "},\"required\":["
                + (required().isEmpty() ? "" : '"' + required().replace(" ", "\",\"") + '"')
                + "],\"additionalProperties\":false}");
        JsonObject output = json("{\"type\":\"object\",\"properties\":{\"command\":{\"const\":\"" + command
                + "\"}},\"required\":[\"command\"]}");
        return new Tool(
                name,
                null,
                description(),
                input,
                output,
                annotations,
                (arguments, exchange) -> guarded(arguments, exchange, failures));
    }

    private ToolResult guarded(JsonObject arguments, Exchange exchange, Failures failures)
            throws RpcException, InterruptedException {
        try {
            return call(arguments, exchange);
        } catch (RpcException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return failed(e, failures);
        }
    }

    private ToolResult failed(Exception e, Failures failures) {
        String message = Printable.of(failures.inWords(e));
        JsonObject.Builder document = Failure.of(e).document(message);
        String text = message;
        switch (e) {
            case ConflictException conflict -> {
                document.put("current", conflict.currentToJson());
                text = message + "; nothing was changed"
                        + conflict.current()
                                .map(item -> ". The item now:\n" + StoredText.fenced(item))
                                .orElse("");
            }
            case NoStoreException _ -> text = EMPTY + " (" + message + ")";
            case NoSuchItemException _ -> text = message + "; memory_search finds ids";
            case AmbiguousIdException several -> document.put("matches", several.toJson(CANDIDATES));
            default -> {
                if (e instanceof RuntimeException && !(e instanceof IllegalArgumentException)) {
                    failures.report(e);
                }
            }
        }
        return new ToolResult(List.of(Content.text(text)), document(document.build()), true);
    }

    /** Returns a structured result with its text. */
    final ToolResult result(String text, JsonObject document) {
        return ToolResult.structured(text, document(document));
    }

    private JsonObject document(JsonObject document) {
        return JsonObject.builder().put("command", command).putAll(document).build();
    }

    /** Parses a schema of this package. */
    static JsonObject json(String text) {
        try {
            return JsonObject.parse(text);
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("not JSON: " + text, e);
        }
    }

    /** Returns a positive number argument, or the default. */
    static int number(JsonObject arguments, String name, int otherwise) {
        return arguments.has(name) ? Math.clamp(arguments.number(name), 1, Integer.MAX_VALUE) : otherwise;
    }
}
