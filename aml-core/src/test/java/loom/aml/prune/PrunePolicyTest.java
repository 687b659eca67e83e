package loom.aml.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrunePolicyTest {

    @Test
    void default_isTheTableOfTheSeed() {
        assertThat(PrunePolicy.DEFAULT)
                .isEqualTo(new PrunePolicy(
                        EnumSet.allOf(Strategy.class),
                        Duration.ofDays(90),
                        Duration.ofDays(365),
                        Duration.ofDays(180),
                        0.30,
                        Duration.ofDays(30),
                        0.20,
                        0.15,
                        0.50,
                        3,
                        80_000_000,
                        800_000_000,
                        0.70,
                        0.20,
                        0.85));
    }

    @Test
    void aggressive_movesThreeThresholdsAndNothingElse() {
        PrunePolicy policy = PrunePolicy.DEFAULT.aggressive();

        assertThat(policy.patternUnused()).isEqualTo(Duration.ofDays(60));
        assertThat(policy.decisionAge()).isEqualTo(Duration.ofDays(120));
        assertThat(policy.minSuccess()).isEqualTo(0.30);
        assertThat(policy)
                .usingRecursiveComparison()
                .ignoringFields("patternUnused", "decisionAge", "minSuccess")
                .isEqualTo(PrunePolicy.DEFAULT);
    }

    @Test
    void withers_changeWhatTheyNameAndNothingElse() {
        PrunePolicy policy = PrunePolicy.DEFAULT.withLimits(100, 1_000).withStrategies(Set.of(Strategy.SPACE_BASED));

        assertThat(policy.agentLimit()).isEqualTo(100);
        assertThat(policy.totalLimit()).isEqualTo(1_000);
        assertThat(policy.strategies()).containsExactly(Strategy.SPACE_BASED);
        assertThat(policy)
                .usingRecursiveComparison()
                .ignoringFields("agentLimit", "totalLimit", "strategies")
                .isEqualTo(PrunePolicy.DEFAULT);
    }

    @Test
    void policy_refusesWhatMakesNoSense() {
        PrunePolicy sound = PrunePolicy.DEFAULT;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> withAges(Duration.ZERO, sound.failedAge()))
                .withMessageContaining("pattern_unused");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withAges(sound.patternUnused(), Duration.ofDays(-1)))
                .withMessageContaining("failed_age");
        for (double share : new double[] {-0.01, 1.01, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> withShare(share))
                    .withMessageContaining("min_success");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> sound.withLimits(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> sound.withLimits(1, -1));
    }

    private static PrunePolicy withAges(Duration patternUnused, Duration failedAge) {
        return new PrunePolicy(
                Set.of(),
                patternUnused,
                Duration.ofDays(1),
                Duration.ofDays(1),
                0,
                failedAge,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0);
    }

    private static PrunePolicy withShare(double minSuccess) {
        Duration day = Duration.ofDays(1);
        return new PrunePolicy(Set.of(), day, day, day, 0, day, minSuccess, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void toJson_namesEveryThreshold() {
        assertThat(PrunePolicy.DEFAULT.toJson())
                .hasToString(
                        "{\"strategies\":[\"time_based\",\"performance_based\",\"space_based\"],"
                                + "\"pattern_unused_days\":90,\"solution_age_days\":365,\"decision_age_days\":180,"
                                + "\"failed_success\":0.3,\"failed_age_days\":30,\"min_success\":0.2,\"min_confidence\":0.15,"
                                + "\"min_outcome\":0.5,\"min_executions\":3,\"agent_limit_bytes\":80000000,"
                                + "\"total_limit_bytes\":800000000,\"agent_target\":0.7,\"total_give\":0.2,\"protected_from\":0.85}");
    }

    @Test
    void strategies_goByTheirWords() {
        assertThat(Strategy.named("time_based")).contains(Strategy.TIME_BASED);
        assertThat(Strategy.named("Performance-Based")).contains(Strategy.PERFORMANCE_BASED);
        assertThat(Strategy.named("SPACE_BASED")).contains(Strategy.SPACE_BASED);
        assertThat(Strategy.named("time")).isEmpty();
        assertThat(Strategy.named("")).isEmpty();
    }
}
