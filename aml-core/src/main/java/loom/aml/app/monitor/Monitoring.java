package loom.aml.app.monitor;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreOpener;
import loom.aml.config.Policies;
import loom.aml.io.Ticker;
import loom.aml.maintain.ObservationRecorder;
import loom.aml.maintain.PolicyJudge;
import loom.aml.monitor.AlertBook;
import loom.aml.monitor.Health;
import loom.aml.monitor.Monitor;
import loom.aml.monitor.Observation;
import loom.aml.monitor.RelatedStatus;
import loom.aml.monitor.SurveyDepth;
import loom.aml.run.Execution;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.Finding;

/** Monitors an open store for other use cases. A failure never fails the operation that it accompanies. */
public final class Monitoring {
    private static final int ATTEMPTS = 20;
    private static final long PAUSE_MS = 200;

    private final OpenStore opened;
    private final FrontEnd frontEnd;

    public Monitoring(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
        this.frontEnd = frontEnd;
    }

    /** Returns a monitor with the policies and the related status of a store. */
    static Monitor monitor(Policies policies, RelatedStatus related, Instant now) {
        return new Monitor(policies.monitor(), new PolicyJudge(policies.prune(), now), related, now);
    }

    private Monitor monitor() throws IOException {
        return monitor(opened.policies(), RelatedStatusReader.of(opened), opened.now());
    }

    Health health() throws IOException {
        return monitor().health(opened.store());
    }

    Monitor.Status status() throws IOException {
        return monitor().status(opened.store());
    }

    /** Observes the store without recording anything. */
    Observed observe(SurveyDepth depth) throws IOException {
        Observation seen = monitor().observe(opened.store(), depth);
        return new Observed(opened.location(), seen, seen.findings());
    }

    /** Observes the store, records the observation and plans notices. */
    public Observed record(SurveyDepth depth) throws IOException {
        Observation seen = monitor().observe(opened.store(), depth);
        return new Observed(opened.location(), seen, watch().keep(seen));
    }

    /** Observes the store after an operation and records the observation. A failure does not affect the operation. */
    public Optional<Observed> afterwards() {
        try {
            return Optional.of(record(SurveyDepth.ALL));
        } catch (IOException e) {
            frontEnd.warn("the store could not be monitored afterwards", e);
            return Optional.empty();
        }
    }

    /**
     * Observes the store after a run whose findings raise an alert, and records the observation. Returns the findings
     * of monitoring.
     */
    public List<Finding> afterRun(List<Finding> findings) {
        return isCauseForAlert(findings) ? afterwards().map(Observed::findings).orElse(List.of()) : List.of();
    }

    /** Returns whether one of the findings raises an alert. */
    public static boolean isCauseForAlert(List<Finding> findings) {
        for (Finding finding : findings) {
            if (finding.kind() == Finding.Kind.CLOCK
                    || finding.kind() == Finding.Kind.NOT_CONFIRMED
                    || finding.kind() == Finding.Kind.INCIDENT) {
                return true;
            }
        }
        return false;
    }

    /** Raises the alert of a failed backup, which may not be recorded at all. */
    public void backupFailed(IOException failure) {
        try {
            AlertBook alerts = Monitor.alerts(opened.store())
                    .value()
                    .failedBackup(
                            frontEnd.inWords(failure),
                            "'aml backup auto' tries again once that is fixed",
                            opened.now());
            frontEnd.show(watch().keep(alerts));
        } catch (IOException e) {
            frontEnd.warn("no alert could be raised", e);
        }
    }

    /** Raises the alert of a failed backup, unless another run has locked the store. */
    public static void backupFailed(StoreOpener stores, FrontEnd frontEnd, IOException failure) {
        try (OpenStore opened = stores.unlessLocked()) {
            new Monitoring(opened, frontEnd).backupFailed(failure);
        } catch (IOException e) {
            frontEnd.warn("no alert could be raised", e);
        }
    }

    /**
     * Raises the alert of a deletion of many items by another program. Waits for other runs for a few seconds only, because a
     * session may be waiting.
     *
     * @param seen the number of items
     * @param limit the number from which an alert is raised
     * @param advice the command that restores them
     */
    public static void bulkDeletion(StoreOpener stores, FrontEnd frontEnd, String seen, String limit, String advice) {
        try (OpenStore opened = unlocked(stores)) {
            AlertBook alerts = Monitor.alerts(opened.store()).value().bulkDeletion(seen, limit, advice, opened.now());
            frontEnd.show(new Monitoring(opened, frontEnd).watch().keep(alerts));
        } catch (IOException e) {
            frontEnd.warn("no alert could be raised", e);
        }
    }

    private static OpenStore unlocked(StoreOpener stores) throws IOException {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return stores.unlessLocked();
            } catch (StoreLockedException e) {
                Ticker.SYSTEM.pause(PAUSE_MS);
            }
        }
        return stores.unlessLocked();
    }

    ObservationRecorder watch() {
        return new ObservationRecorder(
                opened.store(),
                new Execution(opened.store(), opened.random()),
                new ConfiguredNotices(opened, frontEnd));
    }
}
