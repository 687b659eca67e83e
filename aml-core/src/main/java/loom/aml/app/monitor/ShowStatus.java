package loom.aml.app.monitor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.search.ListAgents;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.monitor.AgentSummary;
import loom.aml.monitor.Alert;
import loom.aml.monitor.AlertBook;
import loom.aml.monitor.Health;
import loom.aml.monitor.Monitor;
import loom.aml.store.Finding;

/** Shows the agents, the number of items, the health and the open alerts of a store. Records nothing. */
public final class ShowStatus {
    private final OpenStore opened;
    private final FrontEnd frontEnd;

    public ShowStatus(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
        this.frontEnd = frontEnd;
    }

    /**
     * The status.
     *
     * @param alerts the open alerts
     * @param findings the collections and files that could not be read
     */
    public record Result(ListAgents.Result agents, Health health, List<Alert> alerts, List<Finding> findings) {
        public Result {
            alerts = List.copyOf(alerts);
            findings = List.copyOf(findings);
        }

        public long items() {
            long items = 0;
            for (AgentSummary agent : agents.all().agents()) {
                for (ItemKind kind : ItemKind.values()) {
                    items += agent.count(kind);
                }
            }
            return items;
        }

        public long bytes() {
            return agents.all().agents().stream().mapToLong(AgentSummary::bytes).sum();
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", agents.store())
                    .put("items", items())
                    .put("bytes", bytes())
                    .put("agents", agents.toJson().objects("agents"))
                    .putAll(health.toJson())
                    .put("alerts", alerts.stream().map(Alert::toJson).toList())
                    .put("findings", findings.stream().map(Finding::toJson).toList())
                    .build();
        }
    }

    public Result run() throws IOException {
        Monitor.Status status = new Monitoring(opened, frontEnd).status();
        Monitor.Read<AlertBook> alerts = Monitor.alerts(opened.store());
        List<Finding> findings = new ArrayList<>(status.agents().findings());
        alerts.finding().ifPresent(findings::add);
        return new Result(
                new ListAgents.Result(opened.location(), status.agents()),
                status.health(),
                alerts.value().open().toList(),
                findings);
    }
}
