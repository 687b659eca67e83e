package loom.aml.app.monitor;

import java.io.IOException;
import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.json.JsonObject;
import loom.aml.monitor.Alert;
import loom.aml.monitor.AlertBook;
import loom.aml.monitor.Monitor;
import loom.aml.store.Finding;

/** Lists alerts. */
public final class ListAlerts {
    private final OpenStore opened;

    public ListAlerts(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * The request.
     *
     * @param isAll whether to list resolved alerts, too
     */
    public record Request(boolean isAll) {}

    /**
     * The alerts.
     *
     * @param store the location of the store
     */
    public record Result(String store, List<Alert> alerts, List<Finding> findings) {
        public Result {
            alerts = List.copyOf(alerts);
            findings = List.copyOf(findings);
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("alerts", alerts.stream().map(Alert::toJson).toList())
                    .put("findings", findings.stream().map(Finding::toJson).toList())
                    .build();
        }
    }

    public Result run(Request request) throws IOException {
        Monitor.Read<AlertBook> read = Monitor.alerts(opened.store());
        AlertBook book = read.value();
        return new Result(
                opened.location(),
                request.isAll() ? book.alerts() : book.open().toList(),
                read.finding().stream().toList());
    }
}
