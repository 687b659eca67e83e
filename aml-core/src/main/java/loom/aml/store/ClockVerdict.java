package loom.aml.store;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether the clock can be trusted enough to remove something for its age. Found once a run, by the signs of life that a store and
 * its backups show: the times of runs, snapshots, files and items.
 *
 * @param now what the clock says
 * @param lastSign the newest sign of life before a leap; empty if the clock is trusted
 */
public record ClockVerdict(Instant now, Optional<Instant> lastSign) {

    /** Clocks of different machines differ by less; a time that is farther ahead lies in the future. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** So many days other than today must agree with the clock after a leap. */
    private static final int DAYS_THAT_CONFIRM = 2;

    /** A pause is no leap if one almost as long was seen before, as with a monthly job. */
    private static final int USUAL = 2;

    /** A clock that nobody doubts. */
    public static ClockVerdict trusting(Instant now) {
        return new ClockVerdict(now, Optional.empty());
    }

    /**
     * Judges the clock. It leapt if there is a gap of more than {@code bound} between the signs of life, or between the last of them
     * and now, and fewer than two days after it, other than today, have signs. Signs that lie in the future are passed over.
     *
     * @param usual the longest pause between two runs that is known; a gap of less than twice as long is no leap
     */
    public static ClockVerdict of(Instant now, Collection<Instant> signs, Duration bound, Duration usual) {
        TreeMap<Long, Instant> newestOfDay = new TreeMap<>();
        for (Instant sign : signs) {
            if (!isAhead(sign, now)) {
                newestOfDay.merge(dayOf(sign), sign, (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        // Not multipliedBy: that goes through BigDecimal, whose classes would cost each dry run 10 ms.
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

    /** Whether a time lies in the future, by more than clocks differ. */
    public static boolean isAhead(Instant time, Instant now) {
        return time.isAfter(now.plus(TOLERANCE));
    }

    public boolean isTrusted() {
        return lastSign.isEmpty();
    }

    /** The time from which ages count where nothing may be removed too early: that of the last sign of life if the clock leapt. */
    public Instant cautiousNow() {
        return lastSign.orElse(now);
    }

    /**
     * Says why something waits.
     *
     * @param what waits, as the beginning of a sentence
     */
    public Finding finding(String what) {
        Instant last = lastSign.orElse(now);
        return Finding.of(
                Finding.Kind.CLOCK,
                "clock",
                what + " because the clock may be wrong: it says " + now + ", "
                        + Duration.between(last, now).toDays() + " days after the last sign of life (" + last + ")",
                "set the clock, or use --trust-clock if it is right; after runs on two further days it is trusted");
    }
}
