package loom.aml.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.Test;

class FileOutcomeTest {
    private static final FileOutcome.Tally OLD = new FileOutcome.Tally("time_based", "unused_too_long");
    private static final FileOutcome.Tally AGED = new FileOutcome.Tally("time_based", "outdated_solution");
    private static final FileOutcome.Tally TWICE = new FileOutcome.Tally("duplicates", "duplicate");

    private static FileOutcome outcome(String path, Map<FileOutcome.Tally, FileOutcome.Count> removed) {
        return new FileOutcome(path, StoreChange.Kind.REWRITE, true, removed, 0, 100, 40, List.of());
    }

    @Test
    void removals_areCountedByStrategyAndReason_inTheirOrder() {
        FileOutcome outcome = outcome(
                "debugger/patterns.json",
                Map.of(
                        OLD, new FileOutcome.Count(2, 20),
                        AGED, new FileOutcome.Count(1, 10),
                        TWICE, new FileOutcome.Count(4, 30)));

        assertThat(outcome.removed().keySet()).containsExactly(TWICE, AGED, OLD);
        assertThat(outcome.removedItems()).isEqualTo(7);
        assertThat(FileOutcome.Tally.toJson(outcome.removed()))
                .extracting(JsonObject::toString)
                .startsWith("{\"strategy\":\"duplicates\",\"reason\":\"duplicate\",\"items\":4,\"bytes\":30}");
    }

    @Test
    void counts_areSummedUp() {
        FileOutcome.Count count = new FileOutcome.Count(2, 20).plus(3, 5).plus(new FileOutcome.Count(1, 1));

        assertThat(count).isEqualTo(new FileOutcome.Count(6, 26));
        assertThat(FileOutcome.Count.toJson(Map.of("debugger", count)))
                .singleElement()
                .hasToString("{\"agent\":\"debugger\",\"items\":6,\"bytes\":26}");
    }

    @Test
    void agent_isTheDirectory_andAFileOfNobodyHasNone() {
        assertThat(outcome("debugger/patterns.json", Map.of()).agent()).isEqualTo("debugger");
        assertThat(outcome("config.json", Map.of()).agent()).isNull();
    }
}
