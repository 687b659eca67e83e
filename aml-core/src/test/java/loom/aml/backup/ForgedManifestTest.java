package loom.aml.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.restore.FolderRestore;
import loom.aml.backup.restore.ItemVersions;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.backup.restore.StoreRestore;
import loom.aml.io.DamagedException;
import loom.aml.io.LocalDisk;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anybody can edit a manifest and seal it again: whatever it contains, a restore never writes outside its target. */
class ForgedManifestTest {
    @TempDir
    private Path directory;

    private TestStore store;
    private Vault vault;
    private Manifest first;
    private Manifest second;
    private SortedMap<String, String> lookOfFirst;

    @BeforeEach
    void makeSnapshots() throws IOException {
        store = TestStore.in(directory.resolve("deep/down"))
                .put("debugger/patterns.json", TestItem.pattern("a"), TestItem.pattern("b"))
                .putGzip("debugger/solutions.json", TestItem.solution("c"))
                .put("debugger/notes/unknown", "text")
                .put("config.json", "{}");
        vault = new Vault(store);
        first = store.snapshot().manifest();
        lookOfFirst = FolderContents.at(store.root());
        store.put("debugger/patterns.json", TestItem.pattern("b"), TestItem.pattern("z"));
        store.putGzip("debugger/solutions.json", TestItem.solution("c"), TestItem.solution("d"));
        second = store.snapshot().manifest();
    }

    /** Verifies that nothing of a refused snapshot is restored, and that the previous one is intact. */
    private void requireRefused(String why) throws IOException {
        try (Backup backup = store.backups()) {
            Snapshots snapshots = new Snapshots(backup.repository());
            assertThat(snapshots.list()).extracting(Manifest::id).containsExactly(first.id());
            assertThat(snapshots.findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.what()).contains(why));
            assertThat(new Verifier(backup.repository(), 1).verifyAll().findings())
                    .anySatisfy(finding -> assertThat(finding.what()).contains(why));
            assertThatThrownBy(() -> snapshots.byId(second.id())).isInstanceOf(DamagedException.class);
        }
        assertThat(FolderContents.at(store.restored(first.id()))).isEqualTo(lookOfFirst);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../x", "/etc/x", "a/../../b", "a/..", "..", ".", "./x", "a//b", "a/", "/", "a\\u0000b", ""})
    void pathsOutsideTheTarget_areRefusedAndNeverFollowed(String path) throws IOException {
        SortedMap<String, String> before = outside();
        vault.forge(second, text -> text.replace("\"path\":\"config.json\"", "\"path\":\"" + path + "\""));
        requireRefused("refused");
        assertThat(outside()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/tmp/x", "a/../../b"})
    void foldersOutsideTheTarget_areRefused(String path) throws IOException {
        vault.forge(second, text -> text.replace("\"path\":\"debugger/notes\"", "\"path\":\"" + path + "\""));
        requireRefused("refused");
    }

    /** Snapshots of earlier versions may contain internal files; everything else in such a snapshot is restored. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ".aml-lock",
                ".aml-20261130T160850.436Z-a738.decided",
                ".aml-20261130T160850.436Z-a738-1-1.journal",
                ".aml-20261130T160850.436Z-a738-1-1.part",
                "debugger/.aml-20261130T160850.436Z-a738-1-1.new"
            })
    void internalFiles_areNeverRestored_andTheRestIs(String path) throws IOException {
        vault.forge(second, text -> text.replace("\"path\":\"config.json\"", "\"path\":\"" + path + "\""));

        Path restored = store.restored(second.id());

        assertThat(restored.resolve("debugger/patterns.json")).exists();
        assertThat(restored.resolve(path)).doesNotExist();
    }

    /** Returns the files around the store and its backups. */
    private SortedMap<String, String> outside() throws IOException {
        SortedMap<String, String> all = FolderContents.at(directory);
        all.keySet().removeIf(path -> path.startsWith("deep/down"));
        return all;
    }

    @Test
    void path_throughALinkInTheTarget_isNotFollowed() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        SortedMap<String, String> before = FolderContents.at(outside);
        TestStore other = store;
        Files.delete(other.root().resolve("debugger/notes/unknown"));
        Files.delete(other.root().resolve("debugger/notes"));
        Files.createSymbolicLink(other.root().resolve("debugger/notes"), outside);

        other.run(open -> {
            try (Backup backup = store.backups()) {
                return StoreRestore.plan(
                        open, backup.repository(), first, RestoreSelection.EVERYTHING, (_, _, _) -> {});
            }
        });

        assertThat(FolderContents.at(outside)).isEqualTo(before);
    }

    @Test
    void manifest_thatListsAFileTwice_isRefused() throws IOException {
        vault.forge(second, text -> text.replace("\"path\":\"config.json\"", "\"path\":\"debugger/solutions.json\""));
        requireRefused("twice");
    }

    @Test
    void manifest_ofNewerFormat_isLeftAlone() throws IOException {
        vault.forge(second, text -> text.replaceFirst("\"format\":1", "\"format\":7"));
        requireRefused("newer version of aml");
    }

    @Test
    void manifest_withoutBytes_isDamaged_andDoesNotPreventOthers() throws IOException {
        Files.write(vault.manifest(second), new byte[0]);
        requireRefused("manifest");
    }

    @Test
    void manifest_thatIsABomb_isRefused() throws IOException {
        Files.write(vault.manifest(second), Zstd.compress(new byte[128 << 20]));
        requireRefused("plausible size");
        Files.write(
                vault.manifest(second),
                Zstd.compress(("{\"files\":\"" + " ".repeat(200 << 20) + "\"}").getBytes(UTF_8)));
        requireRefused("plausible size");
    }

    /** Its header declares a gigabyte in a few bytes. */
    @Test
    void manifest_thatDeclaresAHugeSize_isRefused() throws IOException {
        byte[] frame = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, (byte) 0xa0, 0, 0, 0, 0x3f, 1, 0, 0};
        Files.write(vault.manifest(second), frame);
        requireRefused("plausible size");
    }

