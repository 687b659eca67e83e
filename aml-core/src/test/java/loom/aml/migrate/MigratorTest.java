package loom.aml.migrate;

import static loom.aml.TestItem.Shape.V1_1_0;
import static loom.aml.TestItem.Shape.V2_0_0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.json.JsonObject;
import loom.aml.maintain.MaintainPolicy;
import loom.aml.maintain.Maintenance;
import loom.aml.run.AutoMigration;
import loom.aml.run.Execution;
import loom.aml.run.Report;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.log.RunRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrations of whole stores, including aborted runs and skipped items. */
class MigratorTest {
    private static final String BAD = "{\"id\": \"bad\", \"agent\": \"debugger\", \"metrics\": 5}";

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void store() throws IOException {
        store = TestStore.in(directory)
                .put("debugger/patterns.json", TestItem.pattern("a"), TestItem.pattern(V1_1_0, "b"))
                .putGzip("debugger/solutions.json", TestItem.solution("s"))
                .put("reviewer/patterns.json", TestItem.pattern("c"))
                .put("reviewer/decisions.json", "[]");
    }

    private Report migrate(MigratePolicy policy) throws IOException {
        return store.run(open -> new Migrator(policy, store.now()).plan(open));
    }

    private MigrationPlan plan(MigratePolicy policy) throws IOException {
        return store.plan(open -> new Migrator(policy, store.now()).plan(open));
    }

