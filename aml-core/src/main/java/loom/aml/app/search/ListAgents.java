package loom.aml.app.search;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import loom.aml.app.OpenStore;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.monitor.AgentSummary;
import loom.aml.store.Finding;

/** Lists the agents of a store with a summary of their items. */
public final class ListAgents {
    private final OpenStore opened;

    public ListAgents(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * The agents.
     *
     * @param store the location of the store
     */
    public record Result(String store, AgentSummary.All all) {
        public List<String> names() {
            return all.agents().stream().map(AgentSummary::agent).toList();
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("agents", all.agents().stream().map(ListAgents::toJson).toList())
                    .put(
                            "findings",
                            all.findings().stream().map(Finding::toJson).toList())
                    .build();
        }
    }

    public Result run() throws IOException {
        return new Result(opened.location(), AgentSummary.of(opened.store()));
    }

    private static JsonObject toJson(AgentSummary agent) {
        Instant newest = agent.newest();
        JsonObject.Builder json = JsonObject.builder().put("agent", agent.agent());
        for (ItemKind kind : ItemKind.values()) {
            json.put(kind.plural(), agent.count(kind));
        }
        return json.put("bytes", agent.bytes())
                .put("newest", newest == null ? null : newest.toString())
                .put(
                        "encodings",
                        agent.encodings().stream()
                                .sorted()
                                .map(e -> e.name().toLowerCase(Locale.ROOT))
                                .toList())
                .put("unreadable", agent.unreadable())
                .build();
    }
}
