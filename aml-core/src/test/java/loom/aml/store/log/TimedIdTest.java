package loom.aml.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that ids return the times from which they were created. */
class TimedIdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00.000Z",
                "2026-03-29T01:59:59.999Z",
                "2028-02-29T12:00:00.010Z",
                "0001-01-01T00:00:00.001Z",
                "9999-12-31T23:59:59.999Z"
            })
    void timeOf_returnsTheTimeOfTheId(String time) {
        Instant instant = Instant.parse(time);

        assertThat(TimedId.timeOf(TimedId.of(instant, new Random(1)))).contains(instant);
    }

    @Test
    void timeOf_hasMilliseconds() {
        Instant instant = Instant.parse("2026-11-23T08:09:10.011999Z");

        assertThat(TimedId.timeOf(TimedId.of(instant, new Random(1))))
                .contains(Instant.parse("2026-11-23T08:09:10.011Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "unrecorded",
                "20261123T080910.011Z",
                "20261123T080910.011Z_3f9a",
                "20261323T080910.011Z-3f9a",
                "20260230T080910.011Z-3f9a",
                "20261123T250910.011Z-3f9a",
                "20261123t080910.011Z-3f9a",
                "2026112３T080910.011Z-3f9a"
            })
    void timeOf_isEmptyForInvalidIds(String id) {
        assertThat(TimedId.timeOf(id)).isEmpty();
    }
}
