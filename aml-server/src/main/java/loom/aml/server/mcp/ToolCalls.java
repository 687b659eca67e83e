package loom.aml.server.mcp;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.Tool;
import loom.aml.server.feature.ToolResult;
import loom.aml.server.rpc.RpcException;
import loom.aml.server.schema.SchemaValidator;
import loom.aml.server.schema.Violation;

/** Calls tools. Invalid arguments and failures become tool errors, which the model can correct. */
final class ToolCalls {
    private final Map<Tool, SchemaValidator> validators = new ConcurrentHashMap<>();

    ToolResult call(Tool tool, JsonObject arguments, Call call) throws RpcException, InterruptedException {
        List<Violation> violations = tool.handler().checksArguments()
                ? List.of()
                : validators
                        .computeIfAbsent(tool, each -> new SchemaValidator(each.inputSchema()))
                        .check(arguments);
        if (!violations.isEmpty()) {
            return ToolResult.error("Invalid arguments for " + tool.name() + ": "
                    + String.join(
                            "; ", violations.stream().map(Violation::toString).toList()));
        }
        try {
            return tool.handler().call(arguments, call);
        } catch (RpcException | InterruptedException | InputRequired e) {
            throw e;
        } catch (Exception e) {
            call.connection().report(e);
            return ToolResult.error(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }
}
