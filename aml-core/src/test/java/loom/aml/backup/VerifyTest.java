package loom.aml.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeSet;
import loom.aml.CaseSample;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.repository.Manifest;
import loom.aml.store.Finding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verification finds every change to the backups, locates it, and changes nothing. */
class VerifyTest {
    private static final long SEED = 20_261_123;

    @TempDir
    private Path directory;

    private TestStore store;
    private Vault vault;
    private Manifest first;
    private Manifest second;
    private Manifest other;

    @BeforeEach
    void makeSnapshots() throws IOException {
        store = TestStore.in(directory)
                .put(
                        "debugger/patterns.json",
                        LargeCollection.of(new Random(SEED), "p", 400, 3_000).toArray(TestItem[]::new))
                .putGzip("debugger/solutions.json", TestItem.solution("c"), TestItem.solution("d"))
                .put("config.json", "{}");
        vault = new Vault(store);
        first = store.snapshot().manifest();
        store.putGzip("debugger/solutions.json", TestItem.solution("d"), TestItem.solution("e"))
                .put("unknown.bin", new byte[100]);
        second = store.snapshot().manifest();
        other = store.snapshot(SnapshotRequest.DEFAULT.full()).manifest();
    }

    private Verification verifyAll() throws IOException {
        SortedMap<String, String> before = store.everything();
        try (Backup backup = store.backups()) {
            Verification verification = new Verifier(backup.repository(), 2).verifyAll();
            assertThat(store.everything()).as("verifying changes nothing").isEqualTo(before);
            return verification;
        }
    }

    private Verification verify(Manifest manifest) throws IOException {
        try (Backup backup = store.backups()) {
            return new Verifier(backup.repository(), 2).verify(manifest);
        }
    }

    private static void requireFound(Verification verification, String where) {
        assertThat(verification.isSound()).as(where).isFalse();
        assertThat(verification.findings())
                .as(where)
                .anySatisfy(finding -> assertThat(finding.where()).contains(where))
                .allSatisfy(finding -> assertThat(finding.kind()).isEqualTo(Finding.Kind.DAMAGED));
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString();
    }

    @Test
    void verify_ofIntactBackups_findsNothing_andCountsWhatItRead() throws IOException {
        Verification all = verifyAll();

        assertThat(all.isSound()).isTrue();
        assertThat(all.findings()).isEmpty();
        assertThat(all.snapshots()).containsExactly(first.id(), second.id(), other.id());
        assertThat(all.segments()).isEqualTo(vault.segments().size());
        long bytes = 0;
        for (Path segment : vault.segments()) {
            bytes += Files.size(segment);
        }
        assertThat(all.bytes()).isEqualTo(bytes);
        assertThat(verify(first).isSound()).isTrue();
        assertThat(verify(first).files()).isEqualTo(first.files().size());
        assertThat(verify(first).snapshots()).containsExactly(first.id());
    }

    @Test
    void verify_findsEveryFlippedBitOfASegment() throws IOException {
        int tried = 0;
        for (Path segment : List.of(vault.ownSegment(first), vault.ownSegment(second, first))) {
            byte[] bytes = Files.readAllBytes(segment);
            TreeSet<Integer> places = new TreeSet<>();
            for (Vault.Frame frame : Vault.frames(segment)) {
                for (int i = 0; i < 6; i++) {
                    places.add(frame.place() + i);
                    places.add(frame.place() + frame.length() - 1 - i);
                }
            }
            int table = bytes.length - 9 - 8 * Vault.frames(segment).size() - 8;
            for (int i = table; i < bytes.length; i++) {
                places.add(i);
            }
            new Random(SEED).ints(20, 0, bytes.length).forEach(places::add);
            for (int place : CaseSample.of(List.copyOf(places))) {
                byte[] flipped = bytes.clone();
                flipped[place] ^= (byte) (1 << place % 8);
                Files.write(segment, flipped);
                requireFound(verify(second), nameOf(segment));
                tried++;
            }
            Files.write(segment, bytes);
        }
        assertThat(tried).isGreaterThan(CaseSample.least(100));
        System.out.printf("verify: %d flipped bits of segments found%n", tried);
        assertThat(verifyAll().isSound()).isTrue();
    }

    @Test
    void verify_findsEveryFlippedBitOfAManifest() throws IOException {
        store = TestStore.in(directory.resolve("small")).put("config.json", "{}");
        vault = new Vault(store);
        first = store.snapshot().manifest();
        second = store.put("debugger/patterns.json", TestItem.pattern("a"))
                .snapshot()
                .manifest();
        byte[] bytes = Files.readAllBytes(vault.manifest(second));
        byte[] text = Zstd.decompress(bytes, (int) Zstd.getFrameContentSize(bytes));
        int harmless = 0;
        for (int place : CaseSample.between(0, bytes.length - 1)) {
            byte[] flipped = bytes.clone();
            flipped[place] ^= (byte) (1 << place % 8);
            Files.write(vault.manifest(second), flipped);
            if (isSame(flipped, text)) {
                harmless++;
            } else {
                try (Backup backup = store.backups()) {
                    requireFound(new Verifier(backup.repository(), 1).verifyAll(), second.id());
                    assertThat(new Snapshots(backup.repository()).list())
                            .extracting(Manifest::id)
                            .containsExactly(first.id());
                }
            }
        }
        System.out.printf(
                "verify: %d flipped bits of a manifest were not noticed, because they changed nothing%n", harmless);
        assertThat(harmless).isLessThan(5);
    }

