package loom.aml.proof.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import loom.aml.proof.Shell;

/** A clock that is correct until its k-th reading and then wrong by a fixed offset. */
final class JumpingClock implements InstantSource {

    /** The errors of a clock. */
    enum Leap {
        YEAR_AHEAD(Duration.ofDays(365)),
        YEAR_BACK(Duration.ofDays(-365)),
        /** Longer than a holiday: above the limit beyond which the clock is not trusted. */
        DAYS_45_AHEAD(Duration.ofDays(45)),
        /** Summer time interpreted as UTC, or vice versa. */
        HOUR_AHEAD(Duration.ofHours(1)),
        HOUR_BACK(Duration.ofHours(-1)),
        /** The battery of the clock is empty. */
        IN_1970(between(1970)),
        /** The last year of an unsigned count of seconds in 32 bits. */
        IN_2106(between(2106));

        private final Duration by;

        Leap(Duration by) {
            this.by = by;
        }

        private static Duration between(int year) {
            Instant then = LocalDate.of(year, Month.JANUARY, 2).atStartOfDay().toInstant(ZoneOffset.UTC);
            return Duration.between(Shell.BEGAN, then);
        }
    }

    private final Duration by;
    private final int question;
    private final AtomicInteger asked = new AtomicInteger();

    private JumpingClock(Duration by, int question) {
        this.by = by;
        this.question = question;
    }

    /** A correct clock. */
    static JumpingClock right() {
        return new JumpingClock(Duration.ZERO, 0);
    }

    /** A clock that jumps at its k-th reading; from the beginning if k is 1. */
    static JumpingClock jumping(Leap leap, int question) {
        return new JumpingClock(leap.by, question);
    }

    @Override
    public Instant instant() {
        return asked.incrementAndGet() < question ? Shell.BEGAN : Shell.BEGAN.plus(by);
    }

    /** Returns the number of readings. */
    int asked() {
        return asked.get();
    }
}
