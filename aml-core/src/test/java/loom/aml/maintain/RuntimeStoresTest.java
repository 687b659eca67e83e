package loom.aml.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.SharedFixtures;
import loom.aml.TestStore;
import loom.aml.item.Item;
import loom.aml.json.JsonObject;
import loom.aml.run.Execution;
import loom.aml.run.Report;
import loom.aml.store.MemoryStore;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The daily job on stores that the real runtime wrote, and the sample migrations. */
class RuntimeStoresTest {

    @TempDir
    private Path directory;

    private Maintenance.Result maintain(TestStore store) throws IOException {
        try (MemoryStore open = store.open()) {
            Maintenance.Result result =
                    new Maintenance(open, MaintainPolicy.DEFAULT).run(store.execution(open), Execution.Options.DEFAULT);
            store.pass(Duration.ofSeconds(1));
            return result;
        }
    }

    /** Returns the texts of all items in order, by file. */
    private static SortedMap<String, List<String>> items(TestStore store) throws IOException {
        SortedMap<String, List<String>> items = new TreeMap<>();
        try (MemoryStore open = store.openReadOnly()) {
            for (ScanResult<List<String>> scanned : open.scan(open.list(), Selection.ALL, collection -> {
                List<String> texts = new ArrayList<>();
                collection.read((Item item) -> texts.add(new String(item.copyBytes(), StandardCharsets.UTF_8)));
                return texts;
            })) {
                assertThat(scanned).isInstanceOf(ScanResult.Read.class);
                if (scanned instanceof ScanResult.Read<List<String>> read) {
                    items.put(read.file().path(), read.result());
                }
            }
        }
        return items;
    }

    /** Returns the texts of all items that the runs of a store removed. */
    private static List<String> archived(TestStore store) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(store.logs().resolve("archives"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".jsonl.gz")).toList()) {
                for (String line : TestStore.textOf(Files.readAllBytes(file))
                        .lines()
                        .skip(1)
                        .toList()) {
                    texts.add(JsonObject.parse(line).string("item").orElseThrow());
                }
            }
        }
        return texts;
    }

    private static List<String> sorted(Stream<String> texts) {
        return texts.sorted(Comparator.naturalOrder()).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "runtime-gzip",
                "runtime-plain",
                "schema/v1.0.0",
                "schema/v1.1.0",
                "schema/v1.2.0",
                "schema/v2.0.0"
            })
    void maintain_losesNoItem_andKeepsEveryByteOfRemainingItems(String fixture) throws IOException {
        TestStore store = TestStore.copyOf(SharedFixtures.require(fixture), directory);
        SortedMap<String, List<String>> before = items(store);
        SortedMap<String, String> looksBefore = store.memory();
        SortedMap<String, String> texts = store.texts();

        Maintenance.Result result = maintain(store);

        assertThat(result.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(result.bytesBefore() - result.bytesAfter())
                .isPositive()
                .isEqualTo(result.gc().bytesFreed() + result.prune().bytesFreed());
        SortedMap<String, List<String>> after = items(store);
        int archived = result.gc().removed() + result.prune().removed();
        assertThat(archived).isPositive();
        assertThat(result.items())
                .isEqualTo(before.values().stream().mapToInt(List::size).sum())
                .isEqualTo(after.values().stream().mapToInt(List::size).sum() + archived);
        assertThat(sorted(Stream.concat(after.values().stream().flatMap(List::stream), archived(store).stream())))
                .as("the remaining and the archived items are the original ones, to the byte")
                .isEqualTo(sorted(before.values().stream().flatMap(List::stream)));
        after.forEach((path, kept) -> assertThat(kept)
                .as("the order of the remaining items in %s", path)
                .isEqualTo(before.get(path).stream()
                        .filter(kept::contains)
                        .distinct()
                        .toList()));
        assertThatEncodingsAreKept(store, texts);
        assertThatOthersAreUntouched(store, looksBefore, before, after);
    }

    private static void assertThatEncodingsAreKept(TestStore store, SortedMap<String, String> before)
            throws IOException {
        store.texts()
                .forEach((path, text) -> assertThat(text.startsWith("gzip "))
                        .as(path)
                        .isEqualTo(before.get(path).startsWith("gzip ")));
    }

    private static void assertThatOthersAreUntouched(
            TestStore store,
            SortedMap<String, String> looksBefore,
            SortedMap<String, List<String>> before,
            SortedMap<String, List<String>> after)
            throws IOException {
        SortedMap<String, String> looks = store.memory();
        assertThat(looks.keySet()).as("no file is created or removed").isEqualTo(looksBefore.keySet());
        for (String path : looks.keySet()) {
            boolean isDirectory = Files.isDirectory(store.root().resolve(path));
            if (!isDirectory && (!before.containsKey(path) || before.get(path).equals(after.get(path)))) {
                assertThat(looks.get(path)).as(path).isEqualTo(looksBefore.get(path));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"runtime-gzip", "runtime-plain"})
    void maintain_runAgain_removesOnlyItemsTheRuntimeWroteBack_andUndoRestoresAll(String fixture) throws IOException {
        TestStore store = TestStore.copyOf(SharedFixtures.require(fixture), directory);
        SortedMap<String, String> texts = store.texts();
        byte[] heldInMemory = store.bytes("debugger/patterns.json");
        Maintenance.Result first = maintain(store);
        SortedMap<String, String> before = store.memory();
        SortedMap<String, String> maintained = store.texts();

        Maintenance.Result second = maintain(store);
        assertThat(second.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(second.gc().changedFiles() + second.prune().changedFiles()).isZero();
        assertThat(store.memory()).isEqualTo(before);

        store.rewrite("debugger/patterns.json", heldInMemory);
        Maintenance.Result third = maintain(store);
        assertThat(third.returned()).isPositive().isEqualTo(third.prune().removed());
        assertThat(store.texts()).isEqualTo(maintained);

        store.undo(first.prune().run());
        store.undo(first.gc().run());
        assertThat(store.texts()).isEqualTo(texts);
    }
}
