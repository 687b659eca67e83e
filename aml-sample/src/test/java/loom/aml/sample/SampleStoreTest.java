package loom.aml.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import loom.aml.io.LocalDisk;
import loom.aml.item.Field;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.store.MemoryStore;
import loom.aml.store.OpenCollection;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
    private static final SamplePolicy POLICY =
            SamplePolicy.defaultAsOf(NOW).withItems(1_500).withRot(0.5);

    @TempDir
    private Path directory;

    private final LocalDisk disk = new LocalDisk();

    private SampleReport write(String name, SamplePolicy policy, LabelSink labels) throws IOException {
        return SampleStore.write(disk, Files.createDirectory(directory.resolve(name)), policy, labels);
    }

    private Map<String, String> texts(String name) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (var files = Files.walk(directory.resolve(name))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                boolean isGzip = bytes.length > 1 && bytes[0] == 0x1f;
                texts.put(
                        directory.resolve(name).relativize(file).toString(),
                        isGzip
                                ? new String(new GZIPInputStream(Files.newInputStream(file)).readAllBytes(), "UTF-8")
                                : new String(bytes, "UTF-8"));
            }
        }
        return texts;
    }

    @Test
    void write_givesTheSameStoreForTheSamePolicy() throws IOException {
        write("one", POLICY, LabelSink.NONE);
        write("two", POLICY, LabelSink.NONE);
        write("other", POLICY.withSeed(2), LabelSink.NONE);
        assertThat(texts("two")).isEqualTo(texts("one"));
        assertThat(texts("other")).isNotEqualTo(texts("one"));
    }

    @Test
    void write_compressesTheSameText() throws IOException {
        write("plain", POLICY, LabelSink.NONE);
        write("gzip", POLICY.withGzip(true), LabelSink.NONE);
        assertThat(texts("gzip")).isEqualTo(texts("plain"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 7, 1_000, 1_501})
    void write_givesJustAsManyItemsAsAskedFor(long items) throws IOException {
        SampleReport report = write("store", POLICY.withItems(items), LabelSink.NONE);
        assertThat(report.items()).isEqualTo(items);
        long labelled = 0;
        for (Label label : Label.values()) {
            labelled += report.count(label);
        }
        assertThat(labelled).isEqualTo(items);
        assertThat(elements()).isEqualTo(items);
    }

    private long elements() throws IOException {
        long elements = 0;
        try (MemoryStore store = StoreKinds.openReadOnly(disk, directory.resolve("store"), StoreOptions.DEFAULT)) {
            for (ScanResult<Integer> scanned :
                    store.scan(store.list(), Selection.ALL, collection -> collection.read(_ -> {}))) {
                elements += ((ScanResult.Read<Integer>) scanned).elements();
            }
        }
        return elements;
    }

    @Test
    void write_plantsEveryLabelAndNothingButFreshWithoutRot() throws IOException {
        SampleReport rotten = write("rotten", POLICY.withItems(6_000), LabelSink.NONE);
        assertThat(Label.values())
                .allSatisfy(label -> assertThat(rotten.count(label)).isPositive());
        assertThat(write("fresh", POLICY.withRot(0), LabelSink.NONE).count(Label.FRESH))
                .isEqualTo(1_500);
    }

    @ParameterizedTest
    @EnumSource(SampleSchema.class)
    void labels_areTrueOfTheItemsThatCarryThem(SampleSchema schema) throws IOException {
        Map<String, Label> labels = new ConcurrentHashMap<>();
        write(
                "store",
                POLICY.withSchema(schema),
                (agent, kind, ordinal, _, label) -> labels.put(agent + kind + ordinal, label));
        try (MemoryStore store = StoreKinds.openReadOnly(disk, directory.resolve("store"), StoreOptions.DEFAULT)) {
            var scanned = store.scan(store.list(), Selection.ALL, collection -> {
                check(collection, labels);
                return true;
            });
            assertThat(scanned).isNotEmpty().allSatisfy(file -> assertThat(file).isInstanceOf(ScanResult.Read.class));
        }
    }

    private static void check(OpenCollection collection, Map<String, Label> labels) throws IOException {
        Map<Long, Integer> ids = new HashMap<>();
        Map<Long, Fingerprint> contents = new HashMap<>();
        collection.read(item -> {
            Label label = labels.get(collection.file().agent() + item.kind() + item.ordinal());
            boolean repeatsId = ids.merge(item.idHash(), 1, Integer::sum) > 1 && item.idHash() != 0;
            Fingerprint twin = contents.putIfAbsent(item.fingerprint().content(), item.fingerprint());
            assertThat(repeatsId).as("%s repeats an id", label).isEqualTo(label == Label.DUPLICATED);
            assertThat(twin != null && twin.id() != item.idHash())
                    .as("%s repeats a content", label)
                    .isEqualTo(label == Label.IDENTICAL);
            checkFields(item, label);
        });
    }

    private static void checkFields(Item item, Label label) {
        boolean isBroken = item.id() == null || item.agentField() == null || !item.isFilled(Field.TIMESTAMP);
        assertThat(isBroken).as("%s is broken", label).isEqualTo(label == Label.BROKEN);
        Instant used = item.kind() == ItemKind.PATTERN ? item.lastUsed() : item.timestamp();
        if (label != Label.BROKEN) {
            assertThat(used == null).as("%s is undated", label).isEqualTo(label == Label.UNDATED);
        }
        if (used != null) {
            assertThat(used.isAfter(NOW)).as("%s lies in the future", label).isEqualTo(label == Label.FUTURE);
        }
    }

    @Test
    void write_rejectsANonemptyDirectory() throws IOException {
        Path taken = Files.createDirectory(directory.resolve("taken"));
        Files.writeString(taken.resolve("letter"), "dear");
        assertThatThrownBy(() -> SampleStore.write(disk, taken, POLICY, LabelSink.NONE))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(taken).isDirectoryContaining("glob:**letter");
    }

    @Test
    void policy_rejectsInvalidValues() {
        assertThatThrownBy(() -> POLICY.withRot(1.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> POLICY.withRot(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> POLICY.withItems(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> POLICY.withAgents(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(SampleSchema.named("3.0.0")).isEmpty();
    }

    @Test
    void labelFile_hasOneLinePerItem() throws IOException {
        Path file = directory.resolve("labels.jsonl");
        try (LabelFile labels = new LabelFile(disk, file, disk.access(directory).withoutExecution())) {
            write("store", POLICY, labels);
        }
        assertThat(Files.readAllLines(file)).hasSize(1_500).allMatch(line -> line.contains("\"label\":"));
    }

    @Test
    void agents_areAsManyAsAskedForWithNamesOfTheirOwn() throws IOException {
        write("store", POLICY.withAgents(23), LabelSink.NONE);
        try (MemoryStore store = StoreKinds.openReadOnly(disk, directory.resolve("store"), StoreOptions.DEFAULT)) {
            assertThat(store.list().agents()).hasSize(23);
        }
    }
}
