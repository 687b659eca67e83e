package loom.aml.app.monitor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.monitor.Alert;
import loom.aml.monitor.AlertBook;
import loom.aml.monitor.Metrics;
import loom.aml.monitor.MetricsHistory;
import loom.aml.monitor.Monitor;
import loom.aml.store.Finding;
import loom.aml.store.StoreListing;

/** Summarizes a store without reading its items: a listing, the last recorded measurement and the open alerts. */
public final class SummarizeStore {
    private final OpenStore opened;

    public SummarizeStore(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * The summary.
     *
     * @param store the location of the store
     * @param agents the current number of agents
     * @param bytes the current size of the collections
     * @param measured the last recorded measurement; empty if the store was never measured
     * @param alerts the open alerts
     * @param findings why monitoring files could not be read
     */
    public record Result(
            String store,
            int agents,
            long bytes,
            Optional<Metrics> measured,
            List<Alert> alerts,
            List<Finding> findings) {
        public Result {
            alerts = List.copyOf(alerts);
            findings = List.copyOf(findings);
        }
    }

    public Result run() throws IOException {
        StoreListing listing = opened.store().list();
        Monitor.Read<MetricsHistory> history = Monitor.history(opened.store());
        Monitor.Read<AlertBook> alerts = Monitor.alerts(opened.store());
        List<Finding> findings = new ArrayList<>();
        history.finding().ifPresent(findings::add);
        alerts.finding().ifPresent(findings::add);
        List<Metrics> entries = history.value().entries();
        return new Result(
                opened.location(),
                listing.agents().size(),
                listing.collectionBytes(),
                entries.isEmpty() ? Optional.empty() : Optional.of(entries.getLast()),
                alerts.value().open().toList(),
                findings);
    }
}
