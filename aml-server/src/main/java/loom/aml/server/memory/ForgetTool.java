package loom.aml.server.memory;

import loom.aml.app.host.MemoryHost;
import loom.aml.app.item.ItemChanged;
import loom.aml.app.item.RemoveItem;
import loom.aml.item.ItemKey;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.Exchange;
import loom.aml.server.feature.ToolAnnotations;
import loom.aml.server.feature.ToolResult;

/** Removes a memory into the archive. */
final class ForgetTool extends MemoryTool {
    private final MemoryHost host;
    private final LastRun lastRun;

    ForgetTool(MemoryHost host, LastRun lastRun) {
        super("memory_forget", "rm", new ToolAnnotations(false, true, false, false));
        this.host = host;
        this.lastRun = lastRun;
    }

    @Override
    String description() {
        return "Remove a memory that is wrong or no longer needed. It is archived with the reason; memory_undo brings it back.";
    }

    @Override
    String properties() {
        return """
                "id":{"type":"string","minLength":1},
                "reason":{"type":"string","minLength":1},
                "revision":{"type":"string"}""";
    }

    @Override
    String required() {
        return "id reason";
    }

    @Override
    ToolResult call(JsonObject arguments, Exchange exchange) throws Exception {
        ItemKey key = host.find(arguments.string("id").orElse("")).item().key();
        ItemChanged changed = host.remove(
                new RemoveItem.Request(key, arguments.string("reason").orElse(""), UpdateTool.revision(arguments)));
        lastRun.set(changed);
        String run = changed.report().orElseThrow().run();
        return result("Forgotten: " + key.id() + ". Undo: memory_undo with run " + run + ".", changed.toJson());
    }
}
