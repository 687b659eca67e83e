package loom.aml.merge.combine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.run.Report;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A merge and its undo in a store of each kind, broken at every call, or met by another program there: the store is the old or the new one,
 * nothing is lost, and an undo afterwards restores every byte.
 */
class MergeFaultTest {
    /** A build tries one of each so many points, since each takes long. */
    private static final int STEP = 90;

    private static final int SEED = 20_261_202;
    private static final String INDEX = "MEMORY.md";

    @TempDir
    private Path directory;

    /** The work that is broken. */
    private enum Work {
        MERGE {
            @Override
            void prepare(PlantedStore store) {
                // The store is as it was filled.
            }

            @Override
            void on(MemoryStore open) throws IOException {
                PlantedStore.merge(open);
            }
        },
        UNDO {
            @Override
            void prepare(PlantedStore store) throws IOException {
                try (MemoryStore open = store.open(aged())) {
                    PlantedStore.merge(open);
                }
            }

            @Override
            void on(MemoryStore open) throws IOException {
                PlantedStore.undo(open);
            }
        };

        abstract void prepare(PlantedStore store) throws IOException;

        abstract void on(MemoryStore open) throws IOException;

        void play(PlantedStore store, FaultyDisk disk) throws IOException {
            try (MemoryStore open = store.open(disk)) {
                on(open);
            }
        }
    }

    /** A fault at a call. */
    private record Break(FaultyDisk.Call call, Fault fault) {
        static List<Break> of(List<FaultyDisk.Call> calls) {
            return calls.stream()
                    .flatMap(call -> Stream.of(Fault.values())
                            .filter(fault -> fault.canStrike(call))
                            .map(fault -> new Break(call, fault)))
                    .toList();
        }

        @Override
        public String toString() {
            return fault + " at " + call;
        }
    }

    static Stream<Arguments> works() {
        return Stream.of(PlantedStore.Kind.values())
                .flatMap(kind -> Stream.of(Work.values()).map(work -> Arguments.of(kind, work)));
    }

    /** Returns a disk whose clock is ahead, so that no file is young enough to be waited for. */
    private static FaultyDisk aged() {
        return new FaultyDisk().later(Duration.ofHours(1));
    }

    private PlantedStore store(PlantedStore.Kind kind, Work work, String folder) throws IOException {
        PlantedStore store = PlantedStore.in(Files.createDirectories(directory.resolve(folder)), kind, SEED, 1);
        work.prepare(store);
        return store;
    }

    @ParameterizedTest
    @MethodSource("works")
    void work_brokenAtAnyCall_isDoneOrNot_andItsUndoIsTheIdentity(PlantedStore.Kind kind, Work work) throws Exception {
        SortedMap<String, String> filled = store(kind, Work.MERGE, "filled").files();
        PlantedStore dry = store(kind, work, "dry");
        SortedMap<String, String> before = dry.files();
        FaultyDisk counting = aged();
        work.play(dry, counting);
        SortedMap<String, String> after = dry.files();
        assertThat(after).isNotEqualTo(before);
        List<Break> chosen = CaseSample.oneOf(STEP, Break.of(counting.calls()));
        for (Break at : chosen) {
            String point = at.fault() + "-" + at.call().number();
            PlantedStore store = store(kind, work, point);
            FaultyDisk disk = aged().failingAt(at.call().number(), at.fault())
                    .losing(
                            Files.createDirectories(directory.resolve("attic-" + point)),
                            new Random(SEED + at.call().number()));
            try {
                work.play(store, disk);
            } catch (IOException | FaultyDisk.Crash e) {
                // The work did not come to its end.
            }
            String where = kind + ", " + work + ", " + at + ", seed " + CaseSample.SEED;
            recover(store, where);
            if (work == Work.MERGE) {
                requireWhole(store, where, before, after);
            }
            requireUndone(store, at.fault(), where, filled);
        }
        System.out.printf(
                "%s of %s: %d calls, broken in %d ways%n",
                work, kind, counting.calls().size(), chosen.size());
        assertThat(chosen).hasSizeGreaterThanOrEqualTo(CaseSample.leastOfOne(STEP, 300));
    }

    private static void recover(PlantedStore store, String where) throws IOException {
        try (MemoryStore open = store.open(aged())) {
            assertThat(open.recovered()).as(where).noneMatch(Finding::isProblem);
        }
    }

    /**
     * Requires that a merge was made completely or not at all. In an index, the survivor may already be listed beside the other; and an index that
     * could not be read is passed over.
     */
    private static void requireWhole(
            PlantedStore store, String where, SortedMap<String, String> before, SortedMap<String, String> after)
            throws IOException {
        assertThat(withoutIndex(store.files())).as(where).isIn(withoutIndex(before), withoutIndex(after));
    }

