package loom.aml.maintain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.monitor.AlertBook;
import loom.aml.monitor.Monitor;
import loom.aml.monitor.Observation;
import loom.aml.notify.Outbox;
import loom.aml.run.Execution;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.StateDocuments;
import loom.aml.store.StoreChange;

/**
 * Records an observation of a store and puts the notices of its alerts into the outbox. Never fails the surrounding operation:
 * problems are findings.
 */
public final class ObservationRecorder {
    private final MemoryStore store;
    private final Execution execution;
    private final Notifier.Source notices;
    private final Instant now;

    /** @param store a store that is open for writing */
    public ObservationRecorder(MemoryStore store, Execution execution, Notifier.Source notices) {
        this.store = store;
        this.execution = execution;
        this.notices = notices;
        this.now = store.options().clock().instant();
    }

    /** Writes the notices, the history and the alerts. Returns the problems. */
    public List<Finding> keep(Observation seen) {
        List<Finding> findings = new ArrayList<>(seen.findings());
        keep(seen.alerts(), List.of(seen.setAside(), seen.changes()), findings);
        return findings;
    }

    /** Writes the notices and replaces the alerts of the store. Returns the problems. */
    public List<Finding> keep(AlertBook alerts) throws IOException {
        List<Finding> findings = new ArrayList<>();
        keep(alerts, Monitor.rewrite(store, alerts, now), findings);
        return findings;
    }

    private void keep(AlertBook alerts, List<List<StoreChange>> steps, List<Finding> findings) {
        StepWriter writer = new StepWriter(execution, findings);
        if (!notices.hasChannels() || alerts.open().findAny().isEmpty() && isOutboxEmpty()) {
            writer.write(steps);
            return;
        }
        boolean areDue = plan(notices.notifier(), alerts, findings);
        // Notices are sent only after their alerts were recorded, or the alerts would be raised again with other ids.
        if (writer.write(steps) && areDue) {
            notices.areDue();
        }
    }

    private static boolean plan(Notifier notifier, AlertBook alerts, List<Finding> findings) {
        try {
            return notifier.plan(alerts, findings);
        } catch (IOException e) {
            findings.add(unreadable(e));
            return false;
        }
    }

    private static Finding unreadable(IOException e) {
        return Finding.of(Finding.Kind.UNREADABLE, "monitoring", "could not be read: " + e.getMessage(), "");
    }

    /** Compares texts, so that a store without notices needs none of their classes. */
    private boolean isOutboxEmpty() {
        try {
            Optional<MemoryStore.Document> document =
                    store.document(StateDocuments.MONITORING + Outbox.FILE, StateDocuments.LARGEST);
            return document.isEmpty()
                    || new String(document.get().content(), StandardCharsets.UTF_8).startsWith(Outbox.EMPTY);
        } catch (IOException e) {
            return false;
        }
    }
}
