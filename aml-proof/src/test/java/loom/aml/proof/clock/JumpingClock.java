package loom.aml.proof.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import loom.aml.proof.Shell;

/** A clock that is right until it is asked for the k-th time, and wrong by a leap from then on. */
final class JumpingClock implements InstantSource {

    /** How wrong a clock can be. */
    enum Leap {
        YEAR_AHEAD(Duration.ofDays(365)),
        YEAR_BACK(Duration.ofDays(-365)),
        /** Longer than a holiday: more than the bound above which a clock is not believed. */
        DAYS_45_AHEAD(Duration.ofDays(45)),
        /** Summer time that was taken for the time in UTC, or the other way round. */
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

    /** A clock that is right. */
    static JumpingClock right() {
        return new JumpingClock(Duration.ZERO, 0);
    }

    /** A clock that jumps when it is asked for the k-th time; before that if k is 1. */
    static JumpingClock jumping(Leap leap, int question) {
        return new JumpingClock(leap.by, question);
    }

    @Override
    public Instant instant() {
        return asked.incrementAndGet() < question ? Shell.BEGAN : Shell.BEGAN.plus(by);
    }

    /** How often it was asked. */
    int asked() {
        return asked.get();
    }
}
