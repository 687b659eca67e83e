package loom.aml.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DrawsTest {

    @Test
    void next_isThePublishedGenerator() {
        Draws draws = new Draws(42);
        SplittableRandom reference = new SplittableRandom(42);
        for (int i = 0; i < 1_000; i++) {
            assertThat(draws.next()).isEqualTo(reference.nextLong());
        }
    }

    @Test
    void of_givesNeighboursNothingInCommon() {
        Set<Long> drawn = new HashSet<>();
        int count = 0;
        for (long seed = -3; seed < 4; seed++) {
            for (int agent = 0; agent < 4; agent++) {
                for (int kind = 0; kind < 4; kind++) {
                    Draws draws = Draws.of(seed, agent, kind);
                    for (int i = 0; i < 200; i++, count++) {
                        drawn.add(draws.next());
                    }
                }
            }
        }

        assertThat(drawn).hasSize(count);
    }

    @Test
    void of_heedsTheOrderOfTheKeys() {
        assertThat(Draws.of(1, 2).next()).isNotEqualTo(Draws.of(2, 1).next());
    }

    @Test
    void between_givesBothBoundsAndNothingBeyond() {
        Draws draws = new Draws(1);
        Set<Integer> drawn = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            drawn.add(draws.between(-2, 3));
        }

        assertThat(drawn).containsExactlyInAnyOrder(-2, -1, 0, 1, 2, 3);
    }

    @Test
    void skewed_givesSmallOnesFarMoreOften() {
        Draws draws = new Draws(1);
        int small = 0;
        for (int i = 0; i < 10_000; i++) {
            long drawn = draws.skewed(100, 900);
            assertThat(drawn).isBetween(100L, 900L);
            small += drawn < 200 ? 1 : 0;
        }

        assertThat(small).isBetween(4_800, 5_200);
    }

    @Test
    void percent_isTrueSoManyTimesInAHundred() {
        Draws draws = new Draws(1);
        int count = 0;
        for (int i = 0; i < 10_000; i++) {
            count += draws.percent(30) ? 1 : 0;
        }

        assertThat(count).isBetween(2_800, 3_200);
        assertThat(draws.percent(0)).isFalse();
        assertThat(draws.percent(100)).isTrue();
    }
}
