package loom.aml.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.run.Report;
import loom.aml.store.Explanation;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.PlanSummary;
import loom.aml.store.Selection;
import loom.aml.store.StoreChange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Items that agents write from a prompt, without id, agent or timestamp, are memories and are kept. */
class CompletionTest {
    private static final String PATTERNS = "debugger/patterns.json";
    private static final String ID = "[0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
    private static final String FILE_TIME = "2026-11-20T08:00:00Z";

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() {
        store = TestStore.in(directory);
    }

    private Report gc(GcPolicy policy) throws IOException {
        return store.run(open -> plan(open, policy));
    }

    private GcPlan plan(MemoryStore open, GcPolicy policy) throws IOException {
        return new GarbageCollector(policy, store.now()).plan(open, Selection.ALL);
    }

    private void put(String text) throws IOException {
        store.put(PATTERNS, json(text)).dated(PATTERNS, Instant.parse(FILE_TIME));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    /** Returns the text of the collection with generated ids replaced by a word. */
    private String completed(String text) throws IOException {
        put(text);
        Report report = gc(GcPolicy.DEFAULT);
        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(report.removed()).isZero();
        assertThat(report.transformed()).isEqualTo(1);
        return store.text(PATTERNS).replaceAll(ID, "NEW").replace('"', '\'');
    }

    @Test
    void completion_addsMissingFieldsInFront_andKeepsEveryOtherByte() throws IOException {
        assertThat(completed("[{'pattern':{'type':'x','n':2.50},'unknown':1e3}]"))
                .isEqualTo("[{'id':'NEW','agent':'debugger','timestamp':'" + FILE_TIME
                        + "','pattern':{'type':'x','n':2.50},'unknown':1e3}]");
    }

    @Test
    void completion_separatesMembersAsTheItemDoes() throws IOException {
        assertThat(completed("[\n  {\n    'agent' : 'a',\n    'name' : 'b'\n  }\n]\n"))
                .isEqualTo("[\n  {\n    'id': 'NEW',\n    'timestamp': '" + FILE_TIME
                        + "',\n    'agent' : 'a',\n    'name' : 'b'\n  }\n]\n");
        assertThat(completed("[ { 'name': 'b', 'agent': 'a' } ]"))
                .isEqualTo("[ { 'id': 'NEW', 'timestamp': '" + FILE_TIME + "', 'name': 'b', 'agent': 'a' } ]");
    }

    @Test
    void completion_fillsEmptyMembersInPlace() throws IOException {
        assertThat(completed("[{'timestamp':'','x':1,'id':null,'agent':''}]"))
                .isEqualTo("[{'timestamp':'" + FILE_TIME + "','x':1,'id':'NEW','agent':'debugger'}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "'created':'2026-10-01T00:00:00Z' | 2026-10-01T00:00:00Z",
                "'created_at':'2026-10-01T02:00:00.123+02:00' | 2026-10-01T00:00:00.123Z",
                "'createdAt':1764500000123 | 2025-11-30T10:53:20.123Z",
                "'date':'2026-10-01' | 2026-10-01T00:00:00Z",
                "'last_used':'2026-11-02T00:00:00Z' | 2026-11-02T00:00:00Z",
                "'evolution':{'created':'2026-09-01T00:00:00Z'} | 2026-09-01T00:00:00Z",
                "'created':'2026-10-01T00:00:00Z','last_used':'2026-11-02T00:00:00Z' | 2026-10-01T00:00:00Z",
                "'updated_at':1764500000 | 2025-11-30T10:53:20Z",
                "'created':'some day' | 2026-11-20T08:00:00Z",
                "'created':0 | 2026-11-20T08:00:00Z",
            })
    void completion_takesTheTimeFromTheItem_elseFromTheFile(String fields, String timestamp) throws IOException {
        put("[{'id':'a','agent':'b','name':'c'," + fields + "}]");

        gc(GcPolicy.DEFAULT);

        assertThat(store.text(PATTERNS)).startsWith(json("[{'timestamp':'" + timestamp + "','id':'a'"));
    }

    @Test
    void completion_givesDistinctIds_evenToIdenticalItems() throws IOException {
        put("[" + "{'name':'a'},".repeat(99) + "{'name':'a'}]");

        gc(GcPolicy.DEFAULT);

        List<String> ids = store.ids(PATTERNS);
        assertThat(ids)
                .hasSize(100)
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(UUID.fromString(id)).hasToString(id));
    }

