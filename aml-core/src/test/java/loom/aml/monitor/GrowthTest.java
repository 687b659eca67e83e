package loom.aml.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import loom.aml.TestStore;
import org.junit.jupiter.api.Test;

class GrowthTest {
    private static List<Metrics> line(int days, double perDay, double noise) {
        Random random = new Random(6);
        List<Metrics> entries = new ArrayList<>();
        for (int hour = 0; hour <= days * 24; hour++) {
            long bytes = Math.round(10_000_000 + perDay * hour / 24 + noise * random.nextGaussian());
            entries.add(WatchedStore.entry(TestStore.NOW.plus(Duration.ofHours(hour)), bytes));
        }
        return entries;
    }

    @Test
    void slope_isThatOfTheLine() {
        Growth growth = Growth.of(line(10, 250_000, 0)).orElseThrow();
        assertThat(growth.bytesPerDay()).isCloseTo(250_000, within(1.0));
        assertThat(growth.itemsPerDay()).isCloseTo(250, within(1.0));
        assertThat(growth.span()).isEqualTo(Duration.ofDays(10));
        assertThat(Growth.of(line(30, -250_000, 100_000)).orElseThrow().bytesPerDay())
                .isCloseTo(-250_000, within(10_000.0));
    }

    @Test
    void growth_isUnknownForLessThanADay() {
        assertThat(Growth.of(List.of())).isEmpty();
        assertThat(Growth.of(line(1, 100, 0).subList(0, 24))).isEmpty();
        assertThat(Growth.of(line(1, 100, 0))).isPresent();
        assertThat(Growth.of(List.of(
                        WatchedStore.entry(TestStore.NOW, 1),
                        WatchedStore.entry(TestStore.NOW.plus(Duration.ofDays(3)), 2))))
                .isEmpty();
    }

    @Test
    void limits_areReachedWhereTheLineMeetsThem() {
        Growth growth = new Growth(1_000, 1, Duration.ofDays(3));
        Instant now = TestStore.NOW;
        assertThat(growth.reaches(15_000, 5_000, now)).contains(now.plus(Duration.ofDays(10)));
        assertThat(growth.reaches(5_000, 5_000, now)).isEmpty();
        assertThat(growth.reaches(Long.MAX_VALUE, 5_000, now)).isEmpty();
        assertThat(new Growth(0, 0, Duration.ofDays(3)).reaches(15_000, 5_000, now))
                .isEmpty();
        assertThat(new Growth(-5, 0, Duration.ofDays(3)).reaches(15_000, 5_000, now))
                .isEmpty();
    }
}
