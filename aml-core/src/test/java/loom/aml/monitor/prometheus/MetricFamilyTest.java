package loom.aml.monitor.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricFamilyTest {
    @ParameterizedTest
    @EnumSource
    void names_followTheRulesOfPrometheus(MetricFamily family) {
        assertThat(family.metric()).matches("aml(_[a-z]+)+");
        assertThat(family.metric().endsWith("_total")).isEqualTo(family.type() == MetricFamily.Type.COUNTER);
        assertThat(family.help()).endsWith(".").doesNotContain("\n", "\\");
        assertThat(family.labels()).isSorted().doesNotHaveDuplicates().allMatch(label -> label.matches("[a-z]+"));
    }

    /** Programs that convert values rely on the unit at the end of the name. */
    @ParameterizedTest
    @EnumSource
    void names_endWithTheUnit(MetricFamily family) {
        List<MetricFamily.Unit> named = Arrays.stream(MetricFamily.Unit.values())
                .filter(unit -> unit != MetricFamily.Unit.NONE)
                .filter(unit -> family.metric().endsWith("_" + unit.word()))
                .toList();
        if (family.unit() == MetricFamily.Unit.NONE) {
            assertThat(named).isEmpty();
        } else {
            assertThat(named).contains(family.unit());
        }
    }

    @Test
    void names_areUnique() {
        assertThat(MetricFamily.values()).extracting(MetricFamily::metric).doesNotHaveDuplicates();
    }

    @Test
    void sample_needsAValueOfEachLabel() {
        assertThatThrownBy(() -> Sample.of(MetricFamily.AGENT_BYTES, 1, "tester"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("aml_agent_memory_bytes has the labels [agent, store], not the values [tester]");
    }
}
