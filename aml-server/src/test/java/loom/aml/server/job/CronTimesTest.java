package loom.aml.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times of cron expressions, in the time zone of Berlin. */
class CronTimesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static CronTimes parsed(String expression) throws InvalidTimesException {
        return CronTimes.parse(expression, BERLIN, Instant.parse("2026-01-01T00:00:00Z"));
    }

    /** Returns the next times, as local times. */
    private static List<String> times(String expression, String after, int number) throws InvalidTimesException {
        CronTimes times = parsed(expression);
        List<String> found = new ArrayList<>();
        Instant time = LocalDateTime.parse(after).atZone(BERLIN).toInstant();
        for (int i = 0; i < number; i++) {
            time = times.after(time);
            found.add(time.atZone(BERLIN).toOffsetDateTime().toString());
        }
        return found;
    }

    @Test
    void timeThatSummerTimeSkips_isAtTheChange() throws Exception {
        assertThat(times("30 2 * * *", "2026-03-28T00:00", 3))
                .containsExactly("2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
        assertThat(times("*/30 1-3 * * *", "2026-03-29T01:00", 4))
                .containsExactly(
                        "2026-03-29T01:30+01:00",
                        "2026-03-29T03:00+02:00",
                        "2026-03-29T03:30+02:00",
                        "2026-03-30T01:00+02:00");
    }

    @Test
    void timeThatOccursTwice_countsOnce() throws Exception {
        assertThat(times("30 2 * * *", "2026-10-24T12:00", 2))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
        assertThat(times("*/30 1-3 * * *", "2026-10-25T01:30", 3))
                .containsExactly("2026-10-25T02:00+02:00", "2026-10-25T02:30+02:00", "2026-10-25T03:00+01:00");
    }

    @ParameterizedTest
    @CsvSource({
        "30 2 * * *, 2026-10-25T02:29:59+02:00, 2026-10-25T02:30+02:00",
        "30 2 * * *, 2026-10-25T02:30:07+02:00, 2026-10-26T02:30+01:00",
        "30 2 * * *, 2026-10-25T02:59:59+02:00, 2026-10-26T02:30+01:00",
        "30 2 * * *, 2026-10-25T02:12+01:00,    2026-10-26T02:30+01:00",
        "30 2 * * *, 2026-10-25T02:30:07+01:00, 2026-10-26T02:30+01:00",
        "30 * * * *, 2026-10-25T02:30:07+02:00, 2026-10-25T02:30+01:00",
        "30 * * * *, 2026-10-25T02:31+01:00,    2026-10-25T03:30+01:00",
        "30 * * * *, 2026-03-29T01:30:07+01:00, 2026-03-29T03:30+02:00"
    })
    void timeThatOccursTwice_countsOnce_unlessItIsThatOfEveryHour_alsoAfterADelayedStart(
            String expression, String after, String next) throws Exception {
        assertThat(parsed(expression)
                        .after(OffsetDateTime.parse(after).toInstant())
                        .atZone(BERLIN)
                        .toOffsetDateTime())
                .isEqualTo(OffsetDateTime.parse(next));
    }

    @Test
    void everyHour_isEveryHour_acrossBothChanges() throws Exception {
        assertThat(times("0 * * * *", "2026-03-29T00:30", 3))
                .containsExactly("2026-03-29T01:00+01:00", "2026-03-29T03:00+02:00", "2026-03-29T04:00+02:00");
        assertThat(times("0 * * * *", "2026-10-25T01:30", 3))
                .containsExactly("2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00", "2026-10-25T03:00+01:00");
    }

    @Test
    void lastDays_areThoseThatExist() throws Exception {
        assertThat(times("15 3 31 * *", "2026-01-31T12:00", 2))
                .containsExactly("2026-03-31T03:15+02:00", "2026-05-31T03:15+02:00");
        assertThat(times("0 0 29 2 *", "2026-01-01T00:00", 2))
                .containsExactly("2028-02-29T00:00+01:00", "2032-02-29T00:00+01:00");
    }

    @Test
    void dayOfMonthAndDayOfWeek_eitherSuffices() throws Exception {
        assertThat(times("0 0 13 * 5", "2026-11-10T00:00", 3))
                .containsExactly("2026-11-13T00:00+01:00", "2026-11-20T00:00+01:00", "2026-11-27T00:00+01:00");
        assertThat(times("0 0 14 * fri", "2026-11-10T00:00", 2))
                .containsExactly("2026-11-13T00:00+01:00", "2026-11-14T00:00+01:00");
    }

    @ParameterizedTest
    @CsvSource({"0 4 * * 0", "0 4 * * 7", "0 4 * * sun"})
    void sunday_hasThreeNames(String expression) throws Exception {
        assertThat(times(expression, "2026-11-23T00:00", 1)).containsExactly("2026-11-29T04:00+01:00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "61 4 * * *; 61 not in range [0, 59]",
                "0 24 * * *; 24 not in range [0, 23]",
                "0 4 1 13 *; 13 not in range [1, 12]",
                "0 22-2 * * *; range",
                "*/0 4 * * *; Period 0",
                "0 4 * * noday; NODAY",
                "0 4 * *; 4 parts",
                "0 4 30 2 *; never comes"
            })
    void expressionWithoutMeaning_isRefusedWithTheReason(String expression, String reason) {
        assertThatThrownBy(() -> parsed(expression))
                .isInstanceOf(InvalidTimesException.class)
                .hasMessageContainingAll("'" + expression + "'", reason);
    }
}
