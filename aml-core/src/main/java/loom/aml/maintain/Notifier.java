package loom.aml.maintain;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import loom.aml.monitor.Alert;
import loom.aml.monitor.AlertBook;
import loom.aml.notify.AlertStatus;
import loom.aml.notify.Envelope;
import loom.aml.notify.NoticeFiles;
import loom.aml.notify.NotifyPlan;
import loom.aml.notify.NotifyPolicy;
import loom.aml.notify.NotifyReport;
import loom.aml.notify.PendingNotice;
import loom.aml.notify.Settlement;
import loom.aml.run.Execution;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreChange;

/**
 * Keeps the outbox of a store that is open for writing. A notice is in the outbox before it is sent and before its alert is recorded,
 * and leaves it after it was sent, so a crash repeats a notice but loses none.
 */
public final class Notifier {
    /** The time for which another process leaves claimed messages alone; longer than any delivery. */
    private static final Duration CLAIM = Duration.ofMinutes(2);

    private final MemoryStore store;
    private final Execution execution;
    private final NotifyPolicy policy;

    public Notifier(MemoryStore store, Execution execution, NotifyPolicy policy) {
        this.store = store;
        this.execution = execution;
        this.policy = policy;
    }

    /** Opens the notifier of a store, if it has channels. Asked before any class of notices is loaded. */
    public interface Source {
        boolean hasChannels();

        Notifier notifier();

        /** Called if notices are due and their alerts are recorded. The store is still locked, so they are sent later. */
        void areDue();
    }

    /** Returns an alert as notices see it. */
    public static AlertStatus status(Alert alert) {
        return new AlertStatus(
                alert.id(),
                alert.severity(),
                alert.isResolved(),
                alert.state() == Alert.State.ACKNOWLEDGED,
                alert.toJson());
    }

    /** Puts the notices about these alerts into the outbox. Returns whether some are due. */
    boolean plan(AlertBook alerts, List<Finding> findings) throws IOException {
        return !plan(alerts, false, findings).isEmpty();
    }

    /**
     * Puts the notices about these alerts into the outbox. Returns the messages to send after the store was closed; no other process
     * sends them for two minutes.
     */
    public List<Envelope> claim(AlertBook alerts, List<Finding> findings) throws IOException {
        return plan(alerts, true, findings);
    }

    private List<Envelope> plan(AlertBook alerts, boolean isClaimed, List<Finding> findings) throws IOException {
        Instant now = store.options().clock().instant();
        NoticeFiles files = NoticeFiles.of(store);
        files.finding().ifPresent(findings::add);
        List<AlertStatus> all = alerts.alerts().stream()
                .filter(alert -> !alert.isTest())
                .map(Notifier::status)
                .toList();
        NotifyPlan plan = NotifyPlan.of(files.outbox(), all, policy, now);
        report(plan.abandoned(), findings);
        List<List<StoreChange>> steps =
                files.put(isClaimed ? plan.claimed(now.plus(CLAIM)) : plan.outbox(), plan.abandoned());
        // Messages that cannot be recorded are not sent, or every run would send them.
        boolean isRecorded = new StepWriter(execution, findings).write(steps) && files.isWritable();
        return isRecorded ? plan.due() : List.of();
    }

    /** Records the outcome of a delivery. */
    public void settle(NotifyReport report, List<Finding> findings) throws IOException {
        if (report.outcomes().isEmpty()) {
            return;
        }
        NoticeFiles files = NoticeFiles.of(store);
        Settlement settled =
                Settlement.of(files.outbox(), report, store.options().clock().instant());
        report(settled.refused(), findings);
        for (NotifyReport.Outcome failure : report.failures()) {
            if (!failure.isRefused()) {
                findings.add(Finding.of(
                        Finding.Kind.RECOVERY,
                        "monitoring/outbox.json",
                        notices(
                                        failure.envelope().entries().size(),
                                        failure.envelope().channel().word()) + " could not be delivered: "
                                + failure.failure(),
                        "a later run tries again; 'aml monitor alerts test' tests the channels"));
            }
        }
        new StepWriter(execution, findings).write(files.put(settled.outbox(), settled.refused()));
    }

    /** Reports notices that will not be sent, one finding for each channel. */
    private static void report(List<PendingNotice> given, List<Finding> findings) {
        List<PendingNotice> rest = new ArrayList<>(given);
        while (!rest.isEmpty()) {
            PendingNotice first = rest.getFirst();
            long number = rest.stream()
                    .filter(entry -> entry.channel() == first.channel())
                    .count();
            rest.removeIf(entry -> entry.channel() == first.channel());
            findings.add(Finding.of(
                    Finding.Kind.RECOVERY,
                    "monitoring/undelivered.json",
                    notices(number, first.channel().word()) + " will not be delivered"
                            + (first.why().isEmpty() ? "" : ": " + first.why()),
                    "kept there; 'aml monitor alerts test' tests the channels"));
        }
    }

    private static String notices(long number, String channel) {
        return (number == 1 ? "1 notice" : number + " notices") + " for " + channel;
    }
}
