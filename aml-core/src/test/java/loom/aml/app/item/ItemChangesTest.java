package loom.aml.app.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.edit.Feedback;
import loom.aml.edit.InvalidItemException;
import loom.aml.edit.ItemEdit;
import loom.aml.edit.Verdict;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.item.Revision;
import loom.aml.item.schema.RuntimeSchema;
import loom.aml.run.PinPlan;
import loom.aml.run.Report;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoredItem;
import loom.aml.store.log.RunRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Added, edited and removed items are complete, conditional, recorded, and undone to the byte. */
class ItemChangesTest {
    private static final ItemKey PATTERN = new ItemKey("debugger", ItemKind.PATTERN, TestItem.uuid("a"));

    @TempDir
    private Path directory;

    private final RandomGenerator random = new Random(20_261_130);
    private TestStore store;

    @BeforeEach
    void makeStore() throws IOException {
        store = TestStore.in(directory)
                .put(
                        "debugger/patterns.json",
                        TestItem.pattern(TestItem.uuid("a")),
                        TestItem.pattern(TestItem.uuid("b")))
                .putGzip("debugger/solutions.json", TestItem.solution(TestItem.uuid("c")))
                .put("debugger/decisions.json", TestItem.decision(TestItem.uuid("d")));
    }

    /** An operation on an open store. */
    private interface Use<R> {
        R on(MemoryStore store) throws Exception;
    }

    private <R> R on(Use<R> use) throws Exception {
        try (MemoryStore open = store.open()) {
            R result = use.on(open);
            store.pass(Duration.ofSeconds(1));
            return result;
        }
    }

    private ItemChanged add(ItemKind kind, String agent, String fields) throws Exception {
        return on(
                open -> new AddItem(open, random).run(new AddItem.Request(kind, agent, fields.getBytes(UTF_8), false)));
    }

    private ItemChanged edit(ItemKey key, Map<String, String> set, Optional<Revision> revision) throws Exception {
        return on(open -> new EditItem(open, random)
                .run(new EditItem.Request(key, new ItemEdit.Fields(set, Set.of()), revision, false)));
    }

    private ItemChanged addTo(ItemKey key, Map<String, String> values) throws Exception {
        return on(open -> new EditItem(open, random)
                .run(new EditItem.Request(key, new ItemEdit.Addition(values), Optional.empty(), false)));
    }

    private ItemChanged remove(ItemKey key) throws Exception {
        return on(open ->
                new RemoveItem(open, random).run(new RemoveItem.Request(key, "no longer true", Optional.empty())));
    }

    private ItemChanged feedback(ItemKey key, Verdict verdict, OptionalLong saved) throws Exception {
        return on(open -> new RecordFeedback(open, random)
                .run(new RecordFeedback.Request(key, new Feedback(verdict, saved), Optional.empty())));
    }

    private StoredItem get(ItemKey key) throws Exception {
        return on(open -> open.get(key).orElseThrow());
    }

    private Report undo(ItemChanged changed) throws IOException {
        return store.undo(changed.report().orElseThrow().run());
    }

    private static final Map<ItemKind, String> LEAST = Map.of(
            ItemKind.PATTERN, "{\"pattern\":{\"approach\":{\"technique\":\"t\",\"rationale\":\"r\"}}}",
            ItemKind.SOLUTION, "{\"problem\":{\"errorMessage\":\"m\"},\"solution\":{\"fixApproach\":\"f\"}}",
            ItemKind.DECISION, "{\"decision\":{\"question\":\"q\",\"chosenOption\":\"o\"}}");

    @ParameterizedTest
    @EnumSource(names = {"PATTERN", "SOLUTION", "DECISION"})
    void add_completesAnItem_soThatTheRuntimeLoadsIt(ItemKind kind) throws Exception {
        ItemChanged added = add(kind, "newcomer", LEAST.get(kind));

        Item item = get(added.key()).fields();
        assertThat(RuntimeSchema.refusal(item)).isNull();
        assertThat(item.agentField()).isEqualTo("newcomer");
        assertThat(item.timestamp()).isEqualTo(TestStore.NOW);
        assertThat(item.isActive()).isTrue();
        assertThat(added.item().orElseThrow().revision()).isEqualTo(Revision.of(item));
    }