    /** Zstandard frames contain a bit that decoders ignore. */
    private static boolean isSame(byte[] stored, byte[] text) {
        try {
            return Arrays.equals(Zstd.decompress(stored, text.length), text);
        } catch (ZstdException e) {
            return false;
        }
    }

    @Test
    void verify_findsTruncatedSegments() throws IOException {
        Path segment = vault.ownSegment(first);
        byte[] bytes = Files.readAllBytes(segment);
        for (int length : new int[] {0, 1, 8, 16, 17, bytes.length / 3, bytes.length - 9, bytes.length - 1}) {
            Files.write(segment, Arrays.copyOf(bytes, length));
            requireFound(verifyAll(), nameOf(segment));
            assertThat(verify(second).isSound()).isFalse();
            assertThat(verify(other).isSound()).isTrue();
        }
    }

    @Test
    void verify_findsTruncatedManifests() throws IOException {
        byte[] bytes = Files.readAllBytes(vault.manifest(second));
        for (int length : CaseSample.between(0, (bytes.length - 1) / 7)) {
            Files.write(vault.manifest(second), Arrays.copyOf(bytes, 7 * length));
            requireFound(verifyAll(), second.id());
        }
    }

    @Test
    void verify_findsAppendedBytes() throws IOException {
        Path segment = vault.ownSegment(first);
        byte[] bytes = Files.readAllBytes(segment);
        Files.write(segment, Arrays.copyOf(bytes, bytes.length + 1));

        requireFound(verifyAll(), nameOf(segment));
    }

    @Test
    void verify_findsMissingSegments() throws IOException {
        for (Path segment : vault.segments()) {
            byte[] bytes = Files.readAllBytes(segment);
            Files.delete(segment);
            requireFound(verifyAll(), nameOf(segment));
            Files.write(segment, bytes);
        }
    }

    @Test
    void verify_findsSegmentUnderTheNameOfAnother() throws IOException {
        Path one = vault.ownSegment(first);
        Path two = vault.ownSegment(second, first);
        byte[] bytes = Files.readAllBytes(one);
        Files.write(one, Files.readAllBytes(two));
        Files.write(two, bytes);

        Verification verification = verifyAll();

        requireFound(verification, nameOf(one));
        requireFound(verification, nameOf(two));
    }

    @Test
    void verify_findsManifestUnderTheNameOfAnother() throws IOException {
        Files.write(vault.manifest(second), Files.readAllBytes(vault.manifest(first)));

        requireFound(verifyAll(), second.id());
    }

    @Test
    void verify_findsManifestEditedByHand() throws IOException {
        vault.edit(second, text -> text.replace("\"unknown.bin\"", "\"unkn0wn.bin\""));
        requireFound(verifyAll(), second.id());
    }

    @Test
    void verify_findsManifestWithoutSeal() throws IOException {
        vault.edit(second, text -> text.substring(0, text.lastIndexOf(",\"sha256\"")) + "}");
        requireFound(verifyAll(), second.id());
    }

    @Test
    void verify_findsManifestOfNewerFormat_andSaysSo() throws IOException {
        vault.forge(second, text -> text.replaceFirst("\"format\":1", "\"format\":2"));

        Verification verification = verifyAll();

        requireFound(verification, second.id());
        assertThat(verification.findings().getFirst().what())
                .contains("format 2")
                .contains("newer version of aml");
    }

    /** A segment whose name matches its SHA-256, with a frame that is a bomb. */
    @Test
    void verify_findsFrameThatGrowsBeyondItsDeclaredSize() throws IOException {
        Path segment = vault.ownSegment(second, first);
        Vault.Frame frame = Vault.frames(segment).getFirst();
        byte[] bomb = Zstd.compress(new byte[200 << 20]);
        ByteBuffer bytes = ByteBuffer.allocate(bomb.length + 25).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(bomb).putInt(0x184d2a5e).putInt(17).putInt(bomb.length).putInt(frame.rawLength());
        bytes.putInt(1).put((byte) 0).putInt(0x8f92eab1);
        String name = Vault.sha256(bytes.array());
        Files.delete(segment);
        Files.write(vault.segment(second, name), bytes.array());
        String old = nameOf(segment).replace(".zst", "");
        vault.forge(second, text -> text.replace(old, name));

        Verification verification = verifyAll();

        requireFound(verification, name);
        assertThat(verification.findings())
                .anySatisfy(finding -> assertThat(finding.what()).contains("grows beyond"));
    }

    @Test
    void verify_findsTableThatDeclaresHugeFrames() throws IOException {
        Path segment = vault.ownSegment(second, first);
        byte[] bytes = Files.readAllBytes(segment);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length - 9 - 4, Integer.MAX_VALUE);
        Files.write(segment, bytes);

        requireFound(verifyAll(), nameOf(segment));
    }

    @Test
    void verify_ofOneSnapshot_readsNoOther() throws IOException {
        Vault.flip(vault.ownSegment(other), 40);

        assertThat(verify(first).isSound()).isTrue();
        assertThat(verify(second).isSound()).isTrue();
        assertThat(verify(other).isSound()).isFalse();
    }
}
