package loom.aml.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.create.Snapshot;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.store.Finding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Gzip without a previous version is stored byte for byte, whichever program compressed it; later versions still store only the
 * differences.
 */
class StoredGzipTest {
    private static final String PATH = "debugger/patterns.json";

    @TempDir
    private Path directory;

    private TestStore store;
    private List<TestItem> items;

    @BeforeEach
    void makeStore() {
        store = TestStore.in(directory);
        items = LargeCollection.of(new Random(20_261_123), "p", 100, 2000);
    }

    private String text() {
        return TestItem.collection(items.toArray(TestItem[]::new));
    }

    private static byte[] gzip(String text, int level) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes) {
            {
                def.setLevel(level);
            }
        }) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    /** Returns gzip with a name and a time in its header, as the command line tool writes it. */
    private static byte[] named(byte[] gzip) {
        byte[] head = {0x1f, (byte) 0x8b, 8, 8, 1, 2, 3, 4, 0, 3, 'a', '.', 'j', 's', 'o', 'n', 0};
        return joined(head, Arrays.copyOfRange(gzip, 10, gzip.length));
    }

    private Map<String, byte[]> ofAllMakers() throws IOException {
        Map<String, byte[]> made = new LinkedHashMap<>();
        for (int level = Deflater.NO_COMPRESSION; level <= Deflater.BEST_COMPRESSION; level++) {
            made.put("level" + level + "/patterns.json", gzip(text(), level));
        }
        String text = text();
        made.put("named/patterns.json", named(gzip(text, 6)));
        made.put(
                "members/patterns.json",
                joined(gzip(text.substring(0, 70_000), 9), gzip("", 6), named(gzip(text.substring(70_000), 1))));
        made.put("padded/patterns.json", joined(gzip(text, 6), new byte[1000]));
        made.put("suffixed/patterns.json.gz", gzip(text, 5));
        made.put("empty/patterns.json", gzip("", 6));
        return made;
    }

    private void requireBytes(Snapshot snapshot, Map<String, byte[]> files) throws IOException {
        Path restored = store.restored(snapshot.manifest().id());
        files.forEach(
                (path, bytes) -> assertThat(restored.resolve(path)).as(path).hasBinaryContent(bytes));
        try (Backup backup = store.backups()) {
            assertThat(new Verifier(backup.repository(), 2).verifyAll().findings())
                    .isEmpty();
            assertThat(new Drill(backup).run(snapshot.manifest()).isSound()).isTrue();
        }
    }

    private FileEntry entry(Snapshot snapshot) {
        return snapshot.manifest().file(PATH).orElseThrow();
    }

    private void requireText(Snapshot snapshot, String text) throws IOException {
        Path restored = store.restored(snapshot.manifest().id());
        assertThat(TestStore.textOf(Files.readAllBytes(restored.resolve(PATH)))).isEqualTo(text);
        try (Backup backup = store.backups()) {
            assertThat(new Verifier(backup.repository(), 2).verifyAll().findings())
                    .isEmpty();
        }
    }

    @Test
    void full_restoresGzipOfAnyProgram_byteForByte() throws IOException {
        Map<String, byte[]> files = ofAllMakers();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            store.put(file.getKey(), file.getValue());
        }

        requireBytes(store.snapshot(SnapshotRequest.DEFAULT.full()), files);
    }

    @Test
    void increment_restoresNewFiles_byteForByte() throws IOException {
        store.put("config.json", "{}");
        store.snapshot();
        Map<String, byte[]> files = ofAllMakers();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            store.put(file.getKey(), file.getValue());
        }

        requireBytes(store.snapshot(), files);
    }

    @Test
    void increment_withManyEdits_storesTheDifferences_andRestoresEachText() throws IOException {
        store.put(PATH, joined(gzip(text().substring(0, 50_000), 9), gzip(text().substring(50_000), 4), new byte[7]));
        List<Snapshot> snapshots = new ArrayList<>(List.of(store.snapshot()));
        List<String> texts = new ArrayList<>(List.of(text()));
        for (int edit = 0; edit < 8; edit++) {
            items.get(11 * edit + 3).with("x_edited", edit);
            items.remove(50);
            items.add(items.remove(20));
            items.add(
                    40,
                    LargeCollection.of(new Random(edit), "n" + edit, 1, 2000).getFirst());
            store.rewrite(PATH, gzip(text(), 6));
            snapshots.add(store.snapshot());
            texts.add(text());
        }
        assertThat(entry(snapshots.getFirst()).isStoredGzip()).isTrue();
        for (int i = 0; i < snapshots.size(); i++) {
            requireText(snapshots.get(i), texts.get(i));
            assertThat(entry(snapshots.get(i)).isText()).isEqualTo(i > 0);
            if (i > 0) {
                assertThat(snapshots.get(i).bytesAdded()).isLessThan(8_000);
            }
        }
    }

    @Test
    void increment_ofTheSameTextByAnotherProgram_storesHardlyAnything() throws IOException {
        byte[] first = joined(gzip(text(), 9), new byte[3]);
        store.put(PATH, first);
        Snapshot full = store.snapshot();
        store.rewrite(PATH, gzip(text(), 6));

        Snapshot second = store.snapshot();

        assertThat(second.isNew()).isTrue();
        assertThat(second.bytesAdded()).isLessThan(3_000);
        requireText(second, text());
        requireBytes(full, Map.of(PATH, first));
        store.rewrite(PATH, text());
        Snapshot plain = store.snapshot();
        assertThat(store.restored(plain.manifest().id()).resolve(PATH)).hasContent(text());
    }

    @Test
    void increment_afterTheItemsWereReversed_isStoredCompletely_byteForByte() throws IOException {
        store.put(PATH, gzip(text(), 6));
        Snapshot full = store.snapshot();
        String before = text();
        Collections.reverse(items);
        byte[] turned = joined(gzip(text(), 7), new byte[5]);
        store.rewrite(PATH, turned);

        Snapshot second = store.snapshot();

        assertThat(entry(second).isStoredGzip())
                .as("it would go back in the gzip for each item")
                .isTrue();
        requireBytes(second, Map.of(PATH, turned));
        requireText(full, before);
    }

    @Test
    void restore_ofDamagedGzip_recoversTheItemsBeforeTheDamage() throws IOException {
        store.put(PATH, gzip(text(), Deflater.NO_COMPRESSION));
        Manifest manifest = store.snapshot().manifest();
        Path segment = new Vault(store).ownSegment(manifest);
        List<Vault.Frame> frames = Vault.frames(segment);
        assertThat(frames).hasSizeGreaterThan(3);
        Vault.flip(segment, frames.get(2).place() + frames.get(2).length() / 2);

        Path target = directory.resolve("partly");
        var result = store.restore(manifest.id(), target);

        assertThat(result.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.DAMAGED);
            assertThat(finding.what()).contains("of 100 items could not be restored", "to the end");
        });
        String saved = TestStore.textOf(Files.readAllBytes(target.resolve(PATH)));
        assertThat(result.items()).isBetween(30L, 90L);
        assertThat(text()).startsWith(saved.substring(0, saved.lastIndexOf('}')));
    }
}
