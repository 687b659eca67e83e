package loom.aml.store.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static loom.aml.store.graph.GraphFolder.AUTH;
import static loom.aml.store.graph.GraphFolder.CACHES;
import static loom.aml.store.graph.GraphFolder.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.app.item.AddItem;
import loom.aml.app.item.RemoveItem;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.run.Execution;
import loom.aml.run.History;
import loom.aml.run.RecordedRun;
import loom.aml.run.RunUndo;
import loom.aml.run.Undo;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPolicy;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each command on a memory file, broken at every call that it makes, or met by another program there: the file is the old or
 * the new one, and nothing that another program wrote is lost.
 */
class GraphCommandFaultTest {
    private static final long SEED = 20_261_201;
    private static final String THEIRS =
            "\n{\"type\":\"entity\",\"name\":\"theirs\",\"entityType\":\"t\",\"observations\":[]}";

    @TempDir
    private Path directory;

    private static final Execution.Options PLAIN = Execution.Options.DEFAULT.withBackup(false);

    /** A command. */
    private enum Work {
        ADD {
            @Override
            void on(MemoryStore store) throws Exception {
                byte[] fields = "{\"title\":\"ours\",\"text\":\"New text.\"}".getBytes(UTF_8);
                new AddItem(store, new Random(SEED)).run(new AddItem.Request(ItemKind.NOTE, "memory", fields, false));
            }
        },
        REMOVE {
            @Override
            void on(MemoryStore store) throws Exception {
                ItemKey key = new ItemKey("memory", ItemKind.NOTE, "redis");
                new RemoveItem(store, new Random(SEED)).run(new RemoveItem.Request(key, "obsolete", Optional.empty()));
            }
        },
        GC {
            @Override
            void on(MemoryStore store) throws IOException {
                new Execution(store, new Random(SEED))
                        .execute(
                                new GarbageCollector(GcPolicy.DEFAULT, Instant.now()).plan(store, Selection.ALL),
                                PLAIN);
            }
        },
        UNDO_OF_A_CALL {
            @Override
            void on(MemoryStore store) throws IOException {
                Optional<RecordedRun> latest = new History(store).latestUndoable();
                if (latest.isPresent()) {
                    new RunUndo(store, latest.get()).execute(new Execution(store, new Random(SEED)), PLAIN);
                }
            }
        };

        abstract void on(MemoryStore store) throws Exception;

        GraphFolder in(Path folder) throws Exception {
            GraphFolder graph = new GraphFolder(Files.createDirectories(folder)).with(AUTH, REDIS, AUTH, CACHES);
            if (this == UNDO_OF_A_CALL) {
                graph.change(GraphFolder.delete("auth"));
                graph.withText(graph.text());
            }
            return graph;
        }
    }

    /** Returns a disk whose clock is ahead, so that no file is young enough to be waited for. */
    private static FaultyDisk aged() {
        return new FaultyDisk().later(Duration.ofHours(1));
    }

    private static void play(Work work, GraphFolder graph, FaultyDisk disk) throws Exception {
        try (MemoryStore open = StoreKinds.open(disk, graph.file(), StoreOptions.DEFAULT.withThreads(1))) {
            work.on(open);
        }
    }

    @ParameterizedTest
    @EnumSource
    void command_brokenAtAnyCall_leavesTheFileOldOrNew(Work work) throws Exception {
        GraphFolder dry = work.in(directory.resolve("dry"));
        String before = dry.text();
        FaultyDisk counting = aged();
        play(work, dry, counting);
        String after = dry.text();
        assertThat(after).isNotEqualTo(before);
        int broken = 0;

        for (FaultyDisk.Call call : CaseSample.of(counting.calls())) {
            for (Fault fault : List.of(Fault.KILL, Fault.POWER_CUT, Fault.FULL)) {
                if (fault.canStrike(call)) {
                    strike(work, fault, call, before, after);
                    broken++;
                }
            }
        }
        System.out.printf(
                "%s: %d calls, broken in %d ways%n", work, counting.calls().size(), broken);
        assertThat(broken).isGreaterThan(CaseSample.least(50));
    }

    private void strike(Work work, Fault fault, FaultyDisk.Call call, String before, String after) throws Exception {
        String point = work + ", " + fault + " at " + call;
        Path folder = directory.resolve(work + "-" + fault + "-" + call.number());
        GraphFolder graph = work.in(folder);
        FaultyDisk disk = aged().failingAt(call.number(), fault)
                .losing(
                        Files.createDirectories(directory.resolve("attic-" + work + "-" + fault + "-" + call.number())),
                        new Random(SEED + call.number()));
        try {
            play(work, graph, disk);
        } catch (IOException | FaultyDisk.Crash e) {
            // The command did not come to its end.
        }

        try (MemoryStore open = graph.openStore()) {
            assertThat(open.recovered()).as(point).noneMatch(Finding::isProblem);
        }
        assertThat(graph.text()).as(point).isIn(before, after);
        boolean isMade = !graph.text().equals(before);
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.map(Path::toString))
                    .as(point)
                    .noneMatch(file -> file.matches(".*/\\.aml-.*(\\.new|\\.old|\\.journal|\\.part)"));
        }
        if (isMade && work != Work.UNDO_OF_A_CALL) {
            try (MemoryStore open = graph.openStore()) {
                RecordedRun run = new History(open).latestUndoable().orElseThrow();
                new Execution(open, new Random(1)).execute(Undo.plan(open, run.record()), PLAIN);
            }
            assertThat(graph.text()).as(point).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void lineOfAnotherProgram_isKept_atWhateverCallItIsWritten(Work work) throws Exception {
        FaultyDisk counting = aged();
        play(work, work.in(directory.resolve("dry")), counting);
        for (boolean isInPlace : List.of(true, false)) {
            for (FaultyDisk.Call call : CaseSample.of(counting.calls())) {
                GraphFolder graph = work.in(directory.resolve(work + "-" + isInPlace + "-" + call.number()));
                play(work, graph, aged().before(call.number(), _ -> write(graph, isInPlace)));
                boolean isBetweenCheckAndRename = call.name().equals("rename")
                        && call.path()
                                .equals(graph.directory().resolveSibling("dry").resolve("memory.jsonl"));
                // No system call replaces a file on condition of its version; a write in place is found afterwards.
                if (isInPlace || !isBetweenCheckAndRename) {
                    assertThat(graph.text()).as("%s at %s", work, call).contains(THEIRS.strip());
                }
            }
        }
    }

    private static void write(GraphFolder graph, boolean isInPlace) throws IOException {
        String more = graph.text() + THEIRS;
        if (isInPlace) {
            Files.writeString(graph.file(), more);
        } else {
            Path part = Files.writeString(graph.directory().resolve("part"), more);
            Files.move(part, graph.file(), StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
