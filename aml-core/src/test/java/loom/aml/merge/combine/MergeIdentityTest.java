package loom.aml.merge.combine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loom.aml.io.FaultyDisk;
import loom.aml.run.Report;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A merge and its undo in generated stores of every kind. {@code -Daml.merges} sets the number of stores of each kind. */
class MergeIdentityTest {
    private static final int STORES = Integer.getInteger("aml.merges", 2);

    @TempDir
    private Path directory;

    static Stream<Arguments> stores() {
        return Stream.of(PlantedStore.Kind.values())
                .flatMap(kind -> IntStream.range(0, STORES).mapToObj(seed -> Arguments.of(kind, 7_000 + seed)));
    }

    /** Returns a disk whose clock is ahead, so that no file is young enough to be waited for. */
    private static FaultyDisk aged() {
        return new FaultyDisk().later(Duration.ofHours(1));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("stores")
    void aMergeThenItsUndo_isTheIdentity(PlantedStore.Kind kind, int seed) throws Exception {
        PlantedStore store = PlantedStore.in(directory, kind, seed, 5);
        SortedMap<String, String> before = store.files();
        try (MemoryStore open = store.open(aged())) {
            Report merged = PlantedStore.merge(open);
            assertThat(merged.removed()).as("%s", merged.findings()).isGreaterThan(2);
            Report undone = PlantedStore.undo(open).orElseThrow();
            assertThat(undone.outcome()).isEqualTo(Report.Outcome.DONE);
            assertThat(undone.findings()).isEmpty();
        }
        assertThat(store.files()).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("stores")
    void anUndoAfterLaterEdits_keepsThem_andRestoresTheRest(PlantedStore.Kind kind, int seed) throws Exception {
        PlantedStore store = PlantedStore.in(directory, kind, seed, 5);
        SortedMap<String, String> before = store.memories();
        try (MemoryStore open = store.open(aged())) {
            PlantedStore.merge(open);
        }
        SortedMap<String, String> merged = store.memories();
        List<String> survivors = new ArrayList<>(before.entrySet().stream()
                .filter(memory -> merged.containsKey(memory.getKey())
                        && !merged.get(memory.getKey()).equals(memory.getValue())
                        && !memory.getKey().equals("MEMORY.md"))
                .map(Map.Entry::getKey)
                .toList());
        List<String> absorbed = new ArrayList<>(before.keySet().stream()
                .filter(name -> !merged.containsKey(name) && !name.contains("relationType"))
                .toList());
        Random random = new Random(seed);
        Collections.shuffle(survivors, random);
        Collections.shuffle(absorbed, random);
        Set<String> edited = new HashSet<>(survivors.subList(0, 2));
        for (String survivor : edited) {
            store.edit(survivor);
        }
        String again = absorbed.getFirst();
        store.create(again);
        store.create(store.freeName());
        SortedMap<String, String> theirs = store.memories();

        Report undone;
        try (MemoryStore open = store.open(aged())) {
            undone = PlantedStore.undo(open).orElseThrow();
        }
        SortedMap<String, String> after = store.memories();
        assertThat(after).containsEntry(store.freeName(), theirs.get(store.freeName()));
        assertThat(after).containsEntry(again, theirs.get(again));
        assertThat(named(undone, again)).as("%s: %s", again, undone.findings()).isTrue();
        for (Map.Entry<String, String> memory : before.entrySet()) {
            String name = memory.getKey();
            if (edited.contains(name)) {
                boolean isExact = store.edited(memory.getValue()).equals(after.get(name));
                assertThat(after.get(name)).contains("later");
                assertThat(isExact || named(undone, name))
                        .as("%s: %s", name, after.get(name))
                        .isTrue();
            } else if (!name.equals(again)) {
                assertThat(after).containsEntry(name, memory.getValue());
            }
        }
    }

    private static boolean named(Report undone, String memory) {
        String name = memory.replace(".md", "");
        return undone.findings().stream().map(Finding::toString).anyMatch(finding -> finding.contains(name));
    }
}
