package loom.aml.store.graph;

import static loom.aml.store.graph.GraphFolder.AUTH;
import static loom.aml.store.graph.GraphFolder.CACHES;
import static loom.aml.store.graph.GraphFolder.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.store.Finding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each run can be reversed by itself: byte for byte where nothing else changed, item by item where something did. */
class GraphUndoTest {
    @TempDir
    private Path directory;

    private GraphFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new GraphFolder(directory);
    }

    private String runOf(GraphChange<?> change) throws IOException, RefusedException {
        return folder.change(change).run().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                AUTH,
                AUTH + "\n",
                AUTH + "\n\n\n",
                AUTH + "\r\n" + REDIS + "\r\n" + CACHES + "\r\n",
                "\ufeff" + AUTH + "\n" + CACHES,
                CACHES + "\n" + AUTH + "\n{\"type\":\"note\"}\n" + CACHES + "\n" + AUTH + "\n{\"type\":\"ent",
                "  " + AUTH + "  "
            })
    void undoOfADeletion_restoresEveryByte(String text) throws Exception {
        folder.withText(text);
        String run = runOf(GraphFolder.delete("auth"));
        assertThat(folder.text()).doesNotContain("auth");

        Undone undone = folder.undo(run).result();

        assertThat(folder.text()).isEqualTo(text);
        assertThat(undone.restored()).isPositive();
        assertThat(undone.findings()).isEmpty();
    }

    @Test
    void undo_isARunThatCanBeUndone() throws Exception {
        folder.with(AUTH, REDIS, CACHES);
        String deletion = runOf(GraphFolder.delete("auth"));
        String without = folder.text();

        String undo = folder.undo(deletion).run().orElseThrow();
        assertThatThrownBy(() -> folder.undo(deletion))
                .isInstanceOf(RefusedException.class)
                .hasMessage("run " + deletion + " was already undone by run " + undo);
        folder.undo(undo);
        assertThat(folder.text()).isEqualTo(without);
        folder.undo(deletion);
        assertThat(folder.lines()).containsExactly(AUTH, REDIS, CACHES);
    }

    @Test
    void undoOfAnUnknownRun_isRefused() throws Exception {
        folder.with(AUTH);
        assertThatThrownBy(() -> folder.undo("20261201T000000.000Z-0000"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("no run '20261201T000000.000Z-0000'");
    }

    @Test
    void deletedLines_returnToTheirNeighbours_afterOtherChanges() throws Exception {
        folder.with(AUTH, REDIS, CACHES);
        String run = runOf(GraphFolder.delete("redis"));
        runOf(GraphFolder.create("new"));
        String later = folder.text();
        folder.withText("{\"type\":\"entity\",\"name\":\"first\",\"entityType\":\"t\",\"observations\":[]}\n" + later);

        folder.undo(run);

        assertThat(folder.lines().subList(1, 3)).containsExactly(AUTH, REDIS);
        assertThat(folder.lines()).hasSize(5).endsWith(CACHES);
    }

    @Test
    void entityThatExistsAgain_isNotReplaced() throws Exception {
        folder.with(AUTH, CACHES);
        String run = runOf(GraphFolder.delete("auth"));
        runOf(GraphFolder.create("auth", "another"));

        Undone undone = folder.undo(run).result();

        assertThat(undone.restored()).isOne();
        assertThat(undone.findings())
                .extracting(finding -> finding.kind() + " " + finding.where() + " " + finding.what())
                .containsExactly("CHANGED auth exists again; the former version is in the record of the run");
        assertThat(folder.lines()).hasSize(2).endsWith(CACHES);
    }

    @Test
    void createdEntity_isRemoved_unlessItWasChangedSince() throws Exception {
        String one = runOf(GraphFolder.create("one"));
        String other = runOf(GraphFolder.create("other"));
        runOf(GraphFolder.observe("other", "x"));

        assertThat(folder.undo(one).result().removed()).isOne();
        Undone undone = folder.undo(other).result();

        assertThat(undone.removed()).isZero();
        assertThat(undone.findings())
                .extracting(Finding::what)
                .containsExactly("was changed after the run that added it");
        assertThat(folder.lines()).hasSize(1);
        assertThat(folder.text()).contains("\"other\"");
    }

    @Test
    void observations_areReversedOneByOne_ifTheEntityWasChangedSince() throws Exception {
        folder.with(AUTH);
        String added = runOf(GraphFolder.observe("auth", "x", "y"));
        String removed = runOf(GraphFolder.forget("auth", "uses JWT", "x"));
        runOf(GraphFolder.observe("auth", "z"));

        Undone first = folder.undo(added).result();
        assertThat(first.removed()).isOne();
        assertThat(observations()).containsExactly("rotates keys", "z");
        Undone second = folder.undo(removed).result();

        assertThat(second.restored()).isEqualTo(2);
        assertThat(observations()).containsExactly("uses JWT", "rotates keys", "x", "z");
    }

    private List<String> observations() throws IOException {
        try (GraphStore store = folder.open()) {
            return store.read().graph().entities().getFirst().observations();
        }
    }

    @Test
    void observationsOfADeletedEntity_areReported() throws Exception {
        folder.with(AUTH);
        String run = runOf(GraphFolder.observe("auth", "x"));
        runOf(GraphFolder.delete("auth"));

        Changed<Undone> undone = folder.undo(run);

        assertThat(undone.run()).isEmpty();
        assertThat(undone.result().findings()).extracting(Finding::what).containsExactly("does not exist any more");
    }

    @Test
    void changesOfOneGroup_areUndoneSeparately() throws Exception {
        folder.with(AUTH, CACHES);
        List<CompletableFuture<? extends Changed<?>>> changes = new ArrayList<>();
        try (GraphStore store = folder.open()) {
            changes.add(store.submit(GraphFolder.create("a")));
            changes.add(store.submit(GraphFolder.observe("a", "x")));
            changes.add(store.submit(GraphFolder.observe("a", "y")));
            changes.add(store.submit(GraphFolder.create("b")));
            changes.forEach(CompletableFuture::join);
        }
        String text = folder.text();

        folder.undo(changes.get(1).join().run().orElseThrow());
        assertThat(folder.text()).isEqualTo(text.replace("\"x\",", ""));
        folder.undo(changes.get(2).join().run().orElseThrow());
        folder.undo(changes.get(0).join().run().orElseThrow());
        folder.undo(changes.get(3).join().run().orElseThrow());
        assertThat(folder.lines()).containsExactly(AUTH, CACHES);
    }

    @Test
    void recordOfARun_holdsWhatWasDeleted_withTheReason() throws Exception {
        folder.with(AUTH, CACHES);
        String run = runOf(GraphFolder.delete("auth"));

        try (Stream<Path> records = Files.list(directory.resolve("memory.jsonl-backup/aml/runs"))) {
            String record =
                    Files.readString(records.filter(path -> path.toString().contains(run))
                            .findFirst()
                            .orElseThrow());
            assertThat(record)
                    .contains("\"operation\":\"delete_entities\"")
                    .contains("\"rule\":\"entity deleted by name\",\"reason\":\"manual_deletion\"")
                    .contains("\"rule\":\"relation of an entity deleted by name\"")
                    .contains("rotates keys")
                    .contains("\"removed\":2,\"inserted\":0,\"transformed\":0,\"bytes_before\":"
                            + (AUTH.length() + CACHES.length() + 1) + ",\"bytes_after\":0");
        }
    }

    @Test
    void damagedRecord_isNotTrusted() throws Exception {
        folder.with(AUTH);
        String run = runOf(GraphFolder.delete("auth"));
        try (Stream<Path> records = Files.list(directory.resolve("memory.jsonl-backup/aml/runs"))) {
            Path record = records.findFirst().orElseThrow();
            Files.writeString(record, Files.readString(record).replace("rotates keys", "ignores keys"));
        }

        assertThatThrownBy(() -> folder.undo(run)).hasMessageContaining("is damaged");
        assertThat(folder.text()).isEmpty();
    }

    @Test
    void randomChanges_undoneFromTheLastToTheFirst_restoreEveryByte() throws Exception {
        for (int seed : CaseSample.seeds(100)) {
            SplittableRandom random = new SplittableRandom(seed);
            GraphFolder own = new GraphFolder(Files.createDirectory(directory.resolve("seed-" + seed)));
            own.withText(RandomGraph.text(random));
            String before = own.text();
            List<String> texts = new ArrayList<>();
            List<String> runs = new ArrayList<>();
            try (GraphStore store = own.open()) {
                for (int i = 0; i < 8; i++) {
                    String text = own.text();
                    try {
                        store.change(RandomGraph.change(random)).run().ifPresent(run -> {
                            texts.add(text);
                            runs.add(run);
                        });
                    } catch (RefusedException e) {
                        // Not every random change is possible.
                    }
                }
                for (int i = runs.size() - 1; i >= 0; i--) {
                    Undone undone = store.change(store.undoOf(runs.get(i))).result();
                    assertThat(own.text()).as("seed " + seed + ", run " + i).isEqualTo(texts.get(i));
                    assertThat(undone.findings()).as("seed " + seed).isEmpty();
                }
            }
            assertThat(own.text()).as("seed " + seed).isEqualTo(before);
        }
    }
}
