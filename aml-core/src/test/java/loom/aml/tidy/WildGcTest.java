package loom.aml.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import loom.aml.TestStore;
import loom.aml.WildStore;
import loom.aml.item.WildFixtures;
import loom.aml.item.WildFixtures.Wild;
import loom.aml.run.Report;
import loom.aml.store.Finding;
import loom.aml.store.Selection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Garbage collection of real stores found in the field. */
class WildGcTest {

    private static final Map<String, Integer> SAVED = Map.of(
            "cut-off.json", 2,
            "cut-off-before-bracket.json", 3,
            "gzip-cut-off-in-trailer.json", 3,
            "gzip-bad-crc.json", 3,
            "two-documents.json", 6,
            "invalid-utf8.json", 3,
            "root-object.json", 3,
            "trailing-comma.json", 3,
            "missing-comma.json", 3,
            "utf-16.json", 1);

    @TempDir
    private Path directory;

    private static Report gc(TestStore store, GcPolicy policy) throws IOException {
        return store.run(open -> new GarbageCollector(policy, store.now()).plan(open, Selection.ALL));
    }

    private static Map<String, Finding> damagesOf(Report report) {
        return report.findings().stream()
                .filter(finding -> finding.kind() == Finding.Kind.DAMAGED)
                .collect(Collectors.toMap(Finding::where, Function.identity()));
    }

    @Test
    void gc_leavesDamagedFilesUntouched_locatesTheDamage_andProcessesTheOthers() throws IOException {
        WildStore wild = WildStore.in(directory, WildFixtures.damaged());
        TestStore store = wild.store();
        SortedMap<String, String> before = store.memory();

        Report report = gc(store, GcPolicy.DEFAULT);

        assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        Map<String, Finding> damages = damagesOf(report);
        assertThat(damages).hasSize(wild.files().size());
        for (Wild file : wild.files()) {
            assertThat(store.look(wild.patternsOf(file))).as(file.name()).isEqualTo(before.get(wild.patternsOf(file)));
            assertThat(store.ids(wild.solutionsOf(file))).as(file.name()).hasSize(2);
            Finding damage = damages.get(wild.patternsOf(file));
            assertThat(damage).as(file.name()).isNotNull();
            assertThat(damage.what()).as(file.name()).startsWith(file.what());
            if (file.offset() >= 0) {
                assertThat(damage.offset()).as(file.name()).hasValue(file.offset());
            }
        }
    }

    @Test
    void gc_removesEmptyCollections_andUndoRestoresThem() throws IOException {
        WildStore wild = WildStore.in(directory, WildFixtures.empty());
        TestStore store = wild.store();

        Report report = gc(store, GcPolicy.DEFAULT);

        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        for (Wild file : wild.files()) {
            assertThat(store.has(wild.patternsOf(file))).as(file.name()).isFalse();
        }

        store.undo(report.run());

        for (Wild file : wild.files()) {
            assertThat(store.bytes(wild.patternsOf(file))).as(file.name()).isEqualTo(file.bytes());
        }
    }

    @Test
    void gc_readsTheOthers_andUndoRestoresTheText() throws IOException {
        WildStore wild = WildStore.in(directory, WildFixtures.processed());
        TestStore store = wild.store();
        SortedMap<String, String> before = store.texts();

        Report report = gc(store, GcPolicy.DEFAULT.withForRuntime(true));

        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(report.removedByAgent()).hasSize(wild.files().size());

        store.undo(report.run());

        assertThat(store.texts()).isEqualTo(before);
    }

    @Test
    void repair_makesEveryFileWithItemsValid_archivesTheOriginal_andUndoRestoresIt() throws IOException {
        WildStore wild = WildStore.in(directory, WildFixtures.damaged());
        TestStore store = wild.store();

        Report report = gc(store, GcPolicy.DEFAULT.withRepair(true));

        assertThat(report.outcome()).as("some files have no items").isEqualTo(Report.Outcome.PARTIAL);
        Set<String> repaired = report.findings().stream()
                .filter(finding -> finding.kind() == Finding.Kind.REPAIRED)
                .map(Finding::where)
                .collect(Collectors.toSet());
        Set<String> left = report.findings().stream()
                .filter(finding -> finding.kind() == Finding.Kind.DAMAGED)
                .map(Finding::where)
                .collect(Collectors.toSet());
        assertThat(repaired).hasSizeGreaterThan(20);
        assertThat(repaired.size() + left.size()).isEqualTo(wild.files().size());
        Path archive = store.logs().resolve("archives").resolve(report.run());
        for (Wild file : wild.files()) {
            if (repaired.contains(wild.patternsOf(file))) {
                assertThat(archive.resolve(wild.patternsOf(file) + ".original"))
                        .as(file.name())
                        .hasBinaryContent(file.bytes());
            } else {
                assertThat(store.bytes(wild.patternsOf(file))).as(file.name()).isEqualTo(file.bytes());
            }
        }
        for (Map.Entry<String, Integer> saved : SAVED.entrySet()) {
            assertThat(store.items(wild.patternsOf(WildFixtures.of(saved.getKey()))))
                    .as("the readable items of %s", saved.getKey())
                    .hasSize(saved.getValue());
        }
        GcPlan after =
                store.plan(open -> new GarbageCollector(GcPolicy.DEFAULT, store.now()).plan(open, Selection.ALL));
        assertThat(after.findings())
                .filteredOn(finding -> finding.kind() == Finding.Kind.DAMAGED)
                .extracting(Finding::where)
                .containsExactlyInAnyOrderElementsOf(left);

        Report undone = store.undo(report.run());

        assertThat(undone.outcome()).isEqualTo(Report.Outcome.DONE);
        for (Wild file : wild.files()) {
            assertThat(store.bytes(wild.patternsOf(file))).as(file.name()).isEqualTo(file.bytes());
        }
    }
}
