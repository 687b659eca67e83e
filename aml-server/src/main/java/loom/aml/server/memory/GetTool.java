package loom.aml.server.memory;

import loom.aml.app.host.MemoryHost;
import loom.aml.app.item.FindItem;
import loom.aml.app.search.Tokens;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.Exchange;
import loom.aml.server.feature.ToolAnnotations;
import loom.aml.server.feature.ToolResult;

/** Returns one memory completely. */
final class GetTool extends MemoryTool {
    private static final int TOKENS = 8_000;

    private final MemoryHost host;

    GetTool(MemoryHost host) {
        super("memory_get", "show", new ToolAnnotations(true, false, true, false));
        this.host = host;
    }

    @Override
    String description() {
        return "Read one memory completely, with its revision.";
    }

    @Override
    String properties() {
        return """
                "id":{"type":"string","description":"The id or its first characters","minLength":1},
                "max_tokens":{"type":"integer","minimum":100,"description":"default 8000"}""";
    }

    @Override
    String required() {
        return "id";
    }

    @Override
    ToolResult call(JsonObject arguments, Exchange exchange) throws Exception {
        FindItem.Result found = host.find(arguments.string("id").orElse(""));
        int tokens = Tokens.of(found.item().json());
        if (tokens > number(arguments, "max_tokens", TOKENS)) {
            throw new IllegalArgumentException(
                    "this memory has about " + tokens + " tokens; pass max_tokens to read it anyway");
        }
        return result(text(found), found.toJson());
    }

    private static String text(FindItem.Result found) {
        return found.item().key().kind().word() + " of "
                + StoredText.line(found.item().key().agent()) + ", revision "
                + found.item().revision() + "\n"
                + StoredText.fenced(found.item());
    }
}
