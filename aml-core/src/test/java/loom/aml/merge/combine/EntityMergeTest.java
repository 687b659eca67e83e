package loom.aml.merge.combine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import loom.aml.io.LocalDisk;
import loom.aml.json.JsonObject;
import loom.aml.merge.MergePlan;
import loom.aml.merge.MergePlanner;
import loom.aml.merge.MergePolicy;
import loom.aml.merge.SimilarPair;
import loom.aml.merge.decide.Verdict;
import loom.aml.recall.Lookup;
import loom.aml.run.Execution;
import loom.aml.run.History;
import loom.aml.run.MergeRun;
import loom.aml.run.Report;
import loom.aml.run.Undo;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.PlanSummary;
import loom.aml.store.Selection;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import loom.aml.store.log.Commit;
import loom.aml.store.log.LogFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Merges of the entities of a memory file. */
class EntityMergeTest {
    private static final Execution.Options PLAIN = Execution.Options.DEFAULT.withBackup(false);
    private static final String USES_JWT = "It uses JWT for all sessions.";
    private static final String ROTATES = "Keys are rotated every 7 days.";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("memory.jsonl");
    }

    private static String entity(String name, String... observations) {
        return "{\"type\":\"entity\",\"name\":" + JsonObject.quoted(name)
                + ",\"entityType\":\"component\",\"observations\":["
                + String.join(
                        ",", Arrays.stream(observations).map(JsonObject::quoted).toList())
                + "]}";
    }

    private static String relation(String from, String type, String to) {
        return "{\"type\":\"relation\",\"from\":" + JsonObject.quoted(from) + ",\"to\":" + JsonObject.quoted(to)
                + ",\"relationType\":" + JsonObject.quoted(type) + "}";
    }

    /** Writes the file as if a minute ago. */
    private void write(String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes(1))));
    }

    private void write(String... lines) throws IOException {
        write(String.join("\n", lines));
    }

    private String text() throws IOException {
        return Files.readString(file);
    }

    private MemoryStore open() throws IOException {
        return StoreKinds.open(new LocalDisk(), file, StoreOptions.DEFAULT);
    }

    private Report merge() throws IOException {
        try (MemoryStore open = open()) {
            return merge(open, false);
        }
    }

    private static Report merge(MemoryStore open, boolean isAgain) throws IOException {
        MergeRun run = new MergeRun(open);
        return run.execute(run.plan(Selection.ALL, isAgain), new Execution(open, new Random(1)), PLAIN);
    }

    private Report undo(String run) throws IOException {
        try (MemoryStore open = open()) {
            return new Execution(open, new Random(2))
                    .execute(Undo.plan(open, LogFolder.of(open.place()).read(run)), PLAIN);
        }
    }

    private void writePair() throws IOException {
        write(
                entity("auth-service", USES_JWT, ROTATES),
                entity("redis"),
                entity("Auth Service", "It uses JWT for all sessions", ROTATES, "We noticed this during a review."),
                relation("auth-service", "caches-in", "redis"),
                relation("Auth Service", "caches-in", "redis"),
                relation("Auth Service", "replaces", "auth-service"),
                relation("gateway", "calls", "Auth Service"),
                relation("Auth Service", "logs-to", "loki"));
    }

    @Test
    void theFirstEntityGetsTheObservationsAndRelationsOfTheOther() throws Exception {
        writePair();
        Report merged = merge();
        assertThat(merged.outcome()).isEqualTo(Report.Outcome.DONE);
        List<String> lines = text().lines().toList();
        assertThat(lines.getFirst())
                .startsWith(
                        "{\"type\":\"entity\",\"name\":\"auth-service\",\"entityType\":\"component\",\"observations\":[\""
                                + USES_JWT + "\",\"" + ROTATES
                                + "\",\"We noticed this during a review.\",\"aml_merged_from: Auth Service@");
        assertThat(lines.subList(1, lines.size()))
                .containsExactly(
                        entity("redis"),
                        relation("auth-service", "caches-in", "redis"),
                        relation("gateway", "calls", "auth-service"),
                        relation("auth-service", "logs-to", "loki"));
    }

    @Test
    void everyRemovedLineIsInTheRecord_withItsReason_andComesBackToTheByte() throws Exception {
        writePair();
        String before = text();
        Report merged = merge();
        try (MemoryStore open = open()) {
            List<JsonObject> edits = new ArrayList<>();
            LogFolder.of(open.place())
                    .read(merged.run())
                    .commits()
                    .forEach(commit -> edits.addAll(((Commit.LinesEdited) commit).edits()));
            assertThat(edits)
                    .filteredOn(edit -> edit.string("edit").equals(Optional.of("removed")))
                    .allSatisfy(edit -> assertThat(edit.string("reason")).contains("merged"))
                    .extracting(edit -> edit.string("text").orElseThrow())
                    .contains(
                            relation("Auth Service", "replaces", "auth-service"),
                            relation("Auth Service", "caches-in", "redis"))
                    .hasSize(3);
        }
        Report undone = undo(merged.run());
        assertThat(undone.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(undone.findings()).isEmpty();
        assertThat(text()).isEqualTo(before);
    }

    @Test
    void theNameOfAnAbsorbedEntityLeadsToItsSurvivor_unlessAnEntityHasIt() throws Exception {
        writePair();
        merge();
        try (MemoryStore open = open()) {
            assertThat(Lookup.of(open, Selection.ALL, "Auth Service").found())
                    .singleElement()
                    .satisfies(found -> assertThat(found.id()).isEqualTo("auth-service"));
        }
        write(text(), entity("Auth Service", "Another one."));
        try (MemoryStore open = open()) {
            assertThat(Lookup.of(open, Selection.ALL, "Auth Service").found())
                    .singleElement()
                    .satisfies(found -> assertThat(found.id()).isEqualTo("Auth Service"));
        }
    }

    @Test
    void aThirdEntityMergesIntoTheSurvivor_whoseFormerNamesAreNotCompared() throws Exception {
        writePair();
        merge();
        write(text(), entity("authService", USES_JWT, ROTATES));
        Report merged = merge();
        assertThat(merged.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(text()).contains("aml_merged_from: Auth Service@", "aml_merged_from: authService@");
        assertThat(text().lines().filter(line -> line.contains("\"entity\""))).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "worker-1, worker-2",
        "worker-1, worker1",
        "auth-service, oauth-service",
        "auth-service, service-auth",
        "the gateway, gateway",
        "colour-service, color-service",
        "C, C++",
        "2024-10, 2024 10",
        "recieve, receive",
        "no-sql, nosql"
    })
    void entitiesWithOtherNames_areNeverTheSame(String one, String other) throws Exception {
        write(entity(one, USES_JWT, ROTATES), entity(other, USES_JWT, ROTATES));
        String before = text();
        assertThat(merge().changedFiles()).isZero();
        assertThat(text()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"auth-service, authService", "auth_service, Auth Service", "worker-2, worker_2", "redis, Redis"})
    void aNameJoinedInAnotherWay_isTheSameName(String one, String other) throws Exception {
        write(entity(one, USES_JWT, ROTATES), entity(other, USES_JWT, ROTATES));
        assertThat(merge().removed()).isEqualTo(1);
        assertThat(text().lines()).hasSize(1);
    }

    @Test
    void fieldsThatAmlDoesNotKnow_areCompared() throws Exception {
        write(
                entity("auth-service", USES_JWT, ROTATES).replace("}", ",\"owner\":\"ana\"}"),
                entity("Auth Service", USES_JWT, ROTATES).replace("}", ",\"owner\":\"ben\"}"));
        assertThat(merge().changedFiles()).isZero();
        write(
                entity("auth-service", USES_JWT, ROTATES).replace("}", ",\"owner\":\"ana\"}"),
                entity("Auth Service", USES_JWT, ROTATES).replace("}", ", \"owner\": \"ana\"}"));
        assertThat(merge().removed()).isEqualTo(1);
        assertThat(text()).contains(",\"owner\":\"ana\"}");
    }

    @Test
    void twoEntitiesOfOneName_becomeOne_andComeBack() throws Exception {
        write(
                entity("auth", USES_JWT, ROTATES),
                entity("auth", USES_JWT, ROTATES, "We noticed this during a review."),
                relation("auth", "calls", "auth"));
        String before = text();
        Report merged = merge();
        assertThat(text())
                .isEqualTo(entity("auth", USES_JWT, ROTATES, "We noticed this during a review.") + "\n"
                        + relation("auth", "calls", "auth"));
        assertThat(undo(merged.run()).findings()).isEmpty();
        assertThat(text()).isEqualTo(before);
    }

    @Test
    void aPairOfWhichAnotherProgramChangedOneSinceThePlan_isLeftAlone() throws Exception {
        writePair();
        try (MemoryStore open = open()) {
            MergeRun run = new MergeRun(open);
            Merges plan = run.plan(Selection.ALL, false);
            write(text().replace("We noticed this during a review.", "We noticed this during an incident."));
            String now = text();
            Report report = run.execute(plan, new Execution(open, new Random(1)), PLAIN);
            assertThat(report.changedFiles()).isZero();
            assertThat(report.findings()).extracting(Finding::kind).contains(Finding.Kind.CHANGED);
            assertThat(text()).isEqualTo(now);
        }
    }

    @Test
    void aPlanThatIsNotExecuted_countsTheAbsorbed_andChangesNothing() throws Exception {
        writePair();
        String before = text();
        try (MemoryStore open = open()) {
            Merges plan = new MergeRun(open).plan(Selection.ALL, false);
            assertThat(PlanSummary.of(plan).items()).isEqualTo(1);
            assertThat(plan.forgets()).isEqualTo(1);
            assertThat(plan.merges())
                    .singleElement()
                    .satisfies(merge -> assertThat(merge.survivor().id()).isEqualTo("auth-service"));
        }
        assertThat(text()).isEqualTo(before);
    }

    @Test
    void aPairThatAnUndoTookApart_isNotMergedAgain_unlessAsked() throws Exception {
        writePair();
        undo(merge().run());
        String before = text();
        Report second = merge();
        assertThat(second.changedFiles()).isZero();
        assertThat(second.findings())
                .extracting(Finding::what)
                .anyMatch(what -> what.contains("restored by 'aml undo'"));
        assertThat(text()).isEqualTo(before);
        try (MemoryStore open = open()) {
            assertThat(merge(open, true).changedFiles()).isEqualTo(1);
        }
    }

    @Test
    void undoKeepsALaterObservation_andTakesOutWhatTheMergeAdded() throws Exception {
        writePair();
        Report merged = merge();
        write(text().replace("\"" + ROTATES + "\"", "\"" + ROTATES + "\",\"It has 3 replicas.\""));
        Report undone = undo(merged.run());
        assertThat(undone.findings()).isEmpty();
        assertThat(text().lines().toList())
                .containsExactlyInAnyOrder(
                        entity("auth-service", USES_JWT, ROTATES, "It has 3 replicas."),
                        entity("redis"),
                        entity(
                                "Auth Service",
                                "It uses JWT for all sessions",
                                ROTATES,
                                "We noticed this during a review."),
                        relation("auth-service", "caches-in", "redis"),
                        relation("Auth Service", "caches-in", "redis"),
                        relation("Auth Service", "replaces", "auth-service"),
                        relation("gateway", "calls", "Auth Service"),
                        relation("Auth Service", "logs-to", "loki"));
    }

    @Test
    void undoAfterTheAbsorbedEntityWasCreatedAgain_keepsTheNewOne_andNamesIt() throws Exception {
        writePair();
        Report merged = merge();
        String theirs = entity("Auth Service", "This one is another.");
        write(text(), theirs);
        Report undone = undo(merged.run());
        assertThat(undone.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.where()).isEqualTo("Auth Service"));
        assertThat(text()).contains(theirs).doesNotContain("We noticed");
        assertThat(text().lines()).contains(entity("auth-service", USES_JWT, ROTATES));
    }

    @Test
    void undoAfterARelationWasMovedOrRemoved_putsTheFormerOneBack() throws Exception {
        writePair();
        Report merged = merge();
        write(text().lines().filter(line -> !line.contains("loki")).toList().toArray(String[]::new));
        undo(merged.run());
        assertThat(text()).contains(relation("Auth Service", "logs-to", "loki"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void theLineBreaksOfAFile_andLinesThatCannotBeRead_stay(String lineBreak) throws Exception {
        String damaged = "{\"type\":\"relation\",\"from\":\"Auth Service\"";
        write(Stream.of(
                        "\ufeff" + entity("auth-service", USES_JWT, ROTATES),
                        damaged,
                        entity("Auth Service", USES_JWT, ROTATES),
                        relation("Auth Service", "logs-to", "loki").replace(",", " , "),
                        "")
                .reduce((one, other) -> one + lineBreak + other)
                .orElseThrow());
        String before = text();
        try (MemoryStore open = open()) {
            MergePlan similar = new MergePlanner(MergePolicy.DEFAULT).plan(open, Selection.ALL);
            List<SimilarPair> same = similar.with(Verdict.SAME);
            assertThat(same).hasSize(1);
            Report merged = merge(open, false);
            assertThat(merged.removed()).isEqualTo(1);
            assertThat(text()).contains(damaged + lineBreak).contains("\"from\":\"auth-service\" , \"to\"");
            assertThat(new History(open).runs()).hasSize(1);
            undo(open, merged.run());
        }
        assertThat(text()).isEqualTo(before);
    }

    private static void undo(MemoryStore open, String run) throws IOException {
        new Execution(open, new Random(2))
                .execute(Undo.plan(open, LogFolder.of(open.place()).read(run)), PLAIN);
    }
}
