package loom.aml.server.memory;

import java.util.Optional;
import java.util.OptionalLong;
import loom.aml.app.host.MemoryHost;
import loom.aml.app.item.ItemChanged;
import loom.aml.app.item.RecordFeedback;
import loom.aml.edit.Feedback;
import loom.aml.edit.Verdict;
import loom.aml.item.ItemKey;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.Exchange;
import loom.aml.server.feature.ToolAnnotations;
import loom.aml.server.feature.ToolResult;

/** Records whether a memory helped. */
final class FeedbackTool extends MemoryTool {
    private final MemoryHost host;
    private final LastRun lastRun;

    FeedbackTool(MemoryHost host, LastRun lastRun) {
        super("memory_feedback", "feedback", new ToolAnnotations(false, false, false, false));
        this.host = host;
        this.lastRun = lastRun;
    }

    @Override
    String description() {
        return "Say whether a memory that you used helped, failed or is obsolete. This decides its rank and what is pruned.";
    }

    @Override
    String properties() {
        return """
                "id":{"type":"string","minLength":1},
                "verdict":{"enum":["helped","failed","obsolete"]},
                "saved_ms":{"type":"integer","minimum":0}""";
    }

    @Override
    String required() {
        return "id verdict";
    }

    @Override
    ToolResult call(JsonObject arguments, Exchange exchange) throws Exception {
        Verdict verdict = Verdict.named(arguments.string("verdict").orElse("")).orElseThrow();
        OptionalLong saved =
                arguments.has("saved_ms") ? OptionalLong.of(arguments.number("saved_ms")) : OptionalLong.empty();
        ItemKey key = host.find(arguments.string("id").orElse("")).item().key();
        ItemChanged changed =
                host.feedback(new RecordFeedback.Request(key, new Feedback(verdict, saved), Optional.empty()));
        lastRun.set(changed);
        return result("Recorded: " + key.id() + " " + verdict.word() + ".", changed.toJson());
    }
}
