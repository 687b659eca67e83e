package loom.aml.tidy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.run.Execution;
import loom.aml.run.Report;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.Selection;
import loom.aml.store.file.FileMemoryStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Saving what can be saved of damaged collections, and keeping the original. */
class RepairTest {
    private static final String SOLUTIONS = "debugger/solutions.json";
    private static final String PATTERNS = "debugger/patterns.json";

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() {
        store = TestStore.in(directory);
    }

    private GcPlan plan(FileMemoryStore open) throws IOException {
        return new GarbageCollector(GcPolicy.DEFAULT.withRepair(true), store.now()).plan(open, Selection.ALL);
    }

    private Report repair() throws IOException {
        return store.run(this::plan);
    }

    private Path originalOf(Report report, String path) {
        return store.logs().resolve("archives").resolve(report.run()).resolve(path + ".original");
    }

    private static TestItem solution(String id) {
        return TestItem.solution(TestItem.uuid(id));
    }

    @Test
    void repair_savesEveryItemBeforeAndAfterTheDamage_byteForByte() throws IOException {
        String one = solution("one").withRaw("x_number", "2.50").toString();
        String two = solution("two").toLine();
        String three = solution("three").with("x_text", "Grüße 😀").toString();
        String damaged = "[" + one + ",\n{\"id\": \"half\", \"agent\": " + two + "}}}\u0000]]\n" + three + ",[";
        store.put(SOLUTIONS, damaged);

        Report report = repair();

        assertThat(store.text(SOLUTIONS)).isEqualTo("[\n  " + one + ",\n  " + two + ",\n  " + three + "\n]");
        assertThat(originalOf(report, SOLUTIONS)).hasBinaryContent(damaged.getBytes(StandardCharsets.UTF_8));
        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(report.inserted()).as("items saved").isEqualTo(3);
        assertThat(report.outcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.change()).isEqualTo(FileOutcome.Change.REPLACE);
            assertThat(outcome.isCommitted()).isTrue();
        });
    }

    @Test
    void plan_tellsOfEachFileHowManyItemsAreLeft() throws IOException {
        store.put(SOLUTIONS, "[" + solution("one") + "," + solution("two") + ",{\"id\":\"cut o")
                .put(PATTERNS, "\0\0\0 no item at all");

        List<Finding> findings = store.plan(this::plan).findings();

        assertThat(findings).hasSize(2).allSatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.REPAIRED);
            assertThat(finding.isProblem()).isFalse();
        });
        assertThat(findings)
                .extracting(Finding::where, finding -> finding.what().replaceFirst(";.*", ""))
                .containsExactlyInAnyOrder(
                        tuple(SOLUTIONS, "2 items can still be read"), tuple(PATTERNS, "no item can be read any more"));
        assertThat(repair().findings()).as("said of the run, too").containsAll(findings);
    }

    @Test
    void repair_keepsTheEncodingAndTheModeOfTheFile() throws IOException {
        byte[] gzip = TestStore.gzip(TestItem.collection(solution("one"), solution("two")));
        byte[] cutOff = Arrays.copyOf(gzip, gzip.length - 9);
        store.put(SOLUTIONS, cutOff);
        Path file = store.root().resolve(SOLUTIONS);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));

        Report report = repair();

        assertThat(store.isGzip(SOLUTIONS)).isTrue();
        assertThat(store.ids(SOLUTIONS)).isNotEmpty().isSubsetOf(TestItem.uuid("one"), TestItem.uuid("two"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw----");
        assertThat(originalOf(report, SOLUTIONS)).hasBinaryContent(cutOff);
    }

    @Test
    void repair_ofWhatHoldsNoItemLeavesAnEmptyCollection_andTheOriginalInTheArchive() throws IOException {
        store.put(SOLUTIONS, "\"nothing here\"");

        Report report = repair();

        assertThat(store.text(SOLUTIONS)).isEqualTo("[]");
        assertThat(report.inserted()).isZero();
        assertThat(originalOf(report, SOLUTIONS)).hasContent("\"nothing here\"");
    }

    @Test
    void repair_touchesNoSoundFile() throws IOException {
        store.put(SOLUTIONS, solution("sound")).put(PATTERNS, "[{");
        String before = store.look(SOLUTIONS);

        repair();

        assertThat(store.look(SOLUTIONS)).isEqualTo(before);
    }

    @Test
    void repair_leavesAFileThatAnotherProgramWroteSincePlanned() throws IOException {
        store.put(SOLUTIONS, "[{");
        try (FileMemoryStore open = store.open()) {
            GcPlan plan = plan(open);
            store.rewrite(SOLUTIONS, TestItem.collection(solution("new")));

            Report report = store.execution(open).execute(plan, Execution.Options.DEFAULT);

            assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
            assertThat(report.findings())
                    .extracting(Finding::kind)
                    .containsExactly(Finding.Kind.REPAIRED, Finding.Kind.CHANGED);
            assertThat(store.ids(SOLUTIONS)).containsExactly(TestItem.uuid("new"));
        }
    }

    @Test
    void repair_isFollowedByAGcThatFindsNothingDamaged() throws IOException {
        store.put(SOLUTIONS, "[" + solution("one") + "," + solution("one") + ",");
        repair();

        Report gc = store.run(open -> new GarbageCollector(GcPolicy.DEFAULT, store.now()).plan(open, Selection.ALL));

        assertThat(gc.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(store.ids(SOLUTIONS)).containsExactly(TestItem.uuid("one"));
    }

    @Test
    void plan_ofARepairChangesNothing() throws IOException {
        store.put(SOLUTIONS, "[{");
        var before = store.everything();

        GcPlan plan = store.plan(this::plan);

        assertThat(plan.changes().changes()).hasSize(1);
        assertThat(plan.findings()).extracting(Finding::kind).containsExactly(Finding.Kind.REPAIRED);
        assertThat(store.everything()).isEqualTo(before);
    }
}
