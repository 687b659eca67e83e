package loom.aml.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import loom.aml.SharedFixtures;
import loom.aml.TestItem;
import loom.aml.TestItem.Shape;
import loom.aml.TestStore;
import loom.aml.store.Finding;
import loom.aml.store.Selection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the runtime would refuse: all that its format does not allow, and nothing that it writes itself. */
class RuntimeSchemaTest {

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() {
        store = TestStore.in(directory);
    }

    private Optional<String> refusal(String file, TestItem item) throws IOException {
        store.put("debugger/" + file, item);
        GcPlan plan = store.plan(open -> new GarbageCollector(GcPolicy.DEFAULT, store.now()).plan(open, Selection.ALL));
        return plan.findings().stream()
                .filter(finding -> finding.kind() == Finding.Kind.RUNTIME_REFUSES)
                .map(Finding::what)
                .findFirst();
    }

    private static TestItem pattern() {
        return TestItem.pattern(TestItem.uuid("p"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"runtime-plain", "runtime-gzip"})
    void runtime_isNotSaidToRefuseWhatItWrote(String fixture) throws IOException {
        Path root = SharedFixtures.require(fixture);
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                store.put(root.relativize(file).toString(), Files.readAllBytes(file));
            }
        }

        GcPlan plan = store.plan(open ->
                new GarbageCollector(GcPolicy.DEFAULT.withForRuntime(true), store.now()).plan(open, Selection.ALL));

        assertThat(plan.items()).isGreaterThan(1_000);
        assertThat(plan.changes().removals())
                .filteredOn(removal -> removal.cause() == GcCause.REFUSED)
                .isEmpty();
        assertThat(plan.findings())
                .filteredOn(finding -> finding.kind() == Finding.Kind.RUNTIME_REFUSES)
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"V1_0_0", "V1_1_0", "V1_2_0"})
    void runtime_loadsSchemaOne(Shape shape) throws IOException {
        assertThat(refusal("patterns.json", TestItem.pattern(shape, TestItem.uuid("p"))))
                .isEmpty();
        assertThat(refusal("solutions.json", TestItem.solution(shape, TestItem.uuid("s"))))
                .isEmpty();
        assertThat(refusal("decisions.json", TestItem.decision(shape, TestItem.uuid("d"))))
                .isEmpty();
    }

    @Test
    void runtime_refusesPatternsOfSchemaTwo_andLoadsTheRest() throws IOException {
        assertThat(refusal("patterns.json", TestItem.pattern(Shape.V2_0_0, TestItem.uuid("p"))))
                .hasValueSatisfying(what -> assertThat(what).contains("metrics"));
        store.put("debugger/patterns.json", "[7]");
        assertThat(refusal("solutions.json", TestItem.solution(Shape.V2_0_0, TestItem.uuid("s"))))
                .isEmpty();
        assertThat(refusal("decisions.json", TestItem.decision(Shape.V2_0_0, TestItem.uuid("d"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"p\"",
                "\"0b2b8a0c-0001-4f0e-9c55-8a6f7d1b2c3\"",
                "\"0b2b8a0c-0001-4f0e-9c55-8a6f7d1b2c3d4\"",
                "\"0b2b8a0c00014f0e9c558a6f7d1b2c3d0000\"",
                "\"0b2b8a0c-0001-4f0e-9c55-8a6f7d1b2c3g\"",
                "\"0b2b8a0c-0001-4f0e-9c55-8a6f7d1b2c3\uff11\"",
                "\"0b2b8a0c0-001-4f0e-9c55-8a6f7d1b2c3d\"",
                "12345",
                "{}"
            })
    void runtime_refusesIdsThatAreNoUuids(String id) throws IOException {
        assertThat(refusal("patterns.json", pattern().withRaw("id", id)))
                .hasValueSatisfying(what -> assertThat(what).contains("id is no UUID"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0b2b8a0c-0001-4f0e-9c55-8a6f7d1b2c3d", "0B2B8A0C-0001-4F0E-9C55-8A6F7D1B2C3D"})
    void runtime_loadsUuidsOfEitherCase(String id) throws IOException {
        assertThat(refusal("patterns.json", pattern().with("id", id))).isEmpty();
    }

    @Test
    void runtime_refusesItemsThatLackARequiredField() throws IOException {
        record Required(String file, TestItem item, String field) {}
        List<Required> required = new ArrayList<>();
        for (String field : new String[] {
            "pattern",
            "pattern.type",
            "pattern.context",
            "pattern.approach",
            "pattern.approach.technique",
            "pattern.approach.rationale",
            "pattern.conditions",
            "pattern.conditions.whenApplicable",
            "pattern.conditions.whenNotApplicable",
            "metrics",
            "metrics.successRate",
            "metrics.executionCount",
            "metrics.avgTimeSavedMs",
            "metrics.errorPreventionCount",
            "evolution",
            "evolution.created",
            "evolution.lastUsed",
            "evolution.refinements",
            "evolution.confidenceScore"
        }) {
            required.add(new Required("patterns.json", pattern(), field));
        }
        for (String field : new String[] {
            "problem",
            "problem.errorType",
            "problem.errorMessage",
            "solution",
            "solution.rootCause",
            "solution.fixApproach",
            "solution.prevention",
            "effectiveness",
            "effectiveness.worked"
        }) {
            required.add(new Required("solutions.json", TestItem.solution(TestItem.uuid("s")), field));
        }
        for (String field : new String[] {"decision", "decision.type", "decision.question", "decision.chosenOption"}) {
            required.add(new Required("decisions.json", TestItem.decision(TestItem.uuid("d")), field));
        }

        for (Required one : required) {
            store = TestStore.in(directory.resolve(one.field));
            assertThat(refusal(one.file, one.item.without(one.field)))
                    .as(one.field)
                    .hasValueSatisfying(what -> assertThat(what).contains(one.field + " is missing or no"));
            assertThat(refusal(one.file, one.item.withRaw(one.field, "null")))
                    .as("%s: null", one.field)
                    .isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "agent, 7, agent is no text",
        "timestamp, 1780000000, timestamp is no text",
        "pattern.type, 7, pattern.type",
        "pattern.context, [], pattern.context",
        "pattern.conditions.whenApplicable, {}, whenApplicable",
        "metrics.executionCount, \"7\", executionCount",
        "metrics.successRate, 1.0001, metrics.successRate is not from 0 to 1",
        "metrics.successRate, -0.0001, metrics.successRate is not from 0 to 1",
        "metrics.successRate, 1e999, metrics.successRate is not from 0 to 1",
        "evolution.confidenceScore, 1.5, evolution.confidenceScore is not from 0 to 1",
        "evolution.lastUsed, 1780000000, evolution.lastUsed",
    })
    void runtime_refusesFieldsOfAnotherTypeOrOutOfRange(String field, String value, String why) throws IOException {
        assertThat(refusal("patterns.json", pattern().withRaw(field, value)))
                .hasValueSatisfying(what -> assertThat(what).contains(why));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "1.0", "1e0"})
    void runtime_loadsRatesFromZeroToOne(String rate) throws IOException {
        assertThat(refusal(
                        "patterns.json",
                        pattern().withRaw("metrics.successRate", rate).withRaw("evolution.confidenceScore", rate)))
                .isEmpty();
    }

    @Test
    void runtime_doesWithoutWhatIsOptional() throws IOException {
        assertThat(refusal("patterns.json", pattern().without("tags").without("active")))
                .isEmpty();
        assertThat(new String(store.bytes("debugger/patterns.json"), StandardCharsets.UTF_8))
                .doesNotContain("codeTemplate", "steps");
    }
}
