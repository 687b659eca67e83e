package loom.aml.app.monitor;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreOpener;
import loom.aml.config.Policies;
import loom.aml.maintain.ObservationRecorder;
import loom.aml.maintain.PolicyJudge;
import loom.aml.monitor.AlertBook;
import loom.aml.monitor.Health;
import loom.aml.monitor.Monitor;
import loom.aml.monitor.Observation;
import loom.aml.monitor.RelatedStatus;
import loom.aml.monitor.SurveyDepth;
import loom.aml.run.Execution;
import loom.aml.store.Finding;

/** Monitors an open store on behalf of other use cases. What fails here never fails the operation that it accompanies. */
public final class Monitoring {
    private final OpenStore opened;
    private final FrontEnd frontEnd;

    public Monitoring(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
        this.frontEnd = frontEnd;
    }

    /** Returns a monitor that knows the policies and, if any, the surroundings of a store. */
    static Monitor monitor(Policies policies, RelatedStatus surroundings, Instant now) {
        return new Monitor(policies.monitor(), new PolicyJudge(policies.prune(), now), surroundings, now);
    }

    private Monitor monitor() throws IOException {
        return monitor(opened.policies(), RelatedStatusReader.of(opened.store()), opened.now());
    }

    Health health() throws IOException {
        return monitor().health(opened.store());
    }

    /** Observes the store without recording anything. */
    Observed look(SurveyDepth look) throws IOException {
        Observation seen = monitor().observe(opened.store(), look);
        return new Observed(opened.location(), seen, seen.findings());
    }

    /** Observes the store, records what was seen and delivers alerts. */
    public Observed record(SurveyDepth look) throws IOException {
        Observation seen = monitor().observe(opened.store(), look);
        return new Observed(opened.location(), seen, watch().keep(seen));
    }

    /** Observes and records after an operation, which is done whether this succeeds or not. */
    public Optional<Observed> afterwards() {
        try {
            return Optional.of(record(SurveyDepth.ALL));
        } catch (IOException e) {
            frontEnd.warn("the store could not be looked at afterwards", e);
            return Optional.empty();
        }
    }

    /** Observes and records after a run if its findings are cause for an alert; returns what was found. */
    public List<Finding> afterRun(List<Finding> findings) {
        return isCauseForAlert(findings) ? afterwards().map(Observed::findings).orElse(List.of()) : List.of();
    }

    /** Whether an alert is raised for one of the findings. */
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

    /** Raises the alert for a backup that failed and that may not even have been recorded. */
    public void backupFailed(IOException failure) {
        try {
            AlertBook.Update update = Monitor.alerts(opened.store())
                    .value()
                    .failedBackup(
                            frontEnd.inWords(failure),
                            "'aml backup auto' tries again once that is settled",
                            opened.now());
            frontEnd.show(watch().keep(update));
        } catch (IOException e) {
            frontEnd.warn("no alert could be raised", e);
        }
    }

    /** Raises the alert for a backup that failed, if no other run has locked the store. */
    public static void backupFailed(StoreOpener stores, FrontEnd frontEnd, IOException failure) {
        try (OpenStore opened = stores.unlessLocked()) {
            new Monitoring(opened, frontEnd).backupFailed(failure);
        } catch (IOException e) {
            frontEnd.warn("no alert could be raised", e);
        }
    }

    ObservationRecorder watch() {
        Policies policies = opened.policies();
        return new ObservationRecorder(
                opened.store(),
                new Execution(opened.store(), opened.random()),
                policies.delivery(),
                policies.deliveredFrom());
    }
}
