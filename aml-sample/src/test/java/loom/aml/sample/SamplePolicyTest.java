package loom.aml.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplePolicyTest {
    private static final SamplePolicy DEFAULT = SamplePolicy.defaultAsOf(Instant.parse("2026-11-23T09:41:07.5Z"));

    @Test
    void default_isAThousandPlainItemsOfSixAgentsAsOfTheStartOfTheDay() {
        assertThat(DEFAULT.toJson())
                .hasToString("{\"items\":1000,\"agents\":6,\"seed\":1,\"gzip\":false,\"schema\":\"1.0.0\",\"rot\":0.25,"
                        + "\"as_of\":\"2026-11-23T00:00:00Z\"}");
    }

    @Test
    void with_changesThatAlone() {
        Instant later = Instant.parse("2026-11-23T09:00:00Z");
        SamplePolicy changed = DEFAULT.withItems(5)
                .withAgents(2)
                .withSeed(-9)
                .withGzip(true)
                .withSchema(SampleSchema.V2_0_0)
                .withRot(0.5)
                .withAsOf(later);

        assertThat(changed).isEqualTo(new SamplePolicy(5, 2, -9, true, SampleSchema.V2_0_0, 0.5, later));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1_000_000_001})
    void items_mustBeUpToABillion(long items) {
        assertThatThrownBy(() -> DEFAULT.withItems(items))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("items must be from 0 to 1000000000: " + items);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_001})
    void agents_mustBeOneToAThousand(int agents) {
        assertThatThrownBy(() -> DEFAULT.withAgents(agents))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("agents must be from 1 to 1000: " + agents);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
    void rot_mustBeAShare(double rot) {
        assertThatThrownBy(() -> DEFAULT.withRot(rot))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rot must be from 0 to 1: " + rot);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0100-01-01T00:00:00Z", "9999-01-01T00:00:00Z"})
    void asOf_mustBeOfAYearThatCanBeWritten(Instant asOf) {
        assertThatThrownBy(() -> SamplePolicy.defaultAsOf(asOf))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("as_of must be from ");
    }

    @ParameterizedTest
    @CsvSource({"1.0.0, V1_0_0", "1.1.0, V1_1_0", "1.2.0, V1_2_0", "2.0.0, V2_0_0"})
    void schema_isFoundByItsNumber(String number, SampleSchema schema) {
        assertThat(SampleSchema.named(number)).contains(schema);
        assertThat(schema.number()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.3.0", "v1.0.0"})
    void schema_isNotFoundByAnythingElse(String number) {
        assertThat(SampleSchema.named(number)).isEmpty();
    }
}
