package loom.aml.server.memory;

import loom.aml.app.host.MemoryHost;
import loom.aml.app.run.RunResult;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.Exchange;
import loom.aml.server.feature.ToolAnnotations;
import loom.aml.server.feature.ToolResult;

/** Reverses a change. */
final class UndoTool extends MemoryTool {
    private final MemoryHost host;
    private final LastRun lastRun;

    UndoTool(MemoryHost host, LastRun lastRun) {
        super("memory_undo", "undo", new ToolAnnotations(false, true, false, false));
        this.host = host;
        this.lastRun = lastRun;
    }

    @Override
    String description() {
        return "Reverse exactly one change: the run that a tool returned, or without it your last change.";
    }

    @Override
    String properties() {
        return "\"run\":{\"type\":\"string\",\"minLength\":1}";
    }

    @Override
    String required() {
        return "";
    }

    @Override
    ToolResult call(JsonObject arguments, Exchange exchange) throws Exception {
        String run = arguments
                .string("run")
                .or(lastRun::get)
                .orElseThrow(
                        () -> new IllegalArgumentException("pass the run to undo: no change of yours is known here"));
        RunResult undone = host.undo(run);
        lastRun.undone(run);
        return result(
                "Undone: " + StoredText.line(run) + " (" + undone.outcome().word() + ").", undone.toJson());
    }
}
