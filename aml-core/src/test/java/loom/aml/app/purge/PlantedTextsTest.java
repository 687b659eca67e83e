package loom.aml.app.purge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.TestItem;
import loom.aml.TestOpener;
import loom.aml.TestStore;
import loom.aml.app.OpenStore;
import loom.aml.app.item.RemoveItem;
import loom.aml.backup.Backup;
import loom.aml.backup.Snapshots;
import loom.aml.backup.Verifier;
import loom.aml.backup.copy.RepositoryCopy;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.repository.Manifest;
import loom.aml.index.StoreIndex;
import loom.aml.io.LocalDisk;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.purge.PurgeReport;
import loom.aml.storage.LocalTarget;
import loom.aml.storage.PrivateFolder;
import loom.aml.store.Workers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand texts are planted wherever texts can be; none is found afterwards, and everything else is as it was. */
class PlantedTextsTest {
    private static final int TEXTS = 1_000;
    private static final String PATTERN = "plant-[0-9a-z]{14}";

    @TempDir
    private Path directory;

    private final Random random = new Random(CaseSample.SEED);
    private final Set<String> planted = new HashSet<>();
    private TestStore store;
    private Path copy;

    private String text() {
        StringBuilder text = new StringBuilder("plant-");
        while (text.length() < 20) {
            text.append("0123456789abcdefghijklmnopqrstuvwxyz".charAt(random.nextInt(36)));
        }
        planted.add(text.toString());
        return text.toString();
    }

    /** Spells a text with escapes, as other programs may write it. */
    private String spelled(String text) {
        StringBuilder spelled = new StringBuilder();
        for (char c : text.toCharArray()) {
            spelled.append(random.nextInt(8) == 0 ? String.format("\\u%04X", (int) c) : String.valueOf(c));
        }
        return spelled.toString();
    }

    private TestItem pattern(String id) {
        return TestItem.pattern(TestItem.uuid(id))
                .with("pattern.approach.rationale", "\u00fcber \\\"" + text() + "\\\" \ud83d\ude00 " + text())
                .with("x_unknown." + text(), spelled(text()));
    }

