package loom.aml.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which notices of an outbox are due: not before their time, not in quiet hours, in order for each alert, and no more
 * messages than allowed.
 */
final class Due {
    /** The longest wait between two attempts. A due time beyond that was set by a clock that was wrong. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);

    private Due() {}

    static List<Envelope> of(Outbox outbox, NotifyPolicy policy, Instant now) {
        List<Envelope> envelopes = new ArrayList<>();
        for (ChannelKind channel : policy.channels().stream().sorted().toList()) {
            List<PendingNotice> entries = due(outbox, channel, policy, now);
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

    /** Returns the due notices of a channel. None overtakes an earlier one about the same alert. */
    private static List<PendingNotice> due(Outbox outbox, ChannelKind channel, NotifyPolicy policy, Instant now) {
        List<PendingNotice> pending = outbox.pending().stream()
                .filter(entry -> entry.channel() == channel)
                .toList();
        Set<Long> quiet = heldBack(pending, policy, now);
        List<PendingNotice> due = new ArrayList<>();
        Set<String> waiting = new HashSet<>();
        for (PendingNotice entry : pending) {
            boolean isDue = isItsTime(entry, now) && !quiet.contains(entry.number());
            if (isDue && !waiting.contains(entry.notice().alert())) {
                due.add(entry);
            } else {
                waiting.add(entry.notice().alert());
            }
        }
        return due;
    }

    private static boolean isItsTime(PendingNotice entry, Instant now) {
        return !entry.due().isAfter(now) || entry.due().isAfter(now.plus(LONGEST_WAIT));
    }

    /**
     * Returns the numbers of the notices that quiet hours hold back: not those that precede a critical one about the same alert, which would
     * have to wait for them.
     */
    private static Set<Long> heldBack(List<PendingNotice> pending, NotifyPolicy policy, Instant now) {
        Set<Long> numbers = new HashSet<>();
        Set<String> urgent = new HashSet<>();
        for (PendingNotice entry : pending.reversed()) {
            Notice notice = entry.notice();
            boolean isHeldBack =
                    policy.quiet().filter(hours -> hours.holdBack(notice, now)).isPresent();
            if (!isHeldBack) {
                urgent.add(notice.alert());
            } else if (!urgent.contains(notice.alert())) {
                numbers.add(entry.number());
            }
        }
        return numbers;
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
