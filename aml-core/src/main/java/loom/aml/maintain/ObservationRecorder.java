package loom.aml.maintain;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.monitor.AlertBook;
import loom.aml.monitor.AlertEvent;
import loom.aml.monitor.Delivery;
import loom.aml.monitor.FailedDelivery;
import loom.aml.monitor.Monitor;
import loom.aml.monitor.Observation;
import loom.aml.monitor.Severity;
import loom.aml.run.Execution;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreChange;

/**
 * Records an observation of a store and delivers its alerts. Never fails the surrounding operation: problems are
 * findings.
 */
public final class ObservationRecorder {
    private final MemoryStore store;
    private final Execution execution;
    private final Delivery delivery;
    private final Severity from;
    private final Instant now;

    /**
     * @param store a store that is open for writing
     * @param from the least severity that is delivered
     */
    public ObservationRecorder(MemoryStore store, Execution execution, Delivery delivery, Severity from) {
        this.store = store;
        this.execution = execution;
        this.delivery = delivery;
        this.from = from;
        this.now = store.options().clock().instant();
    }

    /** Writes the history and the alerts, then delivers alert events. Returns the problems. */
    public List<Finding> keep(Observation seen) {
        List<Finding> findings = new ArrayList<>(seen.findings());
        if (write(List.of(seen.setAside(), seen.changes()), findings)) {
            tell(seen.alerts().events(), findings);
        }
        return findings;
    }

    /** Replaces the alerts of the store, then delivers alert events. Returns the problems. */
    public List<Finding> keep(AlertBook.Update update) throws IOException {
        List<Finding> findings = new ArrayList<>();
        if (write(Monitor.rewrite(store, update.book(), now), findings)) {
            tell(update.events(), findings);
        }
        return findings;
    }

    /**
     * Writes in steps, each only if the previous ones succeeded. Alerts are delivered only after they were recorded, or
     * they would be delivered again.
     */
    private boolean write(List<List<StoreChange>> steps, List<Finding> findings) {
        for (List<StoreChange> step : steps) {
            try {
                List<Finding> wrong = execution.write(step);
                findings.addAll(wrong);
                if (wrong.stream().anyMatch(Finding::isProblem)) {
                    return false;
                }
            } catch (IOException e) {
                findings.add(Finding.of(
                        Finding.Kind.UNREADABLE,
                        "monitoring",
                        "could not be written: " + e.getMessage(),
                        "the metrics are shown but not recorded"));
                return false;
            }
        }
        return true;
    }

    private void tell(List<AlertEvent> events, List<Finding> findings) {
        List<JsonObject> messages = events.stream()
                .filter(event -> event.alert().severity().compareTo(from) >= 0)
                .map(event -> event.toJson(store.location()))
                .toList();
        List<FailedDelivery> undelivered = delivery.deliver(messages, now);
        if (undelivered.isEmpty()) {
            return;
        }
        findings.add(Finding.of(
                Finding.Kind.RECOVERY,
                "monitoring/undelivered.json",
                undelivered.size() + " messages could not be delivered: "
                        + undelivered.getFirst().why(),
                "they are kept there; 'aml monitor alerts test' tests the hooks"));
        try {
            write(Monitor.rewrite(store, undelivered, now), findings);
        } catch (IOException e) {
            findings.add(Finding.of(Finding.Kind.UNREADABLE, "monitoring", "could not be read: " + e.getMessage(), ""));
        }
    }
}