    @BeforeEach
    void plant() throws Exception {
        System.out.println("seed " + CaseSample.SEED);
        store = TestStore.in(directory.resolve("work"));
        List<TestItem> items = new ArrayList<>();
        List<TestItem> solutions = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            items.add(i % 3 == 0 ? TestItem.pattern(TestItem.uuid("innocent-" + i)) : pattern("pattern-" + i));
            solutions.add(
                    TestItem.solution(TestItem.uuid("solution-" + i)).with("solution.fixApproach", "use " + text()));
        }
        store.put("debugger/patterns.json", items.toArray(TestItem[]::new))
                .putGzip("reviewer/solutions.json", solutions.toArray(TestItem[]::new))
                .put("agent-" + text() + "/decisions.json", TestItem.decision(TestItem.uuid("decision")))
                .put("debugger/context.json", "{\"last\": \"" + text() + "\", \"size\": 12}")
                .put("debugger/notes-" + text() + ".txt", "some notes")
                .put("global/free.txt", "first line\n" + text() + "\nlast line")
                .put(
                        "innocent/patterns.json",
                        TestItem.pattern(TestItem.uuid("alone")),
                        TestItem.pattern(""),
                        TestItem.pattern("").withRaw("id", "null").withRaw("x", "[1e999, -0, true, null, {}, []]"))
                .settled();
        snapshot("before " + text());
        for (int i = 0; i < 30; i++) {
            remove("reviewer", ItemKind.SOLUTION, TestItem.uuid("solution-" + i));
        }
        snapshot("");
        // Later versions of all patterns, each with texts of its own, until there are enough.
        while (planted.size() < TEXTS) {
            for (int i = 0; i < items.size(); i++) {
                if (i % 3 != 0) {
                    items.set(i, pattern("pattern-" + i));
                }
            }
            store.put("debugger/patterns.json", items.toArray(TestItem[]::new)).settled();
            snapshot("");
        }
        copy = Files.createDirectories(directory.resolve("disk")).resolve("copy");
        copy().run(Duration.ofSeconds(5));
        try (OpenStore opened = new TestOpener(store).forChange()) {
            new StoreIndex(opened.store()).rebuild(Duration.ofSeconds(5));
        }
    }

    private RepositoryCopy copy() {
        return new RepositoryCopy(LocalTarget.beside(new LocalDisk(), store.root()), target(), new Workers(1));
    }

    private LocalTarget target() {
        return new LocalTarget(new LocalDisk(), PrivateFolder.at(new LocalDisk(), store.root(), copy));
    }

    private void snapshot(String description) throws IOException {
        store.snapshot(new SnapshotRequest(false, Set.of(), description, Optional.empty()));
    }

    private void remove(String agent, ItemKind kind, String id) throws Exception {
        try (OpenStore opened = new TestOpener(store).forChange()) {
            new RemoveItem(opened)
                    .run(new RemoveItem.Request(new ItemKey(agent, kind, id), "held " + text(), Optional.empty()));
        }
        store.pass(Duration.ofSeconds(1));
    }

    private PurgeReport purge() throws Exception {
        try (OpenStore opened = new TestOpener(store).forChange()) {
            return new PurgeMemory(opened, _ -> Optional.empty())
                    .run(new PurgeMemory.Request(List.of(), Optional.of(PATTERN), List.of(copy.toString())), _ -> true)
                    .report();
        }
    }

    /** Returns the files of all snapshots with what they must contain after the purge. */
    private Map<String, String> snapshots(boolean isPurged) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Backup backup = store.backups()) {
            for (Manifest manifest : new Snapshots(backup.repository()).list()) {
                Path restored = store.restored(manifest.id());
                try (Stream<Path> paths = Files.walk(restored)) {
                    for (Path path : paths.filter(Files::isRegularFile).toList()) {
                        String name = restored.relativize(path).toString();
                        String text = TestStore.textOf(Files.readAllBytes(path));
                        if (isPurged || !name.contains("plant-")) {
                            files.put(manifest.id() + " " + name, isPurged ? text : without(text));
                        }
                    }
                }
                FolderOf.delete(restored);
            }
        }
        return files;
    }

    /** Replaces the texts with a way of its own: every spelling of each one. */
    private String without(String text) {
        String result = text;
        for (String spelling : spellings(text)) {
            result = result.replace(spelling, "[purged]");
        }
        return result;
    }

    private List<String> spellings(String text) {
        List<String> found = new ArrayList<>();
        String[] words = text.split("[^0-9A-Za-z\\\\-]+", -1);
        Map<String, String> decoded = new HashMap<>();
        for (String word : words) {
            StringBuilder plain = new StringBuilder();
            for (int i = 0; i < word.length(); i++) {
                if (word.startsWith("\\u", i) && i + 6 <= word.length()) {
                    plain.append((char) Integer.parseInt(word.substring(i + 2, i + 6), 16));
                    i += 5;
                } else {
                    plain.append(word.charAt(i));
                }
            }
            decoded.put(word, plain.toString());
        }
        decoded.forEach((word, plain) -> {
            int at = plain.indexOf("plant-");
            if (at >= 0 && planted.contains(plain.substring(at, Math.min(plain.length(), at + 20)))) {
                found.add(word.startsWith("\\\"") || word.endsWith("\\") ? word.replace("\\", "") : word);
            }
        });
        return found;
    }

    @Test
    void thousandTexts_areFoundBefore_andNoneAfter() throws Exception {
        assertThat(planted.size()).isGreaterThanOrEqualTo(TEXTS);
        Set<String> before = new Everywhere(directory).found(planted);
        assertThat(before.size()).as("some are only spelled with escapes").isGreaterThan(TEXTS / 2);
        Map<String, String> expected = snapshots(false);
        byte[] innocent = store.bytes("innocent/patterns.json");

        PurgeReport report = purge();

        assertThat(report.proof().holders()).isEmpty();
        assertThat(report.proof().unsure()).isEmpty();
        assertThat(new Everywhere(directory).holding(planted)).isEmpty();
        assertThat(new Everywhere(directory).holding(Set.of("plant-"))).isEmpty();
        assertThat(store.bytes("innocent/patterns.json")).isEqualTo(innocent);
        assertThat(snapshots(true)).isEqualTo(expected);
        requireSound();
        assertThat(copy().plan().findings())
                .as("the copy is that of the backups")
                .isEmpty();
        assertThat(new String(store.bytes("debugger/context.json"), StandardCharsets.UTF_8))
                .isEqualTo("{\"last\": \"[purged]\", \"size\": 12}");
    }

    private void requireSound() throws IOException {
        try (Backup beside = store.backups();
                Backup copied = Backup.at(beside.store(), target(), new SplittableRandom(1))) {
            for (Backup backup : List.of(beside, copied)) {
                assertThat(new Verifier(backup.repository(), 1).verifyAll().findings())
                        .isEmpty();
            }
        }
    }
}
