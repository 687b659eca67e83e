package loom.aml.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import loom.aml.notify.NotifyReport.Outcome;

/**
 * An outbox after a delivery.
 *
 * @param outbox the outbox without the delivered and the refused notices
 * @param refused the notices that a receiver permanently refused
 */
public record Settlement(Outbox outbox, List<PendingNotice> refused) {
    public Settlement {
        refused = List.copyOf(refused);
    }

    /**
     * Settles the outcomes of a delivery.
     *
     * @param outbox the present outbox; other processes may have changed it since the delivery was planned
     */
    public static Settlement of(Outbox outbox, NotifyReport report, Instant now) {
        Outbox settled = outbox;
        List<PendingNotice> refused = new ArrayList<>();
        for (Outcome outcome : report.outcomes()) {
            Envelope envelope = outcome.envelope();
            if (!outcome.isFinal()) {
                settled = failed(settled, outcome, now);
                continue;
            }
            settled = settled.withPending(settled.pending().stream()
                            .filter(entry -> !envelope.contains(entry))
                            .toList())
                    .withSent(envelope.channel(), now);
            for (PendingNotice entry : envelope.entries()) {
                settled = settled.withNotified(envelope.channel(), entry.notice(), now);
                if (outcome.isRefused()) {
                    refused.add(new PendingNotice(
                            entry.number(),
                            entry.channel(),
                            entry.since(),
                            entry.failures(),
                            entry.due(),
                            outcome.failure(),
                            entry.notice()));
                }
            }
        }
        return new Settlement(settled, refused);
    }

    private static Outbox failed(Outbox outbox, Outcome outcome, Instant now) {
        return outbox.withPending(outbox.pending().stream()
                .map(entry -> outcome.envelope().contains(entry)
                        ? entry.failed(outcome.failure(), Due.afterFailure(entry.failures() + 1, outcome.pause(), now))
                        : entry)
                .toList());
    }
}
