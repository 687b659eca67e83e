package loom.aml.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "1500, 1.5 kB",
        "99900, 99.9 kB",
        "100000, 100 kB",
        "999999, 1.0 MB",
        "65000000, 65.0 MB",
        "1300000000, 1.3 GB",
        "-1500, -1.5 kB"
    })
    void size_hasTheUnitThatFits(long bytes, String said) {
        assertThat(Amounts.size(bytes)).isEqualTo(said);
    }

    @Test
    void counts_haveSeparatorsAndTheirNounsPlurals() {
        assertThat(Amounts.items(1)).isEqualTo("1 item");
        assertThat(Amounts.items(12345)).isEqualTo("12,345 items");
    }

    @Test
    void numbers_areFormattedLikeTheJdk() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            long number = random.nextLong() >> random.nextInt(64);
            assertThat(Amounts.count(number)).isEqualTo(String.format(Locale.ROOT, "%,d", number));

            // Larger doubles are not exact.
            long bytes = number >> 11;
            assertThat(Amounts.size(bytes)).isEqualTo(sizeByTheJdk(bytes));

            long millis = 100 + random.nextInt(9_900);
            assertThat(Amounts.duration(Duration.ofMillis(millis)))
                    .isEqualTo(String.format(Locale.ROOT, millis < 1_000 ? "%.2f s" : "%.1f s", millis / 1000.0));
        }
        assertThat(Amounts.count(Long.MIN_VALUE)).isEqualTo("-9,223,372,036,854,775,808");
        assertThat(Amounts.size(Long.MIN_VALUE)).isEqualTo("-9.2 EB");
    }

    private static String sizeByTheJdk(long bytes) {
        double amount = Math.abs((double) bytes);
        int unit = 0;
        while (amount >= 999.5) {
            amount /= 1000;
            unit++;
        }
        String number = String.format(Locale.ROOT, unit == 0 || amount >= 99.95 ? "%.0f" : "%.1f", amount);
        return (bytes < 0 ? "-" : "") + number + " "
                + List.of("B", "kB", "MB", "GB", "TB", "PB").get(unit);
    }

    @Test
    void durations_haveASuitablePrecision() {
        assertThat(Amounts.duration(Duration.ofNanos(400_000))).isEqualTo("0 ms");
        assertThat(Amounts.duration(Duration.ofMillis(99))).isEqualTo("99 ms");
        assertThat(Amounts.duration(Duration.ofMillis(100))).isEqualTo("0.10 s");
        assertThat(Amounts.duration(Duration.ofMillis(340))).isEqualTo("0.34 s");
        assertThat(Amounts.duration(Duration.ofMillis(1340))).isEqualTo("1.3 s");
        assertThat(Amounts.duration(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(Amounts.duration(Duration.ofSeconds(125))).isEqualTo("2 min 5 s");
    }

    @Test
    void ages_haveTheUnitThatFits() {
        Instant now = Instant.parse("2026-11-23T12:00:00Z");
        assertThat(Amounts.ago(now.minusSeconds(5), now)).isEqualTo("just now");
        assertThat(Amounts.ago(now.minusSeconds(600), now)).isEqualTo("10 minutes ago");
        assertThat(Amounts.ago(now.minusSeconds(7200), now)).isEqualTo("2 hours ago");
        assertThat(Amounts.ago(now.minus(Duration.ofDays(40)), now)).isEqualTo("40 days ago");
    }
}