    private static SortedMap<String, String> withoutIndex(SortedMap<String, String> files) {
        SortedMap<String, String> notes = new TreeMap<>(files);
        notes.remove(INDEX);
        return notes;
    }

    /**
     * Requires that an undo gives back every byte. An undo that met an error may have reverted the survivor only; the next one then adds the
     * absorbed item at the end of its collection, and the white space between them may be another.
     */
    private static void requireUndone(PlantedStore store, Fault fault, String where, SortedMap<String, String> filled)
            throws IOException {
        SortedMap<String, String> items = store.memoriesIn(filled);
        try (MemoryStore open = store.open(aged())) {
            PlantedStore.undo(open);
        }
        boolean isInterrupted = fault == Fault.KILL || fault == Fault.POWER_CUT;
        if (isInterrupted) {
            assertThat(store.files()).as(where).isEqualTo(filled);
        }
        assertThat(store.memories()).as(where).isEqualTo(items);
    }

    /** Another program, which writes in place and takes no lock. */
    private enum Other {
        EDITS_THE_SURVIVOR,
        CREATES_THE_ABSORBED
    }

    static Stream<Arguments> others() {
        return Stream.of(PlantedStore.Kind.CLAUDE, PlantedStore.Kind.SERENA, PlantedStore.Kind.GRAPH)
                .flatMap(kind -> Stream.of(Other.values()).map(other -> Arguments.of(kind, other)));
    }

    @ParameterizedTest
    @MethodSource("others")
    void undo_metByAnotherProgramAtAnyCall_keepsWhatThatWrote(PlantedStore.Kind kind, Other other) throws Exception {
        PlantedStore dry = store(kind, Work.UNDO, "dry");
        Set<String> survivors = dry.memories().keySet();
        FaultyDisk counting = aged();
        Work.UNDO.play(dry, counting);
        Set<String> gone = new HashSet<>(dry.memories().keySet());
        gone.removeAll(survivors);
        String absorbed = gone.stream()
                .filter(name -> !name.contains("relationType"))
                .findFirst()
                .orElseThrow();
        String survivor = survivors.stream()
                .filter(name -> !name.contains("relationType") && !name.equals(INDEX))
                .findFirst()
                .orElseThrow();
        int met = 0;
        int conflicts = 0;
        for (FaultyDisk.Call call : CaseSample.oneOf(STEP, counting.calls())) {
            PlantedStore store = store(kind, Work.UNDO, "met-" + call.number());
            // The store checks that the file is missing and then renames. It does not see a file created in between.
            boolean isBetweenCheckAndRename = call.name().equals("rename")
                    && call.path().getFileName().toString().equals(absorbed);
            boolean[] isWritten = {false};
            FaultyDisk disk = aged().before(call.number(), _ -> isWritten[0] = write(store, other, survivor, absorbed));
            Report undone;
            try (MemoryStore open = store.open(disk)) {
                undone = PlantedStore.undo(open).orElseThrow();
            }
            String where = kind + ", " + other + " at " + call + ", seed " + CaseSample.SEED + ": " + undone.findings();
            SortedMap<String, String> after = store.memories();
            String theirs = other == Other.EDITS_THE_SURVIVOR ? survivor : absorbed;
            if (isWritten[0] && !isBetweenCheckAndRename) {
                String words = other == Other.EDITS_THE_SURVIVOR ? "Something later." : "Somebody else wrote this.";
                assertThat(after.get(theirs)).as(where).contains(words);
                met++;
            }
            conflicts += isBetweenCheckAndRename || undone.findings().isEmpty() ? 0 : 1;
            assertThat(after).as(where).containsKeys(survivor, absorbed);
        }
        System.out.printf("%s, %s: met at %d calls, %d conflicts%n", kind, other, met, conflicts);
        assertThat(met).isGreaterThanOrEqualTo(CaseSample.leastOfOne(STEP, 100));
        if (other == Other.CREATES_THE_ABSORBED) {
            assertThat(conflicts).isEqualTo(met);
        }
    }

    private static boolean write(PlantedStore store, Other other, String survivor, String absorbed) throws IOException {
        boolean isThere = store.memories().containsKey(absorbed);
        if (other == Other.EDITS_THE_SURVIVOR) {
            store.edit(survivor);
        } else if (!isThere) {
            store.create(absorbed);
        }
        return other == Other.EDITS_THE_SURVIVOR || !isThere;
    }

    @ParameterizedTest
    @EnumSource
    void aStoreOfEachKind_hasAPairToMerge(PlantedStore.Kind kind) throws Exception {
        PlantedStore store = store(kind, Work.MERGE, "one");
        try (MemoryStore open = store.open(aged())) {
            assertThat(PlantedStore.merge(open).removed()).isPositive();
        }
        assertThat(List.copyOf(store.memories().keySet())).isNotEmpty();
    }
}