    @Test
    void manifest_nestedTooDeeply_isRefused() throws IOException {
        vault.write(second, Vault.sealed("{\"files\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"));
        requireRefused("not valid JSON");
    }

    @Test
    void manifest_withNestedRecipes_isRefused() throws IOException {
        vault.forge(second, text -> {
            String place = "\"segment\":\"" + second.segments().getFirst() + "\",\"offset\":0,\"length\":9";
            String recipe = "{\"bytes\":0,\"sha256\":\"" + "0".repeat(64) + "\",\"at\":0,\"steps\":\"\"";
            String nested = (recipe + ",\"before\":{" + place + ",\"recipe\":").repeat(20_000);
            return text.replaceFirst("\"recipe\":\\{", Matcher.quoteReplacement("\"recipe\":" + nested + "{"));
        });
        requireRefused("manifest");
    }

    /**
     * A gzip bomb is stored as bytes, because it is not a valid collection; a manifest that claims otherwise must not make the
     * restore inflate it.
     */
    @Test
    void gzip_thatGrowsBeyondTheLimit_isNotInflatedToItsEnd() throws IOException {
        byte[] bomb = TestStore.gzip("[" + " ".repeat(CaseSample.isFull() ? 300 << 20 : 80 << 20) + "]");
        store.put("debugger/decisions.json", bomb);
        second = store.snapshot().manifest();
        assertThat(store.restored(second.id()).resolve("debugger/decisions.json"))
                .hasBinaryContent(bomb);
        String entry = "\"sha256\":\"" + Vault.sha256(bomb) + "\",";
        String gzip =
                "\"gzip\":\"1f8b08000000000000ff\",\"content\":\"stored\",\"text_bytes\":1000000000000,\"text_sha256\":\""
                        + "0".repeat(64) + "\",\"items\":1,";
        vault.forge(second, text -> text.replaceFirst(entry + "\"recipe_at\"", entry + gzip + "\"recipe_at\""));
        store.put("debugger/decisions.json", "[]");

        try (Backup backup = store.backups();
                MemoryStore open = store.openReadOnly()) {
            Manifest forged = new Snapshots(backup.repository()).byId(second.id());
            assertThat(forged.file("debugger/decisions.json").orElseThrow().isStoredGzip())
                    .isTrue();
            assertThat(StoreRestore.plan(
                                    open, backup.repository(), forged, RestoreSelection.EVERYTHING, (_, _, _) -> {})
                            .findings())
                    .anySatisfy(finding -> assertThat(finding.what()).contains("expands beyond the limit"));
        }
    }

