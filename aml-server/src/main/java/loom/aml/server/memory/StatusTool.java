package loom.aml.server.memory;

import java.util.OptionalLong;
import loom.aml.app.host.MemoryHost;
import loom.aml.app.monitor.ShowStatus;
import loom.aml.json.JsonObject;
import loom.aml.monitor.Health;
import loom.aml.server.feature.Exchange;
import loom.aml.server.feature.ToolAnnotations;
import loom.aml.server.feature.ToolResult;

/** Shows the size and the health of the memory. */
final class StatusTool extends MemoryTool {
    private final MemoryHost host;

    StatusTool(MemoryHost host) {
        super("memory_status", "status", new ToolAnnotations(true, false, true, false));
        this.host = host;
    }

    @Override
    String description() {
        return "Show agents, number of memories, size against its limit, health and advice.";
    }

    @Override
    String properties() {
        return "";
    }

    @Override
    String required() {
        return "";
    }

    @Override
    ToolResult call(JsonObject arguments, Exchange exchange) throws Exception {
        ShowStatus.Result status = host.status();
        OptionalLong suggestions = host.suggestions();
        String text = suggestions.orElse(0) == 0
                ? text(status)
                : text(status) + "\n- similar or contradictory memories: "
                        + count(suggestions.getAsLong(), "pair awaits", "pairs await")
                        + " a decision of the user; do: aml suggestions";
        JsonObject.Builder document = JsonObject.builder().putAll(status.toJson());
        suggestions.ifPresent(number -> document.put("suggestions", number));
        return result(text, document.build());
    }

    static String text(ShowStatus.Result status) {
        StringBuilder text = new StringBuilder();
        text.append(count(status.items(), "memory", "memories")).append(" of ");
        text.append(count(status.agents().names().size(), "agent", "agents")).append(", ");
        text.append(status.bytes()).append(" bytes. Health: ");
        text.append(status.health().status().word()).append('.');
        for (Health.Check check : status.health().checks()) {
            if (check.status() != Health.Status.HEALTHY) {
                text.append("\n- ").append(check.name()).append(": ").append(StoredText.line(check.seen()));
                if (!check.advice().isEmpty()) {
                    text.append("; do: ").append(StoredText.line(check.advice()));
                }
            }
        }
        status.alerts().forEach(alert -> text.append("\n- open alert: ").append(StoredText.line(alert.title())));
        return text.toString();
    }

    private static String count(long number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }
}
