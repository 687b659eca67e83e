package loom.aml.cli.command;

import java.io.PrintStream;
import java.util.List;
import loom.aml.app.search.Tokens;
import loom.aml.cli.print.Style;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.ServerDescription;
import loom.aml.server.feature.Tool;

/**
 * The tools of a server and their size in the context of a model.
 *
 * @param tokens the size of the list that clients read
 */
record ToolList(List<Tool> tools, int tokens) {
    private static final String INDENT = "    ";

    static ToolList of(ServerDescription description) {
        List<Tool> tools = description.tools();
        int tokens = 0;
        for (Tool tool : tools) {
            tokens += Tokens.of(tool.toJson().toString());
        }
        return new ToolList(tools, tokens);
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("tools", tools.stream().map(ToolList::toJson).toList())
                .put("tokens", tokens)
                .build();
    }

    private static JsonObject toJson(Tool tool) {
        return JsonObject.builder()
                .put("name", tool.name())
                .put("description", tool.description())
                .put("read_only", isReadOnly(tool))
                .build();
    }

    private static boolean isReadOnly(Tool tool) {
        return tool.annotations() != null && tool.annotations().readOnly();
    }

    void print(PrintStream out, Style style) {
        for (Tool tool : tools) {
            out.println(style.bold(tool.name()) + (isReadOnly(tool) ? "" : "  (changes the memory)"));
            style.lines(tool.description(), INDENT.length()).forEach(line -> out.println(INDENT + line));
        }
        out.println(tools.size() + " tools, about " + tokens + " tokens");
    }
}