    @ParameterizedTest
    @EnumSource(names = {"PATTERN", "SOLUTION", "DECISION"})
    void add_withoutARequiredField_saysWhichOne_andWritesNothing(ItemKind kind) throws Exception {
        SortedMap<String, String> before = store.texts();

        assertThatThrownBy(() -> add(kind, "debugger", "{}"))
                .isInstanceOf(InvalidItemException.class)
                .hasMessageEndingWith(" is required");

        assertThat(store.texts()).isEqualTo(before);
        assertThat(store.history()).isEmpty();
    }

    @Test
    void add_keepsUnknownFields_andTheSpellingOfNumbers() throws Exception {
        ItemChanged added = add(
                ItemKind.PATTERN,
                "debugger",
                "{\"x\\u00e9\":2.50,\"pattern\":{\"approach\":{\"technique\":\"t\",\"rationale\":\"r\",\"cost\":1e3}}}");

        assertThat(get(added.key()).json()).contains("\"x\\u00e9\": 2.50").contains("\"cost\": 1e3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"id":"no-uuid","decision":{"question":"q","chosenOption":"o"}} | id must be a UUID
                    {"agent":"other","decision":{"question":"q","chosenOption":"o"}} | agent is 'other'
                    {"decision":{"question":7,"chosenOption":"o"}}                   | question must be a string
                    {"decision":7}                                                   | 'decision' is not an object
                    {"decision":{"question":"q","question":"p","chosenOption":"o"}}  | twice
                    [1]                                                              | not a JSON object
                    {"decision":                                                     | not a JSON object
                    """)
    void add_ofAnItemThatTheRuntimeWouldReject_isRefused(String fields, String why) {
        assertThatThrownBy(() -> add(ItemKind.DECISION, "debugger", fields))
                .isInstanceOf(InvalidItemException.class)
                .hasMessageContaining(why);
    }

    @Test
    void add_withAnExistingId_isAConflict_thatShowsTheItem() {
        String fields = "{\"id\":\"" + PATTERN.id() + "\","
                + LEAST.get(ItemKind.PATTERN).substring(1);

        assertThatThrownBy(() -> add(ItemKind.PATTERN, "debugger", fields))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        conflict -> assertThat(conflict.current())
                                .hasValueSatisfying(
                                        item -> assertThat(item.key()).isEqualTo(PATTERN)));
    }

    @Test
    void add_andUndo_restoreTheCollection() throws Exception {
        SortedMap<String, String> before = store.texts();

        Report undone = undo(add(ItemKind.SOLUTION, "debugger", LEAST.get(ItemKind.SOLUTION)));

        assertThat(undone.findings()).isEmpty();
        assertThat(store.texts()).isEqualTo(before);
    }

    @Test
    void edit_changesOneField_andNoOtherByte() throws Exception {
        String before = get(PATTERN).json();

        ItemChanged edited = edit(PATTERN, Map.of("metrics.successRate", "0.25"), Optional.empty());

        assertThat(get(PATTERN).json()).isEqualTo(before.replace("\"successRate\": 0.8", "\"successRate\": 0.25"));
        assertThat(edited.report().orElseThrow().transformed()).isEqualTo(1);
    }

    @Test
    void addition_comesAfterWhatTheItemSays_andIsNotAddedTwice() throws Exception {
        String rationale = "pattern.approach.rationale";
        edit(PATTERN, Map.of(rationale, "\"Never retry at once\"", "tags", "[\"net\"]"), Optional.empty());
        Map<String, String> more = Map.of(rationale, "\"Wait a second.\"", "tags", "[\"net\",\"retry\"]");
        String before = get(PATTERN).json();

        addTo(PATTERN, more);

        assertThat(get(PATTERN).json())
                .isEqualTo(before.replace("at once\"", "at once. Wait a second.\"")
                        .replace("[\"net\"]", "[\"net\", \"retry\"]"));
        assertThat(addTo(PATTERN, more).isUnchanged()).isTrue();
        // Another sentence, although it has the same words.
        assertThat(addTo(PATTERN, Map.of(rationale, "\"retry at once\"")).isUnchanged())
                .isFalse();
    }

    @Test
    void edit_andUndo_restoreTheFormerBytes() throws Exception {
        SortedMap<String, String> before = store.texts();

        undo(edit(PATTERN, Map.of("pattern.approach.technique", "\"wait\"", "notes", "[1.0, 2]"), Optional.empty()));

        assertThat(store.texts()).isEqualTo(before);
    }

    @Test
    void edit_ofAnOutdatedRevision_isAConflict() throws Exception {
        Revision seen = get(PATTERN).revision();
        edit(PATTERN, Map.of("metrics.successRate", "0.25"), Optional.of(seen));

        assertThatThrownBy(() -> edit(PATTERN, Map.of("metrics.successRate", "0.5"), Optional.of(seen)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining(get(PATTERN).revision().toString());
    }

    @Test
    void edit_thatChangesNothing_isARunWithoutAChange() throws Exception {
        SortedMap<String, String> before = store.texts();

        assertThat(edit(PATTERN, Map.of("metrics.successRate", "0.8"), Optional.empty())
                        .isUnchanged())
                .isTrue();
        assertThat(store.texts()).isEqualTo(before);
    }

    @Test
    void edit_thatTheRuntimeWouldReject_isRefused_unlessItRejectsTheItemAnyway() throws Exception {
        assertThatThrownBy(() -> edit(PATTERN, Map.of("metrics.successRate", "2"), Optional.empty()))
                .isInstanceOf(InvalidItemException.class)
                .hasMessageContaining("metrics.successRate");
        assertThatThrownBy(() -> edit(PATTERN, Map.of("id", "\"" + TestItem.uuid("z") + "\""), Optional.empty()))
                .isInstanceOf(InvalidItemException.class)
                .hasMessageContaining("id");

        store.put("debugger/patterns.json", TestItem.pattern("short"));
        ItemKey refused = new ItemKey("debugger", ItemKind.PATTERN, "short");
        assertThat(edit(refused, Map.of("metrics.successRate", "0.5"), Optional.empty())
                        .isUnchanged())
                .isFalse();
    }

    @Test
    void undo_ofAnEditOfAnItemThatChangedSince_leavesTheItemAlone() throws Exception {
        ItemChanged first = edit(PATTERN, Map.of("metrics.successRate", "0.25"), Optional.empty());
        edit(PATTERN, Map.of("metrics.successRate", "0.5"), Optional.empty());
        SortedMap<String, String> before = store.texts();

        Report undone = undo(first);

        assertThat(undone.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.CHANGED);
            assertThat(finding.where()).isEqualTo(PATTERN.toString());
        });
        assertThat(store.texts()).isEqualTo(before);
    }

    @Test
    void undo_ofSeveralEdits_newestFirst_restoresTheOriginal() throws Exception {
        SortedMap<String, String> before = store.texts();
        ItemChanged first = edit(PATTERN, Map.of("metrics.successRate", "0.25"), Optional.empty());
        ItemChanged second = edit(PATTERN, Map.of("metrics.successRate", "0.5"), Optional.empty());
        ItemChanged third = remove(PATTERN);

        undo(third);
        undo(second);
        undo(first);

        assertThat(store.texts()).isEqualTo(before);
    }

    @Test
    void remove_archivesTheItemWithItsReason_andUndoRestoresIt() throws Exception {
        SortedMap<String, String> before = store.texts();

        ItemChanged removed = remove(PATTERN);

        assertThat(removed.item()).isEmpty();
        assertThat(removed.report().orElseThrow().removedByCause().keySet())
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .contains("by_request", "manual_deletion");
        undo(removed);
        assertThat(store.texts()).isEqualTo(before);
    }

    @Test
    void remove_ofAPinnedItem_isRefused() throws Exception {
        store.run(open -> PinPlan.pin(open, PATTERN.id()));

        assertThatThrownBy(() -> remove(PATTERN)).isInstanceOf(PinnedItemException.class);

        assertThat(get(PATTERN)).isNotNull();
    }

    @Test
    void feedback_thatAPatternHelped_countsIt() throws Exception {
        feedback(PATTERN, Verdict.HELPED, OptionalLong.of(820));

        Item item = get(PATTERN).fields();
        assertThat(item.executions()).isEqualTo(21);
        assertThat(item.successRate()).hasValue(0.8095);
        assertThat(item.avgTimeSavedMs()).isEqualTo(420);
        assertThat(item.confidence()).hasValue(0.64);
        assertThat(item.recordedUse()).isEqualTo(TestStore.NOW);
        assertThat(RuntimeSchema.refusal(item)).isNull();
    }

    @Test
    void feedback_thatAPatternFailed_countsIt() throws Exception {
        feedback(PATTERN, Verdict.FAILED, OptionalLong.empty());

        Item item = get(PATTERN).fields();
        assertThat(item.executions()).isEqualTo(21);
        assertThat(item.successRate()).hasValue(0.7619);
        assertThat(item.confidence()).hasValue(0.48);
    }

    @ParameterizedTest
    @EnumSource(TestItem.Shape.class)
    void feedback_updatesTheFieldsOfTheItemsShape(TestItem.Shape shape) throws Exception {
        store.put("debugger/patterns.json", TestItem.pattern(shape, PATTERN.id()));

        feedback(PATTERN, Verdict.HELPED, OptionalLong.of(820));

        Item item = get(PATTERN).fields();
        assertThat(item.executions()).isEqualTo(21);
        assertThat(item.avgTimeSavedMs()).isEqualTo(420);
        assertThat(item.confidence()).hasValue(0.64);
        assertThat(item.recordedUse()).isEqualTo(TestStore.NOW);
        assertThat(get(PATTERN).json().contains("performance")).isEqualTo(shape == TestItem.Shape.V2_0_0);
    }

    @Test
    void feedback_onAFlatItem_updatesItsSpellings() throws Exception {
        store.put(
                "debugger/patterns.json",
                "[{\"id\":\"f\",\"agent\":\"debugger\",\"useCount\":1,\"success_rate\":1.0,\"confidence_score\":0.5}]");
        ItemKey flat = new ItemKey("debugger", ItemKind.PATTERN, "f");

        feedback(flat, Verdict.FAILED, OptionalLong.empty());

        assertThat(get(flat).json())
                .contains("\"useCount\":2", "\"success_rate\":0.5", "\"confidence_score\":0.4")
                .doesNotContain("metrics");
    }

    @Test
    void feedback_onSolutionsAndDecisions_updatesTheFieldsOfTheirRules() throws Exception {
        ItemKey solution = new ItemKey("debugger", ItemKind.SOLUTION, TestItem.uuid("c"));
        ItemKey decision = new ItemKey("debugger", ItemKind.DECISION, TestItem.uuid("d"));

        feedback(solution, Verdict.FAILED, OptionalLong.empty());
        feedback(decision, Verdict.HELPED, OptionalLong.empty());

        assertThat(get(solution).fields().worked()).contains(false);
        assertThat(get(decision).fields().wouldRepeat()).contains(true);
        assertThat(RuntimeSchema.refusal(get(decision).fields())).isNull();
    }

    @Test
    void feedback_thatAnItemIsObsolete_deactivatesIt() throws Exception {
        feedback(PATTERN, Verdict.OBSOLETE, OptionalLong.empty());

        assertThat(get(PATTERN).fields().isActive()).isFalse();
    }

    @Test
    void everyChange_isARunOfItsOwn_withTheKeyOfTheItem() throws Exception {
        feedback(PATTERN, Verdict.HELPED, OptionalLong.empty());

        RunRecord run = store.history().getFirst();
        assertThat(run.operation()).isEqualTo("feedback");
        assertThat(run.started().object("policy").orElseThrow().strings("items"))
                .containsExactly(PATTERN.toString());
        assertThat(run.started().object("policy").orElseThrow().string("verdict"))
                .contains("helped");
    }
}