    private static final List<String> HOSTILE = List.of(
            "null",
            "-1",
            "9223372036854775807",
            "-9223372036854775808",
            "1e999",
            "\"\"",
            "\"../x\"",
            "\"x\"",
            "[]",
            "{}",
            "[[]]",
            "true",
            "\"=9999999999999999\"",
            "\"@9999999999999999=1\"",
            "\"+9999999999999999+9999999999999999\"",
            "\"=99999999999999999999999\"",
            "\"=\"",
            "\"?1\"",
            "\"+0\"",
            "\"\\u0000\"");

    /** A value of a manifest, by its range, and what is written in its place. */
    private record Forgery(int start, int end, String hostile) {}

    /** Replaces each value of a manifest in turn and seals it again: no value may be trusted. */
    @Test
    void manifest_withAnyForgedValue_neverPreventsOthers_andNeverWritesOutside() throws IOException {
        byte[] stored = Files.readAllBytes(vault.manifest(second));
        String text = vault.text(second);
        String before = text.substring(0, text.lastIndexOf(",\"sha256\":")) + "}";
        List<Forgery> forgeries = new ArrayList<>();
        for (int[] value : values(before)) {
            for (String hostile : HOSTILE) {
                forgeries.add(new Forgery(value[0], value[1], hostile));
            }
        }
        SortedMap<String, String> outside = outside();
        int refused = 0;
        int tried = 0;
        for (Forgery forgery : CaseSample.of(forgeries)) {
            String after = before.substring(0, forgery.start) + forgery.hostile + before.substring(forgery.end);
            vault.write(second, Vault.sealed(after));
            try {
                refused += tryForged(directory.resolve("target-" + tried++)) ? 0 : 1;
            } catch (Throwable e) {
                String place = before.substring(Math.max(0, forgery.start - 40), forgery.end);
                throw new AssertionError(place + " as " + forgery.hostile, e);
            }
        }
        assertThat(tried).isGreaterThan(CaseSample.least(500));
        System.out.printf("forged: %d manifests, %d refused as a whole%n", tried, refused);
        SortedMap<String, String> now = outside();
        now.keySet().removeIf(path -> path.startsWith("target-"));
        assertThat(now).isEqualTo(outside);
        Files.write(vault.manifest(second), stored);
        assertThat(store.restored(second.id())).exists();
    }

    /** Returns the ranges of scalar values in a JSON text: everything after a colon except objects and lists. */
    private static List<int[]> values(String json) {
        List<int[]> values = new ArrayList<>();
        Matcher matcher = Pattern.compile("(?<=\":)(\"(\\\\.|[^\"\\\\])*\"|-?[0-9]+|null)")
                .matcher(json);
        while (matcher.find()) {
            values.add(new int[] {matcher.start(), matcher.end()});
        }
        return values;
    }

    /** Returns whether the forged manifest is accepted at all. */
    private boolean tryForged(Path target) throws IOException {
        try (Backup backup = store.backups()) {
            Verification verification = new Verifier(backup.repository(), 1).verifyAll();
            assertThat(verification.snapshots()).contains(first.id());
            List<Manifest> manifests = new Snapshots(backup.repository()).list();
            assertThat(manifests).extracting(Manifest::id).contains(first.id());
            if (manifests.size() == 1) {
                assertThat(verification.findings()).anyMatch(Finding::isProblem);
                return false;
            }
            FolderRestore.Result result = new FolderRestore(new LocalDisk(), backup.repository(), 1)
                    .restore(manifests.getLast(), RestoreSelection.EVERYTHING, target);
            if (verification.isSound()) {
                assertThat(result.findings()).noneMatch(Finding::isProblem);
            }
            try (MemoryStore open = store.openReadOnly()) {
                StoreRestore.plan(
                        open, backup.repository(), manifests.getLast(), RestoreSelection.EVERYTHING, (_, _, _) -> {});
            }
            SnapshotDiff.compare(backup.repository(), first, first, new NoDifference());
        } finally {
            if (Files.exists(target)) {
                try (Stream<Path> paths = Files.walk(target)) {
                    for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
        }
        return true;
    }

    private static final class NoDifference implements SnapshotDiff.Visitor {
        @Override
        public void item(CollectionFile file, ItemVersions.Change change, String id) {
            throw new AssertionError(id);
        }

        @Override
        public void file(String path, ItemVersions.Change change) {
            throw new AssertionError(path);
        }
    }
}
