package loom.aml.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrunePolicyTest {

    @Test
    void default_matchesTheSeed() {
        assertThat(PrunePolicy.DEFAULT)
                .isEqualTo(new PrunePolicy(
                        EnumSet.allOf(Strategy.class),
                        new PrunePolicy.Ages(
                                Duration.ofDays(90), Optional.empty(), Duration.ofDays(180), Duration.ofDays(30)),
                        new PrunePolicy.Quality(0.30, 0.20, 0.15, 0.50, 3),
                        new PrunePolicy.Space(80L << 20, 800L << 20, 0.70, 0.20, 0.85),
                        Map.of()));
    }

    @Test
    void aggressive_changesThreeThresholdsOnly() {
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
    void withMethods_changeNothingElse() {
        PrunePolicy policy = PrunePolicy.DEFAULT.withLimits(100, 1_000).withStrategies(Set.of(Strategy.SPACE_BASED));

        assertThat(policy.space().agentLimit()).isEqualTo(100);
        assertThat(policy.space().totalLimit()).isEqualTo(1_000);
        assertThat(policy.strategies()).containsExactly(Strategy.SPACE_BASED);
        assertThat(policy)
                .usingRecursiveComparison()
                .ignoringFields("space.agentLimit", "space.totalLimit", "strategies")
                .isEqualTo(PrunePolicy.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pattern_unused", "solution_age", "decision_age", "failed_age"})
    void nonPositiveAge_isRejectedByName(String name) {
        for (Duration age : List.of(Duration.ZERO, Duration.ofDays(-1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> withAge(name, age))
                    .withMessageContaining(name);
        }
        assertThat(withAge(name, Duration.ofNanos(1))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failed_success",
                "min_success",
                "min_confidence",
                "min_outcome",
                "agent_target",
                "total_give",
                "protected_from"
            })
    void shareOutside0To1_isRejectedByName(String name) {
        for (double share : new double[] {-0.01, 1.01, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> withShare(name, share))
                    .withMessageContaining(name);
        }
        withShare(name, 0);
        withShare(name, 1);
    }

    @Test
    void negativeCountOrLimit_isRejected() {
        PrunePolicy.Ages ages = PrunePolicy.Ages.DEFAULT;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PrunePolicy.Quality(0, 0, 0, 0, -1))
                .withMessageContaining("min_executions");
        assertThatIllegalArgumentException().isThrownBy(() -> PrunePolicy.DEFAULT.withLimits(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> PrunePolicy.DEFAULT.withLimits(1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new PrunePolicy.OfAgent(ages, -1));

        assertThat(new PrunePolicy.Quality(0, 0, 0, 0, 0).minExecutions()).isZero();
        assertThat(PrunePolicy.DEFAULT.withLimits(0, 0).space().totalLimit()).isZero();
        assertThat(new PrunePolicy.OfAgent(ages, 0).limit()).isZero();
    }

    private static PrunePolicy.Ages withAge(String name, Duration age) {
        Duration sound = Duration.ofDays(1);
        return new PrunePolicy.Ages(
                name.equals("pattern_unused") ? age : sound,
                Optional.of(name.equals("solution_age") ? age : sound),
                name.equals("decision_age") ? age : sound,
                name.equals("failed_age") ? age : sound);
    }

    private static void withShare(String name, double share) {
        new PrunePolicy.Quality(
                name.equals("failed_success") ? share : 0,
                name.equals("min_success") ? share : 0,
                name.equals("min_confidence") ? share : 0,
                name.equals("min_outcome") ? share : 0,
                0);
        new PrunePolicy.Space(
                0,
                0,
                name.equals("agent_target") ? share : 0,
                name.equals("total_give") ? share : 0,
                name.equals("protected_from") ? share : 0);
    }

    @Test
    void agent_canHaveItsOwnAgesAndLimit() {
        PrunePolicy.Ages ages = withAge("failed_age", Duration.ofDays(3));
        PrunePolicy policy = new PrunePolicy(
                PrunePolicy.DEFAULT.strategies(),
                PrunePolicy.Ages.DEFAULT,
                PrunePolicy.Quality.DEFAULT,
                PrunePolicy.Space.DEFAULT,
                Map.of("debugger", new PrunePolicy.OfAgent(ages, 5)));

        assertThat(policy.of("debugger").ages()).isEqualTo(ages);
        assertThat(policy.of("debugger").space().agentLimit()).isEqualTo(5);
        assertThat(policy.of("debugger").space().totalLimit()).isEqualTo(800L << 20);
        assertThat(policy.of("tester")).isEqualTo(policy);
        assertThat(policy.toJson().objects("agents")).singleElement().satisfies(own -> {
            assertThat(own.string("agent")).contains("debugger");
            assertThat(own.number("agent_limit_bytes")).isEqualTo(5);
        });
    }

    @Test
    void toJson_containsEveryThreshold() {
        assertThat(PrunePolicy.DEFAULT.toJson())
                .hasToString("{\"strategies\":[\"time_based\",\"performance_based\",\"space_based\"],"
                        + "\"pattern_unused_days\":90,\"solution_age_days\":null,\"decision_age_days\":180,"
                        + "\"failed_age_days\":30,\"failed_success\":0.3,\"min_success\":0.2,\"min_confidence\":0.15,"
                        + "\"min_outcome\":0.5,\"min_executions\":3,\"agent_limit_bytes\":83886080,"
                        + "\"total_limit_bytes\":838860800,\"agent_target\":0.7,\"total_give\":0.2,\"protected_from\":0.85,"
                        + "\"agents\":[]}");
    }

    @Test
    void strategies_areNamedByTheirWords() {
        assertThat(Strategy.named("time_based")).contains(Strategy.TIME_BASED);
        assertThat(Strategy.named("Performance-Based")).contains(Strategy.PERFORMANCE_BASED);
        assertThat(Strategy.named("SPACE_BASED")).contains(Strategy.SPACE_BASED);
        assertThat(Strategy.named("time")).isEmpty();
        assertThat(Strategy.named("")).isEmpty();
    }
}
