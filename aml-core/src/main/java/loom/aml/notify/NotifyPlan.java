package loom.aml.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.store.Severity;

/**
 * Which notices a store owes to which channels, and which of them are due. A pure function of the alerts, the outbox, the policy and
 * the time.
 *
 * @param outbox the outbox with the new notices
 * @param due the messages to send now
 * @param abandoned the notices for which aml gives up; they are not in the outbox
 */
public record NotifyPlan(Outbox outbox, List<Envelope> due, List<PendingNotice> abandoned) {

    /** The maximum number of notices in an outbox. */
    static final int MOST = 1_000;

    private static final Duration HOUR = Duration.ofHours(1);

    public NotifyPlan {
        due = List.copyOf(due);
        abandoned = List.copyOf(abandoned);
    }

    /**
     * Plans.
     *
     * @param alerts the alerts of the store, including the resolved ones that it still keeps
     */
    public static NotifyPlan of(Outbox outbox, List<AlertStatus> alerts, NotifyPolicy policy, Instant now) {
        Draft draft = new Draft(cleaned(outbox, alerts, now), policy, now);
        for (AlertStatus alert : alerts) {
            for (ChannelKind channel : ChannelKind.values()) {
                if (policy.channels().contains(channel)) {
                    draft.consider(channel, alert);
                }
            }
        }
        draft.abandon();
        return new NotifyPlan(draft.outbox, Due.of(draft.outbox, policy, now), draft.abandoned);
    }

    /**
     * Returns the outbox with its due messages claimed, so that another process does not send them at the same time.
     *
     * @param until when they are due again if nobody reports their outcome
     */
    public Outbox claimed(Instant until) {
        return outbox.withPending(outbox.pending().stream()
                .map(entry ->
                        due.stream().anyMatch(envelope -> envelope.contains(entry)) ? entry.notBefore(until) : entry)
                .toList());
    }

    /** Forgets alerts that no longer exist, and messages of earlier hours. */
    private static Outbox cleaned(Outbox outbox, List<AlertStatus> alerts, Instant now) {
        Set<String> ids = new HashSet<>();
        alerts.forEach(alert -> ids.add(alert.id()));
        return new Outbox(
                outbox.pending(),
                outbox.notified().stream()
                        .filter(one -> ids.contains(one.alert()))
                        .toList(),
                outbox.sent().stream()
                        .filter(one -> Duration.between(one.at(), now).abs().compareTo(HOUR) < 0)
                        .toList(),
                outbox.last());
    }

    /** An outbox that is being extended. */
    private static final class Draft {
        private final NotifyPolicy policy;
        private final Instant now;
        private final List<PendingNotice> abandoned = new ArrayList<>();
        private Outbox outbox;

        Draft(Outbox outbox, NotifyPolicy policy, Instant now) {
            this.outbox = outbox;
            this.policy = policy;
            this.now = now;
        }

        void consider(ChannelKind channel, AlertStatus alert) {
            Optional<PendingNotice> pending = pending(channel, alert);
            Optional<Outbox.Notified> notified = outbox.notified(channel, alert.id());
            if (alert.isResolved()) {
                boolean isWaitedFor = pending.isEmpty()
                        ? notified.isPresent()
                        : !pending.get().notice().isResolved();
                if (isWaitedFor) {
                    add(channel, Notice.of(Notice.Event.RESOLVED, alert));
                }
                return;
            }
            Optional<Severity> known =
                    pending.map(entry -> entry.notice().severity()).or(() -> notified.map(Outbox.Notified::severity));
            if (!policy.receives(channel, alert.severity())) {
                return;
            }
            if (known.isEmpty()) {
                if (!alert.isAcknowledged()) {
                    add(channel, Notice.of(Notice.Event.RAISED, alert));
                }
            } else if (alert.severity().compareTo(known.get()) > 0) {
                add(channel, Notice.of(Notice.Event.WORSE, alert));
            } else if (pending.isEmpty() && notified.isPresent()) {
                repeat(channel, alert, notified.get());
            }
        }

        private void repeat(ChannelKind channel, AlertStatus alert, Outbox.Notified notified) {
            if (alert.severity() != Severity.INFO && !alert.isAcknowledged() && isAgo(notified.at())) {
                add(channel, Notice.of(Notice.Event.REPEATED, alert));
            } else if (alert.severity() != notified.severity()) {
                // So that a notice follows when the alert gets worse again.
                outbox = outbox.withNotified(channel, Notice.of(Notice.Event.RAISED, alert), notified.at());
            }
        }

        /** A daily job does not start at the same second each day, so a twentieth of the interval may be missing. */
        private boolean isAgo(Instant time) {
            return policy.repeat()
                    .map(interval -> interval.minus(interval.dividedBy(20)))
                    .filter(interval -> !time.plus(interval).isAfter(now))
                    .isPresent();
        }

        private Optional<PendingNotice> pending(ChannelKind channel, AlertStatus alert) {
            return outbox.pending().stream()
                    .filter(entry -> entry.isAbout(channel, alert.id()))
                    .reduce((_, later) -> later);
        }

        /** Adds a notice; for people, instead of an earlier one about the same alert. */
        private void add(ChannelKind channel, Notice notice) {
            List<PendingNotice> all = new ArrayList<>(outbox.pending());
            outbox = outbox.numbered();
            long number = outbox.last();
            PendingNotice entry = new PendingNotice(number, channel, now, 0, now, "", notice);
            if (!channel.isForPrograms()) {
                for (PendingNotice earlier : outbox.pending()) {
                    if (earlier.isAbout(channel, notice.alert())) {
                        all.remove(earlier);
                        entry = new PendingNotice(
                                number,
                                channel,
                                earlier.since(),
                                earlier.failures(),
                                notice.event() == Notice.Event.WORSE ? now : earlier.due(),
                                earlier.why(),
                                notice.insteadOf(earlier.notice()));
                    }
                }
            }
            all.add(entry);
            outbox = outbox.withPending(all);
        }

        /** Gives up notices that could not be delivered for too long, and the oldest ones of an outbox that is full. */
        void abandon() {
            List<PendingNotice> kept = new ArrayList<>();
            for (PendingNotice entry : outbox.pending()) {
                boolean isOld = entry.since().plus(policy.giveUp()).isBefore(now);
                (isOld ? abandoned : kept).add(entry);
            }
            while (kept.size() > MOST) {
                abandoned.add(kept.removeFirst());
            }
            outbox = outbox.withPending(kept);
            for (PendingNotice entry : abandoned) {
                outbox = outbox.withNotified(entry.channel(), entry.notice(), now);
            }
        }
    }
}
