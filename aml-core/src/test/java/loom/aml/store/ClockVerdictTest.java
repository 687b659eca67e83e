package loom.aml.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a clock is believed. */
class ClockVerdictTest {
    private static final Instant DAY_0 = Instant.parse("2026-03-01T04:00:00Z");
    private static final Duration BOUND = Duration.ofDays(30);

    /** The times of runs at 4 o'clock on these days. */
    private static List<Instant> days(int... days) {
        return IntStream.of(days).mapToObj(ClockVerdictTest::day).toList();
    }

    private static Instant day(int day) {
        return DAY_0.plus(Duration.ofDays(day));
    }

    private static ClockVerdict verdict(int day, List<Instant> signs) {
        return ClockVerdict.of(day(day), signs, BOUND, Duration.ZERO);
    }

    @Test
    void clock_isTrusted_whereNothingIsKnown() {
        assertThat(verdict(0, List.of()).isTrusted()).isTrue();
    }

    @Test
    void clock_isTrusted_asLongAsAMonth() {
        assertThat(verdict(30, days(0)).isTrusted()).isTrue();
        assertThat(verdict(31, days(0)).isTrusted()).isFalse();
        assertThat(verdict(31, days(0)).lastSign()).contains(day(0));
    }

    @Test
    void leapOfAYear_isDoubted_andSaysSinceWhen() {
        ClockVerdict verdict = verdict(367, days(0, 1, 2));

        assertThat(verdict.isTrusted()).isFalse();
        assertThat(verdict.cautiousNow()).isEqualTo(day(2));
        assertThat(verdict.finding("it waits").what()).contains("365 days after the newest known timestamp");
        assertThat(verdict.finding("it waits").isProblem()).isTrue();
    }

    @Test
    void signsOfToday_confirmNothing_forTheClockOfTodayMadeThem() {
        List<Instant> signs = new ArrayList<>(days(0, 1, 2));
        for (int minute = 1; minute < 240; minute++) {
            signs.add(day(367).minus(Duration.ofMinutes(minute)));
        }

        assertThat(verdict(367, signs).isTrusted()).isFalse();
    }

    @Test
    void runsOnTwoFurtherDays_confirmTheClock() {
        assertThat(verdict(368, days(0, 1, 2, 367)).isTrusted()).isFalse();
        assertThat(verdict(369, days(0, 1, 2, 367, 368)).isTrusted()).isTrue();
        assertThat(verdict(400, days(0, 1, 2, 367, 372, 380)).isTrusted())
                .as("not each day")
                .isTrue();
    }

    @Test
    void timesInTheFuture_areIgnored() {
        assertThat(verdict(3, days(0, 1, 2, 400)).isTrusted()).isTrue();
        assertThat(verdict(40, days(0, 1, 2, 400)).lastSign()).contains(day(2));
    }

    @Test
    void clockSetBackAYear_isTrusted_becauseNothingBecomesOlder() {
        assertThat(verdict(-365, days(0, 1, 2)).isTrusted()).isTrue();
    }

    @Test
    void holidayOf45Days_isDoubted_andConfirmedByTwoDaysOfWork() {
        assertThat(verdict(48, days(0, 1, 2, 3)).isTrusted()).isFalse();
        assertThat(verdict(50, days(0, 1, 2, 3, 48, 49)).isTrusted()).isTrue();
    }

    @Test
    void monthlyJob_isTrusted_onceItsIntervalIsKnown() {
        assertThat(ClockVerdict.of(day(93), days(0, 31, 62), BOUND, Duration.ofDays(31))
                        .isTrusted())
                .isTrue();
        assertThat(ClockVerdict.of(day(427), days(0, 31, 62), BOUND, Duration.ofDays(31))
                        .isTrusted())
                .isFalse();
    }

    @Test
    void year1970_doesNotConfirmALaterTime() {
        assertThat(verdict(0, List.of(Instant.EPOCH)).isTrusted()).isFalse();
        assertThat(ClockVerdict.of(Instant.EPOCH, days(0, 1), BOUND, Duration.ZERO)
                        .isTrusted())
                .isTrue();
    }

    @Test
    void daylightSavingAndZoneChanges_areTrusted() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        List<Instant> signs = new ArrayList<>();
        for (LocalDateTime at = LocalDateTime.parse("2026-03-27T02:30");
                at.isBefore(LocalDateTime.parse("2026-03-31T00:00"));
                at = at.plusDays(1)) {
            signs.add(at.atZone(berlin).toInstant());
        }
        signs.add(LocalDateTime.parse("2026-03-31T02:30")
                .atZone(ZoneId.of("Pacific/Kiritimati"))
                .toInstant());
        signs.add(LocalDateTime.parse("2026-03-31T02:30")
                .atZone(ZoneId.of("Pacific/Pago_Pago"))
                .toInstant());

        for (Instant now : List.copyOf(signs)) {
            assertThat(ClockVerdict.of(now, signs, BOUND, Duration.ZERO).isTrusted())
                    .isTrue();
        }
    }

    @Test
    void clocksThatDifferByMinutes_areNotAhead() {
        assertThat(ClockVerdict.isAhead(DAY_0.plus(Duration.ofMinutes(5)), DAY_0))
                .isFalse();
        assertThat(ClockVerdict.isAhead(DAY_0.plus(Duration.ofMinutes(6)), DAY_0))
                .isTrue();
    }
}
