package loom.aml.app.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import loom.aml.io.FaultyDisk;
import loom.aml.io.LocalDisk;
import loom.aml.storage.Ownership;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.StoreOptions;
import loom.aml.store.graph.Changed;
import loom.aml.store.graph.Entity;
import loom.aml.store.graph.GraphChange;
import loom.aml.store.graph.Relation;
import loom.aml.store.graph.Undone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The use cases of a long-lived program on a memory file. */
class HostedGraphTest {
    private static final GraphChange<List<Entity>> CREATE = new GraphChange.CreateEntities(
            List.of(new Entity("auth", "service", List.of("uses JWT")), new Entity("redis", "database", List.of())));
    private static final GraphChange<List<Relation>> RELATE =
            new GraphChange.CreateRelations(List.of(new Relation("auth", "redis", "caches-in")));
    private static final GraphChange<Integer> DELETE = new GraphChange.DeleteEntities(List.of("auth"));

    @TempDir
    private Path directory;

    @Test
    void undo_putsBackWhatARunDeleted() throws Exception {
        Path file = directory.resolve("memory.jsonl");
        try (HostedGraph graph = HostedGraph.open(file)) {
            graph.change(CREATE);
            graph.change(RELATE);
            String before = Files.readString(file);
            String run = graph.change(DELETE).run().orElseThrow();
            assertThat(graph.read().graph().entities()).hasSize(1);
            assertThat(graph.read().graph().relations()).isEmpty();

            Changed<Undone> undone = graph.undo(run);

            assertThat(undone.result()).isEqualTo(new Undone(2, 0, List.of()));
            assertThat(Files.readString(file)).isEqualTo(before);
            assertThat(graph.runs()).hasSize(4).endsWith(run, undone.run().orElseThrow());
        }
    }

    @Test
    void fullDisk_isExplained() throws Exception {
        Path file = Files.writeString(directory.resolve("memory.jsonl"), "");
        IOException failure = null;
        // The disk is full at the first call that needs space.
        for (int call = 1; failure == null; call++) {
            FaultyDisk disk = new FaultyDisk().failingAt(call, FaultyDisk.Fault.FULL);
            try (HostedGraph graph = HostedGraph.open(disk, file, StoreOptions.DEFAULT, new Random(1))) {
                graph.change(DELETE);
                graph.change(CREATE);
            } catch (IOException e) {
                failure = e;
            }
            assertThat(failure != null).isEqualTo(disk.hasStruck());
            Files.writeString(file, "");
        }
        assertThat(failure)
                .hasMessage(file + ": no space left on the device; left unchanged; free some space and run aml again");
    }

    @Test
    void lockThatAnotherProcessHolds_isWaitedFor_andNamed() throws Exception {
        Path file = directory.resolve("memory.jsonl");
        StoreOptions impatient = StoreOptions.DEFAULT.withLockWait(Duration.ofMillis(50));
        LocalDisk disk = new LocalDisk();
        try (HostedGraph graph = HostedGraph.open(file);
                HostedGraph hasty = HostedGraph.open(disk, file, impatient, new Random(1))) {
            graph.change(CREATE);
            Path lock = directory.resolve("memory.jsonl-backup/aml/.store-lock");
            // A change is acknowledged a moment before its lock is released.
            try (var _ = Ownership.lock(disk, lock, disk.access(lock), Duration.ofSeconds(10), "the graph")) {
                assertThatThrownBy(() -> hasty.change(RELATE))
                        .isInstanceOf(StoreLockedException.class)
                        .hasMessageContaining(".store-lock is held by another run of aml");
                assertThat(graph.read().graph().entities()).hasSize(2);
            }
            assertThat(graph.change(RELATE).run()).isPresent();
        }
    }
}
