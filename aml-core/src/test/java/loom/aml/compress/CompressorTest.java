package loom.aml.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.Deflater;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.WatchedDisk;
import loom.aml.io.GzipLimits;
import loom.aml.io.GzipOutput;
import loom.aml.run.Execution;
import loom.aml.run.Report;
import loom.aml.store.Finding;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Collections that have not been modified for a long time are compressed under the same name; nothing else about them
 * changes.
 */
class CompressorTest {
    private static final String PATTERNS = "debugger/patterns.json";
    private static final String SOLUTIONS = "debugger/solutions.json";
    private static final Duration OLD = Duration.ofDays(31);
    private static final Duration YOUNG = Duration.ofDays(29);

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() throws IOException {
        store = TestStore.in(directory);
        store.put(PATTERNS, patterns(20)).age(PATTERNS, OLD);
    }

    private static TestItem[] patterns(int count) {
        List<TestItem> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(TestItem.pattern(TestItem.uuid("p" + i)));
        }
        return items.toArray(TestItem[]::new);
    }

    private Compressor compressor() {
        return new Compressor(CompressPolicy.DEFAULT, store.now());
    }

    private Report compress() throws IOException {
        return store.run(open -> compressor().compress(open, Selection.ALL));
    }

    private Report decompress() throws IOException {
        return store.run(open -> compressor().decompress(open, Selection.ALL));
    }

    @Test
    void compress_keepsNameModeTimeAndText() throws IOException {
        Path file = store.root().resolve(PATTERNS);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        String text = store.text(PATTERNS);
        Map<String, Object> before = Files.readAttributes(file, "unix:mode,uid,gid,lastModifiedTime");
        long size = store.size(PATTERNS);

        Report report = compress();

        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(store.isGzip(PATTERNS)).isTrue();
        assertThat(store.text(PATTERNS)).isEqualTo(text);
        assertThat(Files.readAttributes(file, "unix:mode,uid,gid,lastModifiedTime"))
                .isEqualTo(before);
        assertThat(report.bytesFreed()).isEqualTo(size - store.size(PATTERNS));
        assertThat(report.recoded()).isEqualTo(1);
        assertThat(report.removed()).isZero();
    }

    /** A file that aml compressed must not be rejected by the next reader. */
    @Test
    void compress_skipsTextThatWouldLookLikeADecompressionBomb() throws IOException {
        store.put(SOLUTIONS, TestItem.solution("a").padded(200_000)).age(SOLUTIONS, OLD);
        String text = store.text(SOLUTIONS);
        store.with(StoreOptions.DEFAULT.withGzipLimits(new GzipLimits(1 << 30, 20, 1_000)));

        Report report = compress();

        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(store.isGzip(SOLUTIONS)).isFalse();
        assertThat(store.text(SOLUTIONS)).isEqualTo(text);
        assertThat(report.findings())
                .anySatisfy(finding -> assertThat(finding.what()).contains("bomb"));
    }

    @Test
    void compress_skipsRecentFiles() throws IOException {
        store.put(SOLUTIONS, TestItem.solution("a").padded(2_000)).age(SOLUTIONS, YOUNG);
        String state = store.look(SOLUTIONS);

        compress();

        assertThat(store.look(SOLUTIONS)).isEqualTo(state);
    }

    @Test
    void compress_skipsCompressedFiles() throws IOException {
        compress();
        Map<String, String> after = store.memory();

        assertThat(compress().changedFiles()).isZero();
        assertThat(store.memory()).isEqualTo(after);
    }

    @Test
    void compress_skipsFilesThatWouldNotShrink() throws IOException {
        store.put(SOLUTIONS, "[]").age(SOLUTIONS, OLD);
        String state = store.look(SOLUTIONS);

        Report report = compress();

        assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(store.look(SOLUTIONS)).isEqualTo(state);
        assertThat(report.outcomes())
                .hasSize(2)
                .filteredOn(o -> o.isCommitted())
                .hasSize(1);
    }

    @Test
    void compress_skipsDamagedFile_andReportsItsOffset() throws IOException {
        String damaged = TestItem.collection(patterns(20)).replace("]\n}", "}}");
        damaged = damaged.substring(0, damaged.length() - 5);
        store.put(PATTERNS, damaged)
                .age(PATTERNS, OLD)
                .put(SOLUTIONS, TestItem.solution("a").padded(2_000));
        store.age(SOLUTIONS, OLD);
        String state = store.look(PATTERNS);

        Report report = compress();

        assertThat(store.look(PATTERNS)).isEqualTo(state);
        assertThat(report.outcome()).isEqualTo(Report.Outcome.PARTIAL);
        assertThat(report.findings())
                .filteredOn(Finding::isProblem)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Finding.Kind.DAMAGED);
                    assertThat(finding.where()).isEqualTo(PATTERNS);
                    assertThat(finding.offset()).isPresent();
                });
        assertThat(store.isGzip(SOLUTIONS)).as("other files are processed").isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ufeff[ \n{\"id\" :\"a\",\"x\":1e999}\r\n, 7 ]\n\n", "null", " \n\t"})
    void compress_preservesUnusualValidTextExactly(String text) throws IOException {
        String odd = text + " ".repeat(500);
        store.put(PATTERNS, odd).age(PATTERNS, OLD);

        compress();

        assertThat(store.isGzip(PATTERNS)).isTrue();
        assertThat(store.text(PATTERNS)).isEqualTo(odd);
    }

    @Test
    void compress_skipsFileModifiedMeanwhile() throws IOException {
        String newer = TestItem.collection(patterns(21));
        store.on(new WatchedDisk()
                .beforeFirst("createDirectory", PATTERNS + ".lock", () -> store.rewrite(PATTERNS, newer))
                .disk());

        Report report = compress();

        assertThat(store.text(PATTERNS)).isEqualTo(newer);
        assertThat(store.isGzip(PATTERNS)).isFalse();
        assertThat(report.changedFiles()).isZero();
        assertThat(report.findings()).extracting(Finding::kind).containsOnly(Finding.Kind.CHANGED);
    }

    @Test
    void plan_changesNothing_andEstimatesFreedBytes() throws IOException {
        Map<String, String> before = store.everything();
        long[] measured = {0};
        store.plan(open -> {
            CompressPlan plan = compressor().compress(open, Selection.ALL);
            for (ScanResult<Long> file : compressor().measure(open, plan)) {
                measured[0] += ((ScanResult.Read<Long>) file).result();
            }
            return plan;
        });
        assertThat(store.everything()).isEqualTo(before);

        compress();

        assertThat(store.size(PATTERNS)).isEqualTo(measured[0]);
    }

    @Test
    void compress_processesSelectedAgentsOnly() throws IOException {
        store.put("reviewer/patterns.json", patterns(20)).age("reviewer/patterns.json", OLD);

        store.run(open -> compressor().compress(open, Selection.ofAgents(Set.of("reviewer"))));

        assertThat(store.isGzip("reviewer/patterns.json")).isTrue();
        assertThat(store.isGzip(PATTERNS)).isFalse();
    }

    @Test
    void undoOfCompress_restoresBytesAndModificationTime() throws IOException {
        Map<String, String> before = store.memory();

        Report undone = store.undo(compress().run());

        assertThat(undone.outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(withoutDirectories(store.memory())).isEqualTo(withoutDirectories(before));
        assertThat(store.plan(open -> compressor().compress(open, Selection.ALL))
                        .changes()
                        .changes())
                .hasSize(1);
    }

    private static Map<String, String> withoutDirectories(Map<String, String> tree) {
        tree.values().removeIf(state -> state.endsWith(" -"));
        return tree;
    }

    @Test
    void undoOfCompress_skipsFileModifiedSince() throws IOException {
        String run = compress().run();
        byte[] newer = TestStore.gzip(TestItem.collection(patterns(3)));
        store.rewrite(PATTERNS, newer);

        Report undone = store.undo(run);

        assertThat(store.bytes(PATTERNS)).isEqualTo(newer);
        assertThat(undone.findings()).extracting(Finding::kind).contains(Finding.Kind.CHANGED);
    }

    @Test
    void decompress_restoresTextCompressedByTheRuntime_andUndoCompressesItAgain() throws IOException {
        store.putGzip(SOLUTIONS, TestItem.solution("a").padded(2_000)).age(SOLUTIONS, OLD);
        String text = store.text(SOLUTIONS);

        Report report = decompress();

        assertThat(store.bytes(SOLUTIONS)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(report.recoded()).isEqualTo(1);
        store.undo(report.run());
        assertThat(store.isGzip(SOLUTIONS)).isTrue();
        assertThat(store.text(SOLUTIONS)).isEqualTo(text);
    }

    @Test
    void decompress_skipsFileWithGzipSuffix() throws IOException {
        store.putGzip("debugger/decisions.json.gz", TestItem.decision("x"));

        decompress();

        assertThat(store.isGzip("debugger/decisions.json.gz")).isTrue();
    }

    @Test
    void compress_takesSafetySnapshot_unlessDisabled() throws IOException {
        assertThat(compress().backup()).isNotNull();
        decompress();
        assertThat(store.run(
                                open -> compressor().compress(open, Selection.ALL),
                                Execution.Options.DEFAULT.withBackup(false))
                        .backup())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 9})
    void backupOfCompressedFiles_isRestoredExactly(int level) throws IOException {
        store.run(open ->
                new Compressor(CompressPolicy.DEFAULT.withLevel(level), store.now()).compress(open, Selection.ALL));

        Path restored = store.restored(store.snapshot().manifest().id());

        assertThat(restored.resolve(PATTERNS)).hasBinaryContent(store.bytes(PATTERNS));
    }

    /** {@code file} and backups read the level from the ninth byte of the header. */
    @ParameterizedTest
    @CsvSource({"9, 2", "6, 0", "1, 4"})
    void level_isUsedAndRecorded(int level, int told) throws IOException {
        byte[] text = TestItem.collection(patterns(200)).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GzipOutput gzip = new GzipOutput(bytes, level)) {
            gzip.write(text, 0, text.length);
        }
        Deflater deflater = new Deflater(level, true);
        deflater.setInput(text);
        deflater.finish();
        byte[] deflated = new byte[text.length];
        int length = deflater.deflate(deflated);
        deflater.end();

        assertThat(bytes.toByteArray()[8]).isEqualTo((byte) told);
        assertThat(Arrays.copyOfRange(bytes.toByteArray(), 10, 10 + length)).isEqualTo(Arrays.copyOf(deflated, length));
    }

    @Test
    void policy_rejectsInvalidValues() {
        for (int level : Arrays.asList(0, 10)) {
            assertThatThrownBy(() -> CompressPolicy.DEFAULT.withLevel(level))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> CompressPolicy.DEFAULT.withAge(Duration.ofDays(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
