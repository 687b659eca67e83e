package loom.aml.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Which notices of an outbox are due: not before their time, not in quiet hours, and no more messages than allowed. */
final class Due {
    /** The longest wait between two attempts. A due time beyond that was set by a clock that was wrong. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);

    private Due() {}

    static List<Envelope> of(Outbox outbox, NotifyPolicy policy, Instant now) {
        List<Envelope> envelopes = new ArrayList<>();
        for (ChannelKind channel : ChannelKind.values()) {
            List<PendingNotice> entries = outbox.pending().stream()
                    .filter(entry -> entry.channel() == channel && isDue(entry, policy, now))
                    .toList();
            long sent = outbox.sent().stream()
                    .filter(one -> one.channel() == channel)
                    .count();
            long allowed = Math.max(0, policy.perHour() - sent);
            if (channel.isForPrograms()) {
                entries.stream().limit(allowed).forEach(entry -> envelopes.add(new Envelope(channel, List.of(entry))));
            } else if (!entries.isEmpty() && allowed > 0) {
                envelopes.add(new Envelope(channel, entries));
            }
        }
        return envelopes;
    }

    private static boolean isDue(PendingNotice entry, NotifyPolicy policy, Instant now) {
        if (!policy.channels().contains(entry.channel())
                || policy.quiet()
                        .filter(hours -> hours.holdBack(entry.notice(), now))
                        .isPresent()) {
            return false;
        }
        return !entry.due().isAfter(now) || entry.due().isAfter(now.plus(LONGEST_WAIT));
    }

    /**
     * Returns when the next attempt is due.
     *
     * @param failures the number of runs that failed
     * @param asked the time that the receiver asked to wait
     */
    static Instant afterFailure(int failures, Duration asked, Instant now) {
        Duration wait = failures > 6 ? LONGEST_WAIT : FIRST_WAIT.multipliedBy(1L << Math.max(0, failures - 1));
        Duration longer = asked.compareTo(wait) > 0 ? asked : wait;
        return now.plus(longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer);
    }
}
