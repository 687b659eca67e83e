package loom.aml.monitor;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Pins;
import loom.aml.store.StateDocuments;
import loom.aml.store.StoreChange;

/** Observes a store once. Changes nothing; an {@link Observation} contains the changes to write. */
public final class Monitor {
    private final MonitorPolicy policy;
    private final ItemJudge judge;
    private final RelatedStatus related;
    private final Instant now;

    /**
     * @param judge the rules of other capabilities for items
     * @param related the state of backups, index and queries, as far as known
     */
    public Monitor(MonitorPolicy policy, ItemJudge judge, RelatedStatus related, Instant now) {
        this.policy = policy;
        this.judge = judge;
        this.related = related;
        this.now = now;
    }

    /**
     * Observes the whole store.
     *
     * @param depth the checks to make; use {@link #health} for health alone
     * @throws IOException if the store cannot be listed
     */
    public Observation observe(MemoryStore store, SurveyDepth depth) throws IOException {
        if (!depth.includesRot()) {
            throw new IllegalArgumentException("an observation that is recorded needs metrics");
        }
        Survey survey = Survey.of(store, judge, depth, policy.staleLock(), now);
        Metrics metrics = Metrics.of(survey, related);
        StateDocuments files = new StateDocuments(store, StateDocuments.MONITORING);
        StateDocuments.Kept<MetricsHistory> history =
                files.read(MetricsHistory.FILE, MetricsHistory.NONE, MetricsHistory::parse);
        StateDocuments.Kept<AlertBook> alerts = files.read(AlertBook.FILE, AlertBook.NONE, AlertBook::parse);
        MetricsHistory longer = history.value().with(metrics, policy.history());
        Forecast outlook = Forecast.of(longer.entries(), metrics, policy);
        AlertBook book = alerts.value()
                .seen(
                        Concerns.of(
                                survey,
                                metrics,
                                outlook,
                                related,
                                RuntimeCaps.of(store, policy),
                                policy,
                                alerts.value()),
                        now,
                        policy.alerts().keep());
        List<StoreChange> setAside = new ArrayList<>();
        history.setAside(now).ifPresent(setAside::add);
        alerts.setAside(now).ifPresent(setAside::add);
        List<StoreChange> changes = new ArrayList<>();
        history.put(longer.toText()).ifPresent(changes::add);
        // A store that never had an alert needs no alerts file.
        if (!book.alerts().isEmpty() || !alerts.seen().isMissing()) {
            alerts.put(book.toText()).ifPresent(changes::add);
        }
        List<Finding> findings = new ArrayList<>();
        history.finding().ifPresent(findings::add);
        alerts.finding().ifPresent(findings::add);
        return new Observation(
                survey,
                metrics,
                outlook,
                HealthChecks.of(survey, unsettled(store), policy, related),
                longer,
                book,
                setAside,
                changes,
                findings);
    }

    /**
     * Checks only the health of a store.
     *
     * @throws IOException if the store cannot be listed
     */
    public Health health(MemoryStore store) throws IOException {
        return status(store).health();
    }

    /** The agents and the health of a store. */
    public record Status(AgentSummary.All agents, Health health) {}

    /**
     * Summarises the agents and checks the health of a store, and reads it once.
     *
     * @throws IOException if the store cannot be listed
     */
    public Status status(MemoryStore store) throws IOException {
        Survey survey = Survey.of(store, judge, SurveyDepth.HEALTH, policy.staleLock(), now);
        return new Status(survey.summaries(), HealthChecks.of(survey, unsettled(store), policy, related));
    }

    /** Returns the obstacles to maintenance: interrupted changes, and pins that cannot be read. */
    private static List<Finding> unsettled(MemoryStore store) {
        List<Finding> findings = new ArrayList<>(store.recovered());
        try {
            store.pins();
        } catch (IOException e) {
            findings.add(
                    Finding.of(Finding.Kind.UNREADABLE, Pins.PATH, String.valueOf(e.getMessage()), "repair the file"));
        }
        return findings;
    }

    /** Returns the health of a store that cannot be listed. */
    public Health unreadable(String why) {
        return HealthChecks.unreadable(why, policy, related, now);
    }

    /** Reads the history, with a finding if its file is damaged. */
    public static Read<MetricsHistory> history(MemoryStore store) throws IOException {
        StateDocuments.Kept<MetricsHistory> kept = new StateDocuments(store, StateDocuments.MONITORING)
                .read(MetricsHistory.FILE, MetricsHistory.NONE, MetricsHistory::parse);
        return new Read<>(kept.value(), kept.finding());
    }

    /** Reads the alerts, with a finding if their file is damaged. */
    public static Read<AlertBook> alerts(MemoryStore store) throws IOException {
        StateDocuments.Kept<AlertBook> kept = new StateDocuments(store, StateDocuments.MONITORING)
                .read(AlertBook.FILE, AlertBook.NONE, AlertBook::parse);
        return new Read<>(kept.value(), kept.finding());
    }

    /** A value that was read, and a finding about its file. */
    public record Read<T>(T value, Optional<Finding> finding) {}

    /** Returns the steps that store these alerts: first set a damaged file aside, then write the new one. */
    public static List<List<StoreChange>> rewrite(MemoryStore store, AlertBook book, Instant now) throws IOException {
        StateDocuments.Kept<AlertBook> kept = new StateDocuments(store, StateDocuments.MONITORING)
                .read(AlertBook.FILE, AlertBook.NONE, AlertBook::parse);
        return List.of(
                kept.setAside(now).stream().toList(),
                kept.put(book.toText()).stream().toList());
    }
}
