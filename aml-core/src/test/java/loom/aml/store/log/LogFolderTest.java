package loom.aml.store.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import loom.aml.WatchedDisk;
import loom.aml.io.Disk;
import loom.aml.io.DiskFullException;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.io.LocalDisk;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the folder beside a store and the records in it. */
class LogFolderTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:09:10.011Z");
    private static final JsonObject NOTHING = JsonObject.builder().build();

    @TempDir
    private Path directory;

    private Path memory;
    private LogFolder folder;

    @BeforeEach
    void makeMemory() throws IOException {
        memory = Files.createDirectory(directory.resolve("memory"));
        folder = on(new LocalDisk());
    }

    private LogFolder on(Disk disk) {
        return new LogFolder(disk, memory);
    }

    private Path path() {
        return directory.resolve("memory-backup/aml");
    }

    private static RandomGenerator seeded() {
        return new Random(1);
    }

    private RunLog begin(Disk disk) throws IOException {
        return on(disk).begin(
                        "prune", JsonObject.builder().put("policy", NOTHING).build(), NOW, seeded());
    }

    private static JsonObject committed(String file) {
        return JsonObject.builder()
                .put("event", "committed")
                .put("file", file)
                .put("removed", 2)
                .put("inserted", 1)
                .put("bytes_before", 100)
                .put("bytes_after", 70)
                .build();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void folder_isBesideTheStore_private_andIgnoredByGit() throws IOException {
        Files.setPosixFilePermissions(memory, PosixFilePermissions.fromString("rwxr-xr-x"));
        begin(new LocalDisk()).close();

        assertThat(path()).isDirectory();
        assertThat(mode(directory.resolve("memory-backup")))
                .as("not ours alone")
                .isEqualTo("rwxr-xr-x");
        assertThat(path().resolve(".gitignore")).hasContent("*");
        try (Stream<Path> paths = Files.walk(path())) {
            for (Path path : paths.toList()) {
                assertThat(mode(path))
                        .as(path.toString())
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void folder_getsItsGitignore_afterACrashBeforeIt() throws IOException {
        int calls = calls();
        for (int call = 1; call <= calls; call++) {
            FaultyDisk disk = new FaultyDisk().failingAt(call, Fault.KILL);
            assertThatThrownBy(() -> begin(disk)).isInstanceOf(FaultyDisk.Crash.class);

            begin(new FaultyDisk()).close();

            assertThat(path().resolve(".gitignore"))
                    .as("after a crash at call " + call)
                    .hasContent("*");
            assertThat(path().resolve(".gitignore.part")).doesNotExist();
            deleteFolder();
        }
        assertThat(calls).isGreaterThan(20);
    }

    @Test
    void folder_isCreatedOnce_byManyConcurrentFirstRuns() throws Exception {
        for (int round = 0; round < 50; round++) {
            try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
                List<Future<?>> runs = new ArrayList<>();
                for (int run = 0; run < 4; run++) {
                    Random random = new Random(run);
                    runs.add(pool.submit(() -> {
                        on(new LocalDisk()).begin("prune", NOTHING, NOW, random).close();
                        return null;
                    }));
                }
                for (Future<?> run : runs) {
                    run.get();
                }
            }
            assertThat(path().resolve(".gitignore")).hasContent("*");
            assertThat(path().resolve(".gitignore.part")).doesNotExist();
            deleteFolder();
        }
    }

    @Test
    void folder_onAFullDisk_containsNoPartialFiles() throws IOException {
        int calls = calls();
        for (int call = 1; call <= calls; call++) {
            FaultyDisk disk = new FaultyDisk().failingAt(call, Fault.FULL);
            try {
                begin(disk).close();
            } catch (IOException e) {
                // The disk was full.
            }
            assertThat(path().resolve(".gitignore.part"))
                    .as("no room from call " + call)
                    .doesNotExist();
            deleteFolder();
        }
    }

    @Test
    void folder_withAnEmptyGitignore_getsItBack() throws IOException {
        begin(new LocalDisk()).close();
        Files.write(path().resolve(".gitignore"), new byte[0]);

        begin(new LocalDisk()).close();

        assertThat(path().resolve(".gitignore")).hasContent("*");
    }

    private int calls() throws IOException {
        FaultyDisk dry = new FaultyDisk();
        begin(dry).close();
        deleteFolder();
        return dry.calls().size();
    }

    private void deleteFolder() throws IOException {
        Path backup = directory.resolve("memory-backup");
        if (Files.exists(backup)) {
            try (Stream<Path> paths = Files.walk(backup)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    @Test
    void begin_thatFails_leavesNoEmptyRecord() throws IOException {
        int calls = calls();
        for (int call = 1; call <= calls; call++) {
            FaultyDisk disk = new FaultyDisk().failingAt(call, Fault.SHORT_WRITE);
            try {
                begin(disk).close();
            } catch (IOException e) {
                assertThat(folder.runs()).as("after call " + call).isEmpty();
            }
            deleteFolder();
        }
    }

    @Test
    void begin_ofSeveral_thatFails_leavesNoRecord() throws IOException {
        List<LogFolder.Start> starts =
                List.of(new LogFolder.Start("add", NOTHING), new LogFolder.Start("edit", NOTHING));
        FaultyDisk counting = new FaultyDisk();
        int failed = 0;
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            begin(counting, starts, threads);
            for (FaultyDisk.Call call : counting.calls()) {
                deleteFolder();
                try {
                    begin(new FaultyDisk().failingAt(call.number(), Fault.ERROR), starts, threads);
                } catch (IOException e) {
                    assertThat(folder.runs()).as(call.toString()).isEmpty();
                    failed++;
                }
            }
        }
        assertThat(failed).isGreaterThan(10);
    }

    private void begin(Disk disk, List<LogFolder.Start> starts, ExecutorService threads) throws IOException {
        for (RunLog log : on(disk).begin(starts, NOW, new Random(1), threads)) {
            log.close();
        }
    }

    @Test
    void begin_recordsTheRun() throws IOException {
        RunLog log = begin(new LocalDisk());
        log.close();

        assertThat(log.run()).matches("20261123T080910\\.011Z-[0-9a-f]{4}");
        assertThat(folder.runs()).containsExactly(log.run());
        RunRecord record = folder.read(log.run());
        assertThat(record.run()).isEqualTo(log.run());
        assertThat(record.operation()).isEqualTo("prune");
        assertThat(record.startedAt()).hasValue(NOW);
        assertThat(record.started().object("policy")).isPresent();
        assertThat(record.finished()).isEmpty();
        assertThat(record.duration()).isEmpty();
        assertThat(record.undoes()).isEmpty();
        assertThat(record.brokenLines()).isZero();
    }

    @Test
    void begin_neverUsesAnIdTwice() throws IOException {
        RunLog first = begin(new LocalDisk());
        RunLog second = begin(new LocalDisk());
        first.close();
        second.close();

        assertThat(first.run()).isNotEqualTo(second.run());
        assertThat(folder.runs()).containsExactlyInAnyOrder(first.run(), second.run());
    }

    @Test
    void begin_onAnOccupiedName_failsAndDoesNotHang() throws IOException {
        for (String path : List.of("memory-backup", "memory-backup/aml", "memory-backup/aml/runs")) {
            Path taken = directory.resolve(path);
            Files.createDirectories(taken.getParent());
            Files.writeString(taken, "theirs");

            assertThatThrownBy(() -> begin(new LocalDisk())).as(path).isInstanceOf(FileSystemException.class);

            assertThat(taken).hasContent("theirs");
            deleteFolder();
        }
    }

    @Test
    void begin_neverWritesThroughALinkInTheFolder() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.createDirectories(directory.resolve("memory-backup/aml"));
        Files.createSymbolicLink(directory.resolve("memory-backup/aml/runs"), elsewhere);

        assertThatThrownBy(() -> begin(new LocalDisk())).isInstanceOf(FileAlreadyExistsException.class);

        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void folder_belongsToTheCaller_ifItsOwnerCannotBeSet() throws IOException {
        begin(new FaultyDisk().forOrdinaryUser()).close();

        assertThat(folder.runs()).hasSize(1);
    }

    @Test
    void record_containsWhatTheRunDid() throws IOException {
        try (RunLog log = begin(new LocalDisk())) {
            log.event(committed("a/patterns.json"));
            log.event(JsonObject.builder()
                    .put("event", "something of a later version")
                    .build());
            log.event(JsonObject.builder().put("no event", "at all").build());
            log.event(committed("b/patterns.json"));
            log.event(JsonObject.builder()
                    .put("event", "finished")
                    .put("duration_ms", 1234)
                    .build());
        }

        RunRecord record = folder.read(folder.runs().getFirst());
        assertThat(record.commits()).extracting(Commit::path).containsExactly("a/patterns.json", "b/patterns.json");
        assertThat(record.removed()).isEqualTo(4);
        assertThat(record.inserted()).isEqualTo(2);
        assertThat(record.bytesFreed()).isEqualTo(60);
        assertThat(record.duration()).hasValue(Duration.ofMillis(1234));
        assertThat(record.brokenLines()).isZero();
        assertThat(record.commits().getFirst().left()).isEmpty();
    }

    @Test
    void truncatedRecord_isReadUpToTheCut() throws IOException {
        try (RunLog log = begin(new LocalDisk())) {
            log.event(committed("a/patterns.json"));
            log.event(committed("b/patterns.json"));
        }
        Path file = path().resolve(folder.record(folder.runs().getFirst()));
        byte[] whole = Files.readAllBytes(file);

        for (int length = whole.length - 1; length >= 0; length--) {
            Files.write(file, Arrays.copyOf(whole, length));
            RunRecord record = folder.read(folder.runs().getFirst());
            assertThat(record.commits()).hasSizeLessThanOrEqualTo(2);
            assertThat(record.brokenLines()).isLessThanOrEqualTo(1);
        }
        assertThat(folder.read(folder.runs().getFirst()).operation()).isEqualTo("unknown");
    }

    @Test
    void event_afterALineThatWasCutOffByAFullDisk_startsTheNextLine() throws IOException {
        boolean[] isFull = {false};
        WatchedDisk disk = new WatchedDisk();
        try (RunLog log = begin(disk.disk())) {
            Path file = path().resolve(folder.record(log.run()));
            disk.before("write", ".jsonl", () -> {
                if (isFull[0]) {
                    Files.writeString(file, "{\"event\":\"comm", StandardOpenOption.APPEND);
                    throw new DiskFullException(new IOException("No space left on device"));
                }
            });
            isFull[0] = true;
            assertThatThrownBy(() -> log.event(committed("a/patterns.json"))).isInstanceOf(DiskFullException.class);
            isFull[0] = false;
            log.event(committed("b/patterns.json"));
            log.event(committed("c/patterns.json"));
        }

        RunRecord record = folder.read(folder.runs().getFirst());
        assertThat(record.commits()).extracting(Commit::path).contains("c/patterns.json", "b/patterns.json");
    }

    @Test
    void reopen_appendsAfterATruncatedLine() throws IOException {
        String run;
        try (RunLog log = begin(new LocalDisk())) {
            run = log.run();
        }
        Path file = path().resolve(folder.record(run));
        Files.writeString(file, "{\"event\":\"committed\",\"fi", StandardOpenOption.APPEND);

        try (RunLog log = folder.reopen(run)) {
            log.event(committed("a/patterns.json"));
        }

        RunRecord record = folder.read(run);
        assertThat(record.commits()).hasSize(1);
        assertThat(record.brokenLines()).isEqualTo(1);
        assertThat(record.operation()).isEqualTo("prune");
    }

    @Test
    void reopen_ofAMissingRecord_createsIt() throws IOException {
        try (RunLog log = folder.reopen("20260101T000000.000Z-abcd")) {
            log.event(committed("a/patterns.json"));
        }

        RunRecord record = folder.read("20260101T000000.000Z-abcd");
        assertThat(record.commits()).hasSize(1);
        assertThat(record.operation()).isEqualTo("unknown");
        assertThat(record.startedAt()).isEmpty();
    }

    @Test
    void reopen_ofAnEmptyRecord_writesNoBlankLine() throws IOException {
        String run;
        try (RunLog log = begin(new LocalDisk())) {
            run = log.run();
        }
        Path file = Files.writeString(path().resolve(folder.record(run)), "");

        try (RunLog log = folder.reopen(run)) {
            log.event(committed("a/patterns.json"));
        }

        assertThat(Files.readString(file)).startsWith("{").endsWith("}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../x", "a/b", "/etc/passwd", "a\0b", ".hidden", "a b", "ä"})
    void run_withAnInvalidId_isRefused(String run) {
        assertThatThrownBy(() -> folder.read(run)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> folder.reopen(run)).isInstanceOf(IOException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> folder.archives(run));
    }

    @Test
    void runs_listsRecordsOnly() throws IOException {
        begin(new LocalDisk()).close();
        String run = folder.runs().getFirst();
        Path runs = path().resolve("runs");
        Files.createDirectory(runs.resolve("directory.jsonl"));
        for (String name : List.of(".jsonl", "...jsonl", ".hidden.jsonl", "notes.txt", "a b.jsonl", run)) {
            if (!Files.exists(runs.resolve(name))) {
                Files.writeString(runs.resolve(name), "");
            }
        }
        Files.createSymbolicLink(runs.resolve("link.jsonl"), path().resolve(folder.record(run)));

        assertThat(folder.runs()).containsExactly(run);
        assertThat(new LogFolder(new LocalDisk(), directory.resolve("elsewhere")).runs())
                .isEmpty();
    }
}
