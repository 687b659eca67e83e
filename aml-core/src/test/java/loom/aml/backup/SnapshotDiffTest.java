package loom.aml.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.restore.ItemVersions;
import loom.aml.io.DamagedException;
import loom.aml.io.MemoryFile;
import loom.aml.item.ItemKind;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the differences between two snapshots, item by item. */
class SnapshotDiffTest {
    @TempDir
    private Path directory;

    private TestStore store;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void makeStore() throws IOException {
        store = TestStore.in(directory)
                .put("debugger/patterns.json", TestItem.pattern("a"), TestItem.pattern("b"), TestItem.pattern("c"))
                .putGzip("debugger/solutions.json", TestItem.solution("s"))
                .put("config.json", "{}")
                .put("notes.txt", "x");
    }

    private SnapshotDiff.Sums diff(Manifest before, Manifest after) throws IOException {
        told.clear();
        try (Backup backup = store.backups()) {
            return SnapshotDiff.compare(backup.repository(), before, after, new SnapshotDiff.Visitor() {
                @Override
                public void item(CollectionFile file, ItemVersions.Change change, String id) {
                    told.add(file.path() + " " + change.word() + " " + id);
                }

                @Override
                public void file(String path, ItemVersions.Change change) {
                    told.add(path + " " + change.word());
                }
            });
        }
    }

    @Test
    void diff_reportsEachItemAndFileThatDiffers() throws IOException {
        Manifest before = store.snapshot().manifest();
        store.put(
                        "debugger/patterns.json",
                        TestItem.pattern("c"),
                        TestItem.pattern("b").with("x", 1),
                        TestItem.pattern("d"))
                .put("reviewer/decisions.json", TestItem.decision("n"))
                .put("config.json", "{\"a\": 1}")
                .put("new.txt", "");
        Files.delete(store.root().resolve("notes.txt"));
        Files.delete(store.root().resolve("debugger/solutions.json"));
        Manifest after = store.snapshot().manifest();

        SnapshotDiff.Sums sums = diff(before, after);

        assertThat(told)
                .containsExactlyInAnyOrder(
                        "config.json changed",
                        "debugger/patterns.json changed b",
                        "debugger/patterns.json added d",
                        "debugger/patterns.json removed a",
                        "debugger/solutions.json removed s",
                        "new.txt added",
                        "notes.txt removed",
                        "reviewer/decisions.json added n");
        assertThat(sums.items()).isEqualTo(new FileChange.Difference(2, 1, 2));
        assertThat(sums.files()).isEqualTo(new FileChange.Difference(1, 1, 1));
        SnapshotDiff.Sums back = diff(after, before);
        assertThat(back.items()).isEqualTo(new FileChange.Difference(2, 1, 2));
        assertThat(told).contains("debugger/patterns.json removed d", "debugger/patterns.json added a");
        diff(after, after);
        assertThat(told).isEmpty();
    }

    @Test
    void diff_ofDifferentEncodings_isEmpty() throws IOException {
        Manifest before = store.snapshot().manifest();
        String items = TestItem.pattern("a").toString() + "\n,\n" + TestItem.pattern("b") + "," + TestItem.pattern("c");
        store.put("debugger/patterns.json", TestStore.gzip("[" + items + "]"));
        Manifest after = store.snapshot().manifest();

        SnapshotDiff.Sums sums = diff(before, after);

        assertThat(told).isEmpty();
        assertThat(sums.items()).isEqualTo(FileChange.Difference.NONE);
    }

    @Test
    void diff_ofADamagedCollection_comparesFiles() throws IOException {
        Manifest before = store.snapshot().manifest();
        store.put("debugger/patterns.json", "[{\"id\":");
        Manifest after = store.snapshot().manifest();

        diff(before, after);

        assertThat(told).containsExactly("debugger/patterns.json changed");
    }

    @Test
    void diff_ofUnreadableData_fails() throws IOException {
        Manifest before = store.snapshot().manifest();
        store.put("debugger/patterns.json", TestItem.pattern("z"));
        Manifest after = store.snapshot().manifest();
        Vault vault = new Vault(store);
        Files.delete(vault.ownSegment(before));

        assertThatThrownBy(() -> diff(before, after)).isInstanceOf(DamagedException.class);
    }

    private static FileChange.Difference compare(String before, String after, List<String> told) throws IOException {
        return ItemVersions.compare(
                before == null ? null : () -> MemoryFile.of(before),
                after == null ? null : () -> MemoryFile.of(after),
                ItemKind.PATTERN,
                (change, item) -> told.add(change.word() + " " + item.id()));
    }

    @Test
    void itemsWithoutId_areMatchedByContent() throws IOException {
        String one = TestItem.pattern("x").without("id").toString();
        String two = TestItem.pattern("x").without("id").with("x", 1).toString();

        assertThat(compare("[" + one + "]", "[" + one + "]", told)).isEqualTo(FileChange.Difference.NONE);
        assertThat(compare("[" + one + "]", "[" + two + "," + one + "]", told))
                .isEqualTo(new FileChange.Difference(1, 0, 0));
        assertThat(compare("[" + one + "]", null, told)).isEqualTo(new FileChange.Difference(0, 0, 1));
        assertThat(compare(null, "[" + one + "," + two + "]", told)).isEqualTo(new FileChange.Difference(2, 0, 0));
        assertThat(compare(null, null, told)).isEqualTo(FileChange.Difference.NONE);
    }

    @Test
    void anyTwoVersions_areComparedAsByASimpleReference() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            TreeMap<String, TestItem> before = version(random);
            TreeMap<String, TestItem> after = version(random);
            int added = 0;
            int changed = 0;
            int removed = 0;
            for (String id : before.keySet()) {
                if (!after.containsKey(id)) {
                    removed++;
                } else if (!after.get(id).toString().equals(before.get(id).toString())) {
                    changed++;
                }
            }
            for (String id : after.keySet()) {
                added += before.containsKey(id) ? 0 : 1;
            }

            FileChange.Difference difference = compare(text(before, random), text(after, random), told);

            assertThat(difference).as("seed " + seed).isEqualTo(new FileChange.Difference(added, changed, removed));
        }
    }

    private static TreeMap<String, TestItem> version(Random random) {
        TreeMap<String, TestItem> items = new TreeMap<>();
        for (int i = random.nextInt(30); i > 0; i--) {
            String id = "p" + random.nextInt(20);
            items.put(id, TestItem.pattern(id).with("x", random.nextInt(2)));
        }
        return items;
    }

    private static String text(TreeMap<String, TestItem> items, Random random) {
        List<TestItem> shuffled = new ArrayList<>(items.values());
        Collections.shuffle(shuffled, random);
        return TestItem.collection(shuffled);
    }
}