    private Detection detection() throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            return Detection.of(open);
        }
    }

    private Optional<SchemaFile> file() throws IOException {
        try (MemoryStore open = store.openReadOnly()) {
            return SchemaFile.of(open);
        }
    }

    private static MigratePolicy to(String version) {
        return MigratePolicy.to(SchemaVersion.parse(version));
    }

    @Test
    void detect_countsMixedVersionsByStoreAndAgent() throws IOException {
        Detection detection = detection();

        assertThat(detection.store().word()).isEqualTo("mixed");
        assertThat(detection.store().known())
                .containsEntry(SchemaVersion.V1_0_0, 3L)
                .containsEntry(SchemaVersion.V1_1_0, 1L);
        assertThat(detection.byAgent().get("debugger").isMixed()).isTrue();
        assertThat(detection.byAgent().get("reviewer").only()).contains(SchemaVersion.V1_0_0);
        assertThat(detection.declared()).isEmpty();
        assertThat(detection.toJson().toString()).contains("\"mixed\":true");
    }

    @Test
    void detect_reportsContradictionBetweenFileAndItems() throws IOException {
        store.put(SchemaFile.PATH, "{\"version\": \"2.0.0\"}");

        assertThat(detection().declared()).contains("2.0.0");
        assertThat(detection().contradictsItself()).isTrue();
    }

    @Test
    void defaultTarget_isTheNewestVersionOfTheRuntime() throws IOException {
        Report report = migrate(MigratePolicy.DEFAULT);

        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(report.transformed()).isEqualTo(4);
        assertThat(detection().store().only()).contains(SchemaVersion.V1_2_0);
        assertThat(store.isGzip("debugger/solutions.json")).isTrue();
        assertThat(store.text("reviewer/decisions.json")).isEqualTo("[]");
    }

    @Test
    void defaultTarget_leavesNewerItemsUnchanged() throws IOException {
        store.put("debugger/patterns.json", TestItem.pattern(V2_0_0, "n"), TestItem.pattern("o"));

        MigrationPlan plan = plan(MigratePolicy.DEFAULT);
        migrate(MigratePolicy.DEFAULT);

        assertThat(plan.findings()).anyMatch(finding -> finding.kind() == Finding.Kind.OTHER_VERSION);
        assertThat(detection().store().known())
                .containsOnlyKeys(SchemaVersion.V1_2_0, SchemaVersion.V2_0_0)
                .containsEntry(SchemaVersion.V2_0_0, 1L);
    }

    @Test
    void plan_listsStepsFilesItemsAndSamples_andChangesNothing() throws IOException {
        SortedMap<String, String> before = store.everything();

        MigrationPlan plan = plan(to("2.0.0"));

        assertThat(plan.items()).isEqualTo(4);
        assertThat(plan.files()).isEqualTo(3);
        assertThat(plan.leavesRuntimeBehind()).isTrue();
        assertThat(plan.steps()).extracting(MigrationPlan.Stage::items).containsExactly(3L, 4L, 4L);
        assertThat(plan.samples()).extracting(MigrationPlan.Sample::id).containsExactly("a", "s");
        assertThat(plan.samples().getFirst().textBefore())
                .isEqualTo(TestItem.pattern("a").toString());
        assertThat(plan.samples().getFirst().textAfter()).contains("\"performance\"");
        assertThat(plan.toJson().toString()).contains("\"runtime_reads_it\":false");
        assertThat(store.everything()).isEqualTo(before);
    }

    @Test
    void planOfTheWayDown_listsStepsInOrder() throws IOException {
        migrate(to("2.0.0"));

        assertThat(plan(to("1.0.0")).steps())
                .extracting(stage -> stage.from() + ">" + stage.to())
                .containsExactly("2.0.0>1.2.0", "1.2.0>1.1.0", "1.1.0>1.0.0");
    }

    @Test
    void migrationToTheCurrentVersion_writesNothing() throws IOException {
        migrate(MigratePolicy.DEFAULT);
        SortedMap<String, String> before = store.memory();

        assertThat(plan(MigratePolicy.DEFAULT).changes().isEmpty()).isTrue();
        migrate(MigratePolicy.DEFAULT);

        assertThat(store.memory()).isEqualTo(before);
    }

    @Test
    void everyRealRun_isRecordedWithItsBackup() throws IOException {
        store.put(SchemaFile.PATH, "{\"version\": \"1.0.0\", \"migration_history\": [], \"mine\": 1}");

        Report up = migrate(to("2.0.0"));
        Report down = store.run(
                open -> new Migrator(to("1.0.0"), store.now()).plan(open), Execution.Options.DEFAULT.withBackup(false));

        List<JsonObject> history = file().orElseThrow().history();
        assertThat(history).extracting(entry -> entry.string("from").orElse("")).containsExactly("mixed", "2.0.0");
        assertThat(history).extracting(entry -> entry.string("to").orElse("")).containsExactly("2.0.0", "1.0.0");
        assertThat(history).extracting(entry -> entry.number("items")).containsExactly(4L, 4L);
        assertThat(history).extracting(entry -> entry.string("run").orElse("")).containsExactly(up.run(), down.run());
        assertThat(history)
                .extracting(entry -> entry.string("backup").orElse("none"))
                .containsExactly(up.backup().snapshot(), "none");
        assertThat(store.text(SchemaFile.PATH)).contains("\"mine\": 1");
        assertThat(file().orElseThrow().version()).contains("1.0.0");
    }

    @Test
    void unreadableSchemaFile_isLeftUnchanged() throws IOException {
        store.put(SchemaFile.PATH, "{\"version\": ");

        Report report = migrate(MigratePolicy.DEFAULT);

        assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(store.text(SchemaFile.PATH)).isEqualTo("{\"version\": ");
        assertThat(detection().store().only()).contains(SchemaVersion.V1_2_0);
        assertThat(detection().findings()).anyMatch(Finding::isProblem);
    }

    @Test
    void invalidItem_abortsTheRunBeforeAnythingIsWritten() throws IOException {
        store.put("reviewer/patterns.json", "[" + BAD + "]");
        SortedMap<String, String> before = store.memory();

        Report report = migrate(to("2.0.0"));

        assertThat(report.outcome()).isEqualTo(Report.Outcome.FAILED);
        assertThat(report.findings())
                .anyMatch(finding -> finding.kind() == Finding.Kind.NOT_MIGRATED
                        && finding.where().equals("debugger/pattern/bad"));
        assertThat(plan(to("2.0.0")).isStopped()).isTrue();
        assertThat(store.memory()).isEqualTo(before);
    }

    @Test
    void skipBad_leavesTheItemUnchanged_andReportsItOnce() throws IOException {
        store.put("reviewer/patterns.json", "[" + TestItem.pattern("c") + ", " + BAD + "]");

        Report report = migrate(to("2.0.0").withSkipBad(true));

        assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(report.findings())
                .filteredOn(finding -> finding.kind() == Finding.Kind.NOT_MIGRATED)
                .hasSize(1);
        assertThat(store.text("reviewer/patterns.json"))
                .endsWith(", " + BAD + "]")
                .contains("\"performance\"");
    }

    @Test
    void damagedFiles_areLeftUnchanged_andTheRestIsMigrated() throws IOException {
        store.put("reviewer/solutions.json", "[{\"id\": ");

        Report report = migrate(MigratePolicy.DEFAULT);

        assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(store.text("reviewer/solutions.json")).isEqualTo("[{\"id\": ");
        assertThat(report.transformed()).isEqualTo(4);
    }

    @Test
    void itemOfUnknownVersion_isCountedAndAbortsTheRun() throws IOException {
        store.put("reviewer/patterns.json", "[{\"id\": \"f\", \"version\": \"9.0.0\"}]");

        assertThat(detection().store().unknown()).isEqualTo(1);
        assertThat(detection().byAgent().get("reviewer").word()).isEqualTo("unknown");
        assertThat(migrate(MigratePolicy.DEFAULT).outcome()).isEqualTo(Report.Outcome.FAILED);
    }

    @Test
    void unknownVersion_isRejectedAsTarget() {
        assertThatThrownBy(() -> plan(to("1.3.0")))
                .hasMessageContaining("known versions are 1.0.0, 1.1.0, 1.2.0, 2.0.0");
    }

    @Test
    void undo_restoresEveryByte() throws IOException {
        store.put(
                "reviewer/solutions.json",
                "[{\"id\":\"t\",\"timestamp\":1767323045,\"metadata\":{\"version\":\"1.2.0\",\"z\":1}}]");
        for (String version : List.of("2.0.0", "1.0.0", "1.2.0")) {
            SortedMap<String, String> before = store.texts();
            Report report = migrate(to(version));

            Report undone = store.undo(report.run());

            assertThat(undone.outcome()).isEqualTo(Report.Outcome.DONE);
            SortedMap<String, String> now = store.texts();
            now.remove(SchemaFile.PATH);
            before.remove(SchemaFile.PATH);
            assertThat(now).as(version).isEqualTo(before);
        }
        RunRecord undo = store.history().getFirst();
        assertThat(undo.operation()).isEqualTo("undo");
        assertThat(file().orElseThrow().history()).hasSize(6);
        assertThat(file().orElseThrow().version()).contains("1.0.0");
    }

    @Test
    void undo_preservesLaterWrites_andTouchesNoOtherItem() throws IOException {
        store.put("debugger/patterns.json", TestItem.pattern("a"), TestItem.pattern(TestItem.Shape.V1_2_0, "old"));
        Report report = migrate(to("1.2.0"));
        String used = store.text("debugger/patterns.json").replace("\"executionCount\": 20", "\"executionCount\": 21");
        String added = used.substring(0, used.length() - 2) + ",\n  " + TestItem.pattern("new") + "\n]";
        store.rewrite("debugger/patterns.json", added);

        store.undo(report.run());

        String patterns = store.text("debugger/patterns.json");
        assertThat(patterns)
                .isEqualTo(TestItem.collection(TestItem.pattern("a"), TestItem.pattern(TestItem.Shape.V1_2_0, "old"))
                        .replace("\"executionCount\": 20", "\"executionCount\": 21")
                        .replaceFirst("\n]$", ",\n  " + TestItem.pattern("new") + "\n]"));
    }

    @Test
    void autoMigration_migratesOlderItemsUp_andNothingDown() throws IOException {
        store.put(
                "debugger/patterns.json",
                "[" + TestItem.pattern(V2_0_0, "n") + "," + TestItem.pattern("o") + ","
                        + BAD.replace("5}", "5, \"metadata\": 1}") + "]");
        Maintenance.Result result;
        try (MemoryStore open = store.open()) {
            MaintainPolicy policy = MaintainPolicy.DEFAULT.withAutoMigration(new AutoMigration(SchemaVersion.V1_2_0));
            result = new Maintenance(open, policy).run(store.execution(open), Execution.Options.DEFAULT);
        }

        assertThat(result.migration()).isPresent();
        assertThat(result.migration().get().report().orElseThrow().backup()).isNotNull();
        assertThat(result.migration().get().report().orElseThrow().transformed())
                .isEqualTo(3);
        assertThat(result.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(store.history()).extracting(RunRecord::operation).contains("migrate", "gc", "prune");
        try (MemoryStore open = store.open()) {
            assertThat(new AutoMigration(SchemaVersion.V1_2_0)
                            .run(open, store.execution(open), Execution.Options.DEFAULT))
                    .satisfies(again -> assertThat(again.report()).isEmpty());
        }
    }
}
