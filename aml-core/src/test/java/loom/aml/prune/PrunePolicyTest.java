package loom.aml.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrunePolicyTest {

    @Test
    void default_isTheTableOfTheSeed() {
        assertThat(PrunePolicy.DEFAULT)
                .isEqualTo(new PrunePolicy(
                        EnumSet.allOf(Strategy.class),
                        new PrunePolicy.Ages(
                                Duration.ofDays(90), Duration.ofDays(365), Duration.ofDays(180), Duration.ofDays(30)),
                        new PrunePolicy.Quality(0.30, 0.20, 0.15, 0.50, 3),
                        new PrunePolicy.Space(80_000_000, 800_000_000, 0.70, 0.20, 0.85),
                        Map.of()));
    }

    @Test
    void aggressive_movesThreeThresholdsAndNothingElse() {
        PrunePolicy policy = PrunePolicy.DEFAULT.aggressive();

        assertThat(policy.ages().patternUnused()).isEqualTo(Duration.ofDays(60));
        assertThat(policy.ages().decision()).isEqualTo(Duration.ofDays(120));
        assertThat(policy.quality().minSuccess()).isEqualTo(0.30);
        assertThat(policy)
                .usingRecursiveComparison()
                .ignoringFields("ages.patternUnused", "ages.decision", "quality.minSuccess")
                .isEqualTo(PrunePolicy.DEFAULT);
    }

    @Test
    void withers_changeWhatTheyNameAndNothingElse() {
        PrunePolicy policy = PrunePolicy.DEFAULT.withLimits(100, 1_000).withStrategies(Set.of(Strategy.SPACE_BASED));

        assertThat(policy.space().agentLimit()).isEqualTo(100);
        assertThat(policy.space().totalLimit()).isEqualTo(1_000);
        assertThat(policy.strategies()).containsExactly(Strategy.SPACE_BASED);
        assertThat(policy)
                .usingRecursiveComparison()
                .ignoringFields("space.agentLimit", "space.totalLimit", "strategies")
                .isEqualTo(PrunePolicy.DEFAULT);
    }

    @Test
    void policy_refusesWhatMakesNoSense() {
        PrunePolicy sound = PrunePolicy.DEFAULT;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> withAges(Duration.ZERO, sound.ages().failed()))
                .withMessageContaining("pattern_unused");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withAges(sound.ages().patternUnused(), Duration.ofDays(-1)))
                .withMessageContaining("failed_age");
        for (double share : new double[] {-0.01, 1.01, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> withShare(share))
                    .withMessageContaining("min_success");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> sound.withLimits(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> sound.withLimits(1, -1));
    }

    private static PrunePolicy.Ages withAges(Duration patternUnused, Duration failed) {
        return new PrunePolicy.Ages(patternUnused, Duration.ofDays(1), Duration.ofDays(1), failed);
    }

    private static PrunePolicy.Quality withShare(double minSuccess) {
        return new PrunePolicy.Quality(0, minSuccess, 0, 0, 0);
    }

    @Test
    void agent_mayHaveAgesAndALimitOfItsOwn() {
        PrunePolicy.Ages ages = withAges(Duration.ofDays(7), Duration.ofDays(3));
        PrunePolicy policy = new PrunePolicy(
                PrunePolicy.DEFAULT.strategies(),
                PrunePolicy.Ages.DEFAULT,
                PrunePolicy.Quality.DEFAULT,
                PrunePolicy.Space.DEFAULT,
                Map.of("debugger", new PrunePolicy.OfAgent(ages, 5)));

        assertThat(policy.of("debugger").ages()).isEqualTo(ages);
        assertThat(policy.of("debugger").space().agentLimit()).isEqualTo(5);
        assertThat(policy.of("debugger").space().totalLimit()).isEqualTo(800_000_000);
        assertThat(policy.of("tester")).isEqualTo(policy);
        assertThat(policy.toJson().objects("agents")).singleElement().satisfies(own -> {
            assertThat(own.string("agent")).contains("debugger");
            assertThat(own.number("agent_limit_bytes")).isEqualTo(5);
        });
    }

    @Test
    void toJson_namesEveryThreshold() {
        assertThat(PrunePolicy.DEFAULT.toJson())
                .hasToString("{\"strategies\":[\"time_based\",\"performance_based\",\"space_based\"],"
                        + "\"pattern_unused_days\":90,\"solution_age_days\":365,\"decision_age_days\":180,"
                        + "\"failed_age_days\":30,\"failed_success\":0.3,\"min_success\":0.2,\"min_confidence\":0.15,"
                        + "\"min_outcome\":0.5,\"min_executions\":3,\"agent_limit_bytes\":80000000,"
                        + "\"total_limit_bytes\":800000000,\"agent_target\":0.7,\"total_give\":0.2,\"protected_from\":0.85,"
                        + "\"agents\":[]}");
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