    @Test
    void completion_isUndoneToTheByte_togetherWithTheRemovalsOfItsRun() throws IOException {
        String text = json("[ {'name':'a'}, {}, " + TestItem.pattern(TestItem.uuid("twice")) + ",\n"
                + TestItem.pattern(TestItem.uuid("twice")) + ", {'id':'pat-7','title':'b','confidence':0.8} ]");
        for (boolean gzip : new boolean[] {false, true}) {
            byte[] bytes = gzip ? TestStore.gzip(text) : text.getBytes(StandardCharsets.UTF_8);
            store.put(PATTERNS, bytes);

            Report report = gc(GcPolicy.DEFAULT);

            assertThat(report.removed()).isEqualTo(2);
            assertThat(report.transformed()).isEqualTo(2);
            assertThat(report.outcomes())
                    .extracting(FileOutcome::change)
                    .containsExactly(StoreChange.Kind.REWRITE, StoreChange.Kind.TRANSFORM);
            assertThat(report.canBeUndone()).isTrue();

            store.undo(report.run());

            assertThat(store.text(PATTERNS)).isEqualTo(text);
        }
    }

    @Test
    void undo_keepsACompletedItemThatWasChangedSince() throws IOException {
        put("[{'name':'a'},{'name':'b'}]");
        Report report = gc(GcPolicy.DEFAULT);
        store.rewrite(PATTERNS, store.text(PATTERNS).replace("\"a\"", "\"changed\""));

        store.undo(report.run());

        assertThat(store.text(PATTERNS).replaceAll(ID, "NEW"))
                .isEqualTo(json("[{'id':'NEW','agent':'debugger','timestamp':'" + FILE_TIME
                        + "','name':'changed'},{'name':'b'}]"));
    }

    @Test
    void completion_isDoneOnce() throws IOException {
        put("[{'name':'a'},{'confidence':0.8}]");
        gc(GcPolicy.DEFAULT);
        String once = store.look(PATTERNS);

        Report again = gc(GcPolicy.DEFAULT);

        assertThat(again.changedFiles()).isZero();
        assertThat(store.look(PATTERNS)).isEqualTo(once);
    }

    @Test
    void completion_isPlannedWithoutChangingAnything_andExplainedPerItem() throws IOException {
        put(
                "[{'name':'a','created':'2026-10-01'},{'id':'b','agent':'x','name':'c'},{'id':'d','timestamp':'2026-11-01','name':'e'}]");
        var before = store.everything();

        List<String> explained = new ArrayList<>();
        try (MemoryStore open = store.openReadOnly()) {
            GcPlan plan = plan(open, GcPolicy.DEFAULT);
            assertThat(PlanSummary.of(plan).transformed()).isEqualTo(3);
            assertThat(plan.removes()).isZero();
            Explanation.readTransformed(open, plan.changes(), one -> explained.add(one.toString()));
        }

        assertThat(store.everything()).isEqualTo(before);
        assertThat(explained)
                .containsExactly(
                        json("{'agent':'debugger','kind':'pattern','id':null,'ordinal':0,"
                                + "'missing':['id','agent','timestamp'],'timestamp_from':'created'}"),
                        json("{'agent':'debugger','kind':'pattern','id':'b','ordinal':1,"
                                + "'missing':['timestamp'],'timestamp_from':'file'}"),
                        json("{'agent':'debugger','kind':'pattern','id':'d','ordinal':2,"
                                + "'missing':['agent'],'timestamp_from':null}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'a'}",
                "{'pattern':{'type':'x'}}",
                "{'agent':'debugger'}",
                "{'id':'x'}",
                "{'active':false}",
                "{'count':0}",
                "{'tags':['a']}",
                "{'note':{'deep':[[{'x':'y'}]]}}",
            })
    void gc_neverRemovesAnItemWithContent(String item) throws IOException {
        put("[" + item + "]");
        String said = json(item).substring(1, item.length() - 1);

        Report kept = gc(GcPolicy.DEFAULT.withComplete(false));

        assertThat(store.text(PATTERNS)).isEqualTo(json("[" + item + "]"));
        assertThat(kept.findings()).extracting(Finding::kind).contains(Finding.Kind.INCOMPLETE);

        gc(GcPolicy.DEFAULT);

        assertThat(store.items(PATTERNS)).singleElement().asString().contains(said.trim());
    }

    @Test
    void completion_thatMakesAnItemLoadable_keepsItOutOfTheArchive() throws IOException {
        store.put(
                PATTERNS,
                TestItem.pattern("x").without("id"),
                TestItem.pattern("y").without("metrics"));

        Report report = gc(GcPolicy.DEFAULT.withForRuntime(true));

        assertThat(report.removed()).isEqualTo(1);
        assertThat(report.transformed()).isEqualTo(1);
        assertThat(store.items(PATTERNS)).singleElement().asString().contains("retry-x");
    }
}
