package loom.aml.server.memory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.host.MemoryHost;
import loom.aml.app.item.EditItem;
import loom.aml.app.item.ItemChanged;
import loom.aml.edit.ItemEdit;
import loom.aml.item.ItemKey;
import loom.aml.item.Revision;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.Exchange;
import loom.aml.server.feature.ToolAnnotations;
import loom.aml.server.feature.ToolResult;

/** Changes fields of a memory. */
final class UpdateTool extends MemoryTool {
    private final MemoryHost host;
    private final LastRun lastRun;

    UpdateTool(MemoryHost host, LastRun lastRun) {
        super("memory_update", "edit", new ToolAnnotations(false, true, true, false));
        this.host = host;
        this.lastRun = lastRun;
    }

    @Override
    String description() {
        return "Correct a memory: only the given fields change. With a revision it changes only if it still has that"
                + " revision; otherwise the present memory is returned.";
    }

    @Override
    String properties() {
        return """
                "id":{"type":"string","minLength":1},
                "revision":{"type":"string","description":"From memory_get"},""" + ItemFields.properties();
    }

    @Override
    String required() {
        return "id";
    }

    @Override
    ToolResult call(JsonObject arguments, Exchange exchange) throws Exception {
        Optional<Revision> revision = revision(arguments);
        ItemKey key = host.find(arguments.string("id").orElse("")).item().key();
        Map<String, String> set =
                new LinkedHashMap<>(ItemFields.of(arguments, key.kind()).byPath());
        if (set.isEmpty()) {
            throw new IllegalArgumentException("pass a field to change, such as text");
        }
        ItemChanged changed = host.edit(new EditItem.Request(key, new ItemEdit.Fields(set, Set.of()), revision, false));
        lastRun.set(changed);
        return result(
                (changed.isUnchanged() ? "Already so: " : "Changed ") + key.id()
                        + changed.item()
                                .map(item -> ", revision " + item.revision())
                                .orElse("") + ".",
                changed.toJson());
    }

    static Optional<Revision> revision(JsonObject arguments) {
        return arguments
                .string("revision")
                .map(text -> Revision.parse(text)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "a revision has 16 hexadecimal digits, as memory_get returns them")));
    }
}
