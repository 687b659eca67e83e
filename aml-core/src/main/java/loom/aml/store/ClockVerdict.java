package loom.aml.store;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides whether the clock can be trusted for removals by age. Each run decides once, by the timestamps in the store
 * and its backups: those of runs, snapshots, files and items.
 *
 * @param now the time of the clock
 * @param lastSign the newest timestamp before a leap of the clock; empty if the clock is trusted
 */
public record ClockVerdict(Instant now, Optional<Instant> lastSign) {

    /** The tolerated difference between the clocks of two machines. A time that is farther ahead is in the future. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** The number of days, other than today, that must confirm the clock after a leap. */
    private static final int DAYS_THAT_CONFIRM = 2;

    /** A pause is not a leap if one almost as long was seen before, as with a monthly job. */
    private static final int USUAL = 2;

    /** Returns a verdict that trusts the clock. */
    public static ClockVerdict trusting(Instant now) {
        return new ClockVerdict(now, Optional.empty());
    }

    /**
     * Judges the clock. It leapt if there is a gap of more than {@code bound} between two timestamps, or between the
     * last one and now, and fewer than two later days, other than today, have timestamps. Timestamps in the future are
     * ignored.
     *
     * @param usual the longest known pause between two runs; a gap of less than twice that length is not a leap
     */
    public static ClockVerdict of(Instant now, Collection<Instant> signs, Duration bound, Duration usual) {
        TreeMap<Long, Instant> newestOfDay = new TreeMap<>();
        for (Instant sign : signs) {
            if (!isAhead(sign, now)) {
                newestOfDay.merge(dayOf(sign), sign, (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        // Not multipliedBy: that uses BigDecimal, and loading its classes would add 10 ms to each dry run.
        Duration usualAtMost = Duration.ofMillis(usual.toMillis() * USUAL);
        Duration longest = bound.compareTo(usualAtMost) > 0 ? bound : usualAtMost;
        long today = dayOf(now);
        Instant later = now;
        int days = 0;
        for (Instant sign : newestOfDay.descendingMap().values()) {
            if (days >= DAYS_THAT_CONFIRM) {
                return trusting(now);
            }
            if (Duration.between(sign, later).compareTo(longest) > 0) {
                return new ClockVerdict(now, Optional.of(sign));
            }
            days += dayOf(sign) < today ? 1 : 0;
            later = sign;
        }
        return trusting(now);
    }

    private static long dayOf(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay();
    }

    /** Returns whether a time is in the future by more than the tolerance. */
    public static boolean isAhead(Instant time, Instant now) {
        return time.isAfter(now.plus(TOLERANCE));
    }

    public boolean isTrusted() {
        return lastSign.isEmpty();
    }

    /**
     * Returns the time that ages are measured from where nothing may be removed too early: the last timestamp before
     * the leap if the clock leapt, else now.
     */
    public Instant cautiousNow() {
        return lastSign.orElse(now);
    }

    /**
     * Returns a finding that explains why an action is postponed.
     *
     * @param what the postponed action, as the beginning of a sentence
     */
    public Finding finding(String what) {
        Instant last = lastSign.orElse(now);
        return Finding.of(
                Finding.Kind.CLOCK,
                "clock",
                what + " because the clock may be wrong: it shows " + now + ", "
                        + Duration.between(last, now).toDays() + " days after the newest known timestamp (" + last
                        + ")",
                "set the clock, or use --trust-clock if it is right; it is trusted after runs on two further days");
    }
}
