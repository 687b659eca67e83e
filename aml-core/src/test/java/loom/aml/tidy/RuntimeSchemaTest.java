package loom.aml.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.SharedFixtures;
import loom.aml.TestItem;
import loom.aml.TestItem.Shape;
import loom.aml.TestStore;
import loom.aml.item.BlankItem;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.RandomJson;
import loom.aml.item.schema.RuntimeSchema;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.Selection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema check rejects everything that the runtime's format forbids and nothing that the runtime writes itself. */
class RuntimeSchemaTest {

    private static final List<String> VALUES =
            List.of("null", "\"\"", "\"a\"", "7", "{}", "\"\\u0061\"", "\"" + TestItem.uuid("x") + "\"");

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
    void schema_acceptsEverythingTheRuntimeWrote(String fixture) throws IOException {
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
    void schema_acceptsVersionOne(Shape shape) throws IOException {
        assertThat(refusal("patterns.json", TestItem.pattern(shape, TestItem.uuid("p"))))
                .isEmpty();
        assertThat(refusal("solutions.json", TestItem.solution(shape, TestItem.uuid("s"))))
                .isEmpty();
        assertThat(refusal("decisions.json", TestItem.decision(shape, TestItem.uuid("d"))))
                .isEmpty();
    }

    @Test
    void schema_rejectsPatternsOfVersionTwo_andAcceptsTheRest() throws IOException {
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
    void schema_rejectsIdsThatAreNotUuids(String id) throws IOException {
        assertThat(refusal("patterns.json", pattern().withRaw("id", id)))
                .hasValueSatisfying(what -> assertThat(what).contains("id must be a UUID"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0b2b8a0c-0001-4f0e-9c55-8a6f7d1b2c3d", "0B2B8A0C-0001-4F0E-9C55-8A6F7D1B2C3D"})
    void schema_acceptsUuidsOfEitherCase(String id) throws IOException {
        assertThat(refusal("patterns.json", pattern().with("id", id))).isEmpty();
    }

    @Test
    void schema_rejectsItemsThatLackARequiredField() throws IOException {
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
            "problem.context",
            "effectiveness",
            "effectiveness.worked",
            "effectiveness.timeToFixMinutes",
            "effectiveness.preventedRecurrence",
            "effectiveness.relatedErrorsFixed",
            "verifiedCount"
        }) {
            required.add(new Required("solutions.json", TestItem.solution(TestItem.uuid("s")), field));
        }
        for (String field : new String[] {
            "decision",
            "decision.type",
            "decision.question",
            "decision.context",
            "decision.chosenOption",
            "decision.alternativesConsidered",
            "decision.decisionFactors",
            "decision.decisionFactors.primary",
            "decision.decisionFactors.secondary",
            "outcome.successMetrics",
            "outcome.lessonsLearned",
            "outcome.wouldRepeat"
        }) {
            required.add(new Required("decisions.json", decisionWithOutcome(), field));
        }

        for (Required one : required) {
            store = TestStore.in(directory.resolve(one.field));
            assertThat(refusal(one.file, one.item.without(one.field)))
                    .as(one.field)
                    .hasValueSatisfying(what -> assertThat(what).contains(one.field + " is required"));
            assertThat(refusal(one.file, one.item.withRaw(one.field, "null")))
                    .as("%s: null", one.field)
                    .isPresent();
        }
    }

    private static TestItem decisionWithOutcome() {
        return TestItem.decision(TestItem.uuid("d"))
                .without("decision.decisionFactors")
                .withRaw("decision.decisionFactors.primary", "[\"cost\"]")
                .withRaw("decision.decisionFactors.secondary", "[]")
                .withRaw("outcome.successMetrics.developmentSpeed", "2")
                .withRaw("outcome.successMetrics.maintainability", "0.7")
                .withRaw("outcome.successMetrics.customMetrics", "{\"latency\": 12.5}")
                .withRaw("outcome.lessonsLearned", "[\"measure first\"]")
                .withRaw("outcome.wouldRepeat", "true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "patterns | agent | 7 | agent must be a string",
                "patterns | timestamp | 1780000000 | timestamp must be a string",
                "patterns | tags | \"one\" | tags must be a list of strings",
                "patterns | tags | [\"one\", 2] | tags must be a list of strings",
                "patterns | tags | null | tags must be a list of strings",
                "patterns | tags | {} | tags must be a list of strings",
                "patterns | active | \"yes\" | active must be true or false",
                "patterns | active | 1 | active must be true or false",
                "patterns | active | null | active must be true or false",
                "patterns | pattern.type | 7 | pattern.type must be a string",
                "patterns | pattern.context | [] | pattern.context must be an object of strings, numbers and booleans",
                "patterns | pattern.context | {\"a\": []} | pattern.context must be an object of strings",
                "patterns | pattern.context | {\"a\": 1, \"b\": [\"x\"]} | pattern.context must be an object of strings",
                "patterns | pattern.context | {\"a\": {\"b\": 1}} | pattern.context must be an object of strings",
                "patterns | pattern.context | {\"a\": null} | pattern.context must be an object of strings",
                "patterns | pattern.approach.codeTemplate | 7 | pattern.approach.codeTemplate must be a string",
                "patterns | pattern.approach.codeTemplate | null | pattern.approach.codeTemplate must be a string",
                "patterns | pattern.approach.steps | \"first\" | pattern.approach.steps must be a list of strings",
                "patterns | pattern.approach.steps | [{\"do\": \"it\"}] | pattern.approach.steps must be a list of strings",
                "patterns | pattern.conditions.whenApplicable | {} | whenApplicable must be a list of strings",
                "patterns | pattern.conditions.whenNotApplicable | [null] | whenNotApplicable must be a list of strings",
                "patterns | metrics.executionCount | \"7\" | metrics.executionCount must be a number",
                "patterns | metrics.successRate | 1.0001 | metrics.successRate must be a number from 0 to 1",
                "patterns | metrics.successRate | -0.0001 | metrics.successRate must be a number from 0 to 1",
                "patterns | metrics.successRate | 1e999 | metrics.successRate must be a number from 0 to 1",
                "patterns | evolution.confidenceScore | 1.5 | evolution.confidenceScore must be a number from 0 to 1",
                "patterns | evolution.lastUsed | 1780000000 | evolution.lastUsed must be a string",
                "solutions | problem.context | [] | problem.context must be an object",
                "solutions | problem.context | {\"files\": [\"a\"]} | problem.context must be an object of strings",
                "solutions | problem.stackTraceHash | 7 | problem.stackTraceHash must be a string",
                "solutions | solution.codeFix | [] | solution.codeFix must be a string",
                "solutions | solution.relatedPatterns | [7] | solution.relatedPatterns must be a list of strings",
                "solutions | effectiveness.worked | \"yes\" | effectiveness.worked must be true or false",
                "solutions | effectiveness.timeToFixMinutes | \"5\" | effectiveness.timeToFixMinutes must be a number",
                "solutions | effectiveness.preventedRecurrence | true | effectiveness.preventedRecurrence must be a number",
                "solutions | verifiedCount | \"3\" | verifiedCount must be a number",
                "decisions | decision.context | {\"a\": [1]} | decision.context must be an object of strings",
                "decisions | decision.alternativesConsidered | \"one\" | decision.alternativesConsidered must be a list",
                "decisions | decision.alternativesConsidered | [{\"option\": \"a\"}] | decision.alternativesConsidered must be",
                "decisions | decision.decisionFactors | [] | decision.decisionFactors must be an object",
                "decisions | decision.decisionFactors.primary | \"cost\" | decision.decisionFactors.primary must be a list",
                "decisions | decision.rationale | [] | decision.rationale must be a string",
                "decisions | outcome | \"good\" | outcome must be an object",
                "decisions | outcome | null | outcome must be an object",
                "decisions | outcome.successMetrics | 0.9 | outcome.successMetrics must be an object",
                "decisions | outcome.successMetrics.developmentSpeed | 2.1 | developmentSpeed must be a number from 0 to 2",
                "decisions | outcome.successMetrics.apiPerformance | -1 | apiPerformance must be a number from 0 to 1",
                "decisions | outcome.successMetrics.clientSatisfaction | 90 | clientSatisfaction must be a number from 0 to 1",
                "decisions | outcome.successMetrics.maintainability | \"high\" | maintainability must be a number from 0 to 1",
                "decisions | outcome.successMetrics.customMetrics | {\"a\": \"b\"} | customMetrics must be an object of numbers",
                "decisions | outcome.lessonsLearned | \"none\" | outcome.lessonsLearned must be a list of strings",
                "decisions | outcome.wouldRepeat | \"yes\" | outcome.wouldRepeat must be true or false",
                "decisions | outcome.improvements | [1] | outcome.improvements must be a list of strings",
                "decisions | reviewedAt | 1780000000 | reviewedAt must be a string",
            })
    void schema_rejectsFieldsOfAnotherTypeOrOutOfRange(String kind, String field, String value, String why)
            throws IOException {
        TestItem item = switch (kind) {
            case "patterns" -> pattern();
            case "solutions" -> TestItem.solution(TestItem.uuid("s"));
            default -> decisionWithOutcome();
        };
        assertThat(refusal(kind + ".json", item)).as("unchanged").isEmpty();

        assertThat(refusal(kind + ".json", item.withRaw(field, value)))
                .hasValueSatisfying(what -> assertThat(what).contains(why));
    }

    @Test
    void schema_acceptsEveryScalarInAContext_andEmptyLists() throws IOException {
        assertThat(refusal(
                        "patterns.json",
                        pattern()
                                .withRaw(
                                        "pattern.context",
                                        "{ \"a\" : \"x, \\\"y\\\": [\" ,\"b\":-1.5e3, \"c\": true,\"d\":false , \"é\": 0 }")
                                .withRaw("tags", "[ ]")
                                .withRaw("pattern.approach.steps", "[\"one\" , \"two, [three]\"]")
                                .with("active", false)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "1.0", "1e0"})
    void schema_acceptsRatesFromZeroToOne(String rate) throws IOException {
        assertThat(refusal(
                        "patterns.json",
                        pattern().withRaw("metrics.successRate", rate).withRaw("evolution.confidenceScore", rate)))
                .isEmpty();
    }

    @Test
    void schema_acceptsItemsWithoutOptionalFields() throws IOException {
        assertThat(refusal("patterns.json", pattern().without("tags").without("active")))
                .isEmpty();
        assertThat(new String(store.bytes("debugger/patterns.json"), StandardCharsets.UTF_8))
                .doesNotContain("codeTemplate", "steps");
    }

    private static TestItem itemOf(ItemKind kind) {
        return switch (kind) {
            case PATTERN -> pattern();
            case SOLUTION -> TestItem.solution(TestItem.uuid("s"));
            case DECISION -> decisionWithOutcome();
            case NOTE, ENTRY -> throw new IllegalArgumentException("not of the runtime");
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"PATTERN", "SOLUTION", "DECISION"})
    void itemsToComplete_areJudgedAfterCompletion(ItemKind kind) throws IOException {
        int refused = 0;
        List<Integer> seeds = CaseSample.seeds(2_000);
        for (int seed : seeds) {
            Random random = new Random(seed);
            TestItem made = itemOf(kind);
            for (String field :
                    new String[] {"id", "agent", "timestamp", "pattern", "solution.rootCause", "decision"}) {
                if (random.nextInt(4) == 0) {
                    made = random.nextBoolean()
                            ? made.without(field)
                            : made.withRaw(field, VALUES.get(random.nextInt(VALUES.size())));
                }
            }
            String text = random.nextInt(4) == 0 ? new RandomJson(random).itemLike() : made.toString();
            Item item = Item.alone(text.getBytes(StandardCharsets.UTF_8), kind);
            CollectionFile file = new CollectionFile("debugger", kind, false);
            Item completed = BlankItem.isBlank(item)
                    ? item
                    : Item.alone(new Completion(file, TestStore.NOW, TestStore.NOW).completed(item), kind);

            if (completed != item) {
                assertThat(RuntimeSchema.refusal(item, Completion::adds))
                        .as("seed %d: %s", seed, text)
                        .isEqualTo(RuntimeSchema.refusal(completed));
            }
            refused += RuntimeSchema.refusal(completed) == null ? 0 : 1;
        }
        assertThat(refused).as("both outcomes occur often").isBetween(seeds.size() / 6, 5 * seeds.size() / 6);
    }
}
