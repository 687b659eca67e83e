package loom.aml.store.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import loom.aml.StoreItems;
import loom.aml.TestStore;
import loom.aml.io.Checksum;
import loom.aml.io.Disk;
import loom.aml.io.DiskFullException;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.io.FileInput;
import loom.aml.io.LocalDisk;
import loom.aml.item.Fingerprint;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.Cause;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileOutcome;
import loom.aml.store.Insertion;
import loom.aml.store.Reason;
import loom.aml.store.StoreChange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how a run is recorded and read back. */
class RunLogTest {
    private static final CollectionFile FILE = new CollectionFile("debugger", ItemKind.PATTERN, false);
    private static final String WILD =
            "{\"id\": \"ä\\u00e4\\ud800\", \"x\": 2.50, \"text\": \"line\\n\\\"quoted\\\" \u2028 😀 \u007f\"}";

    @TempDir
    private Path directory;

    private LogFolder folder;
    private RunLog log;

    private static final Cause BY_HAND = new Cause("by_hand", "a test wants it gone", Reason.MANUAL_DELETION);

    @BeforeEach
    void begin() throws IOException {
        Files.createDirectory(directory.resolve("memory"));
        log = begin(new LocalDisk(), 1);
    }

    private RunLog begin(Disk disk, int seed) throws IOException {
        folder = new LogFolder(disk, directory.resolve("memory"));
        return folder.begin("test", JsonObject.builder().build(), Instant.EPOCH, new Random(seed));
    }

    @AfterEach
    void close() throws IOException {
        log.close();
    }

    private static ChangeLog.Archived archived(int ordinal, String text) {
        return new ChangeLog.Archived(
                "id-" + ordinal,
                ordinal,
                new Fingerprint(ordinal, -ordinal),
                text.getBytes(UTF_8),
                ",\n  ".getBytes(UTF_8),
                BY_HAND,
                JsonObject.builder().put("seen", ordinal).build());
    }

    private String archive(RunLog to, String... items) throws IOException {
        try (ChangeLog.ItemArchive archive = to.archiveItems(FILE)) {
            for (int i = 0; i < items.length; i++) {
                archive.add(archived(i, items[i]), i == 0 ? "\n".getBytes(UTF_8) : null);
            }
            return archive.finish();
        }
    }

    private Archive archive() {
        return new Archive(folder, log.run());
    }

    private Path path() {
        return directory.resolve("memory-backup/aml");
    }

    private Path file(String name) {
        return path().resolve(folder.archives(log.run()) + name);
    }

    private List<Path> archiveFiles() throws IOException {
        Path archives = path().resolve("archives");
        if (!Files.exists(archives)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(archives)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }

    private static List<Insertion> read(CollectionChange.Insertions insertions) throws IOException {
        List<Insertion> read = new ArrayList<>();
        try (CollectionChange.Insertions.Source source = insertions.open()) {
            for (Insertion next = source.next(); next != null; next = source.next()) {
                read.add(next);
            }
        }
        return read;
    }

    @Test
    void archive_returnsTheBytesOfTheItems() throws IOException {
        String name = archive(log, WILD, "{}");

        assertThat(name).isEqualTo("debugger/patterns.json.1.jsonl.gz");
        assertThat(Archive.isOfItems(name)).isTrue();
        List<Insertion> back = read(archive().items(name));
        assertThat(back).extracting(item -> new String(item.text(), UTF_8)).containsExactly(WILD, "{}");
        assertThat(back).extracting(item -> new String(item.before(), UTF_8)).containsOnly(",\n  ");
        assertThat(back).extracting(Insertion::ordinal).containsExactly(0, 1);
        assertThat(back).extracting(Insertion::id).containsExactly("id-0", "id-1");
        assertThat(back.get(0).after()).isEqualTo("\n".getBytes(UTF_8));
        assertThat(back.get(1).after()).isNull();
    }

    @Test
    void archive_recordsTheReasonAndTheVersionOfEachRemovedItem() throws IOException {
        String name = archive(log, WILD, "{}");

        JsonObject entry = StoreItems.entries(archive(), name).get(1);
        assertThat(entry.string("strategy")).hasValue("by_hand");
        assertThat(entry.string("rule")).hasValue("a test wants it gone");
        assertThat(entry.string("reason")).hasValue("manual_deletion");
        assertThat(entry.object("values").orElseThrow().number("seen")).isEqualTo(1);
        List<Fingerprint> seen = new ArrayList<>();
        archive().seen(name, seen::add);
        assertThat(seen).containsExactly(new Fingerprint(0, 0), new Fingerprint(1, -1));
        List<String> both = new ArrayList<>();
        archive().read(name, (fingerprint, each) -> both.add(fingerprint.id() + " " + each.number("ordinal")));
        assertThat(both).containsExactly("0 0", "1 1");
    }

    @Test
    void archive_isReadableWithZcatAndJq() throws Exception {
        String name = archive(log, WILD, "{\"second\": 1}");
        Process shell;
        try {
            shell = new ProcessBuilder(
                            "sh",
                            "-c",
                            "command -v zcat jq >&2 && zcat \"$1\" | tail -n +2 | jq -j .item",
                            "-",
                            file(name).toString())
                    .start();
        } catch (IOException e) {
            abort("no shell on this machine");
            return;
        }
        byte[] printed = shell.getInputStream().readAllBytes();
        assumeTrue(shell.waitFor() == 0, "no zcat or no jq on this machine");

        assertThat(new String(printed, UTF_8)).isEqualTo(WILD + "{\"second\": 1}");
    }

    @Test
    void archives_ofOneFile_haveDistinctNames() throws IOException {
        assertThat(List.of(archive(log, "{}"), archive(log, "{}")))
                .containsExactly("debugger/patterns.json.1.jsonl.gz", "debugger/patterns.json.2.jsonl.gz");
    }

    @Test
    void archives_ofAnEarlierAttempt_areNeverOverwritten() throws IOException {
        String first = archive(log, WILD);
        log.archiveItems(FILE);
        log.close();
        // The process died in the middle of the second archive.
        log = folder.reopen(log.run());

        String later = archive(log, "{}");

        assertThat(later).isEqualTo("debugger/patterns.json.3.jsonl.gz");
        assertThat(StoreItems.entries(archive(), first)).hasSize(1);
    }

    @Test
    void archive_thatIsNotFinished_leavesNothing() throws IOException {
        try (ChangeLog.ItemArchive archive = log.archiveItems(FILE)) {
            archive.add(archived(0, WILD), null);
        }

        assertThat(archiveFiles()).isEmpty();
    }

    @Test
    void archive_thatFailsAnywhere_leavesNoPartialFiles() throws IOException {
        int points =
                failEverywhere(List.of(Fault.ERROR, Fault.FULL, Fault.SHORT_WRITE), () -> archive(log, WILD), () -> {
                    // After the first rename one of the two exists; no record will ever name it.
                    assertThat(archiveFiles()).noneMatch(path -> path.toString().endsWith(".part"));
                });

        assertThat(points).isGreaterThan(20);
    }

    private interface Step {
        void run() throws IOException;
    }

    /**
     * Runs a step on disks that fail at each of its calls, with a check after each failure; returns the number of failures.
     */
    private int failEverywhere(List<Fault> faults, Step step, Step check) throws IOException {
        int points = 0;
        int seed = 2;
        for (Fault fault : faults) {
            boolean isBroken = true;
            for (int call = 1; isBroken; call++) {
                log.close();
                FaultyDisk disk = new FaultyDisk();
                log = begin(disk, seed++);
                int begun = disk.calls().size();
                disk.failingAt(begun + call, fault);
                Throwable thrown = catchThrowable(step::run);
                // If the owner cannot be set, the file is created again for the current user.
                assertThat(thrown == null || disk.hasStruck())
                        .as(fault + " at " + call)
                        .isTrue();
                assertThat(thrown == null || thrown instanceof IOException).isTrue();
                check.run();
                deleteArchives();
                points += disk.hasStruck() ? 1 : 0;
                isBroken = disk.calls().size() >= begun + call;
            }
        }
        return points;
    }

    private void deleteArchives() throws IOException {
        for (Path file : archiveFiles()) {
            Files.delete(file);
        }
    }

    @Test
    void withdraw_removesAnArchive() throws IOException {
        log.withdraw(archive(log, WILD));
        assertThat(archiveFiles()).isEmpty();

        Path file = Files.writeString(directory.resolve("file"), "theirs");
        try (FileInput in = new LocalDisk().open(file)) {
            log.withdraw(log.archiveFile("debugger/file", in));
        }
        assertThat(archiveFiles()).isEmpty();
    }

    @Test
    void truncatedArchive_isAnError_andNeverShorter() throws IOException {
        String name = archive(log, WILD, "{}", "{\"third\": 3}");
        byte[] whole = Files.readAllBytes(file(name));

        for (int length = 0; length < whole.length; length++) {
            Files.write(file(name), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> read(archive().items(name)))
                    .as("cut at " + length)
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> StoreItems.entries(archive(), name)).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}\n",
                "{\"archive\":2}\n",
                "rubbish\n",
                "{\"archive\":1}\nrubbish\n",
                "{\"archive\":1}\n{\"id\":\"a\"}\n",
                "{\"archive\":1}\n{\"item\":7}\n"
            })
    void archive_withoutAHeader_isAnError(String text) throws IOException {
        String name = archive(log, WILD);
        Files.write(file(name), TestStore.gzip(text));

        assertThatThrownBy(() -> read(archive().items(name))).isInstanceOf(JsonSyntaxException.class);
    }

    @Test
    void archive_withAMismatchedList_isAnError() throws IOException {
        String name = archive(log, WILD, "{}");
        Path list = file("debugger/patterns.json.1.seen");

        for (int length : new int[] {0, 16, 31, 33, 48}) {
            Files.write(list, new byte[length]);
            assertThatThrownBy(() -> archive().read(name, (_, _) -> {}))
                    .as("length " + length)
                    .isInstanceOf(IOException.class);
        }
        Files.delete(list);
        assertThatThrownBy(() -> archive().seen(name, _ -> {})).isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../secret.jsonl.gz",
                "/etc/passwd.jsonl.gz",
                "debugger/../../../../secret.jsonl.gz",
                "link/secret.jsonl.gz",
                "a\0b.jsonl.gz",
                "",
                "."
            })
    void archive_isNeverReadFromOutside(String name) throws IOException {
        String sound = archive(log, WILD);
        Files.copy(file(sound), directory.resolve("secret.jsonl.gz"));
        Files.createSymbolicLink(file("link"), directory);

        assertThatThrownBy(() -> archive().items(name).open()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> archive().file(name).writeTo(OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> archive().content(name)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> StoreItems.entries(archive(), name)).isInstanceOf(IOException.class);
    }

    @Test
    void archive_isFound_ifTheFolderIsReachedThroughALink() throws IOException {
        String name = archive(log, WILD);
        log.close();
        Files.move(directory.resolve("memory-backup"), directory.resolve("other-disk"));
        Files.createSymbolicLink(directory.resolve("memory-backup"), directory.resolve("other-disk"));

        assertThat(StoreItems.entries(archive(), name)).hasSize(1);
        log = folder.reopen(log.run());
        assertThat(archive(log, "{}")).isEqualTo("debugger/patterns.json.2.jsonl.gz");
    }

    @Test
    void archiveFile_copiesTheFileUnchanged() throws IOException {
        byte[] bytes = new byte[200_000];
        new Random(1).nextBytes(bytes);
        Path original = Files.write(directory.resolve("original"), bytes);

        String name;
        try (FileInput in = new LocalDisk().open(original)) {
            name = log.archiveFile("debugger/patterns.json", in);
        }

        assertThat(name).isEqualTo("debugger/patterns.json.original");
        assertThat(Archive.isOfItems(name)).isFalse();
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        archive().file(name).writeTo(copy);
        assertThat(copy.toByteArray()).isEqualTo(bytes);
        Checksum checksum = new Checksum();
        checksum.update(bytes, 0, bytes.length);
        assertThat(archive().content(name)).isEqualTo(checksum.content());
    }

    @Test
    void archiveFile_aSecondTime_keepsTheFirstCopy() throws IOException {
        for (String text : List.of("first", "second")) {
            Path original = Files.writeString(directory.resolve("original"), text);
            try (FileInput in = new LocalDisk().open(original)) {
                log.archiveFile("x", in);
            }
        }
        assertThat(file("x.original")).hasContent("first");
        assertThat(file("x.2.original")).hasContent("second");
    }

    @Test
    void archiveFile_thatFails_leavesNoPartialCopy_andGivesTheReason() throws IOException {
        Path original = Files.writeString(directory.resolve("original"), "theirs");

        int points = failEverywhere(
                List.of(Fault.FULL, Fault.SHORT_WRITE),
                () -> {
                    try (FileInput in = new LocalDisk().open(original)) {
                        log.archiveFile("debugger/x", in);
                    } catch (IOException e) {
                        assertThat(e).isInstanceOf(DiskFullException.class);
                        assertThat(archiveFiles()).isEmpty();
                        throw e;
                    }
                },
                () -> {});

        assertThat(points).isGreaterThan(4);
    }

    @Test
    void committed_recordsAChange() throws IOException {
        FileOutcome outcome = new FileOutcome(
                "debugger/patterns.json",
                StoreChange.Kind.REWRITE,
                true,
                Map.of(new FileOutcome.Tally("by_hand", "manual_deletion"), new FileOutcome.Count(3, 30)),
                0,
                100,
                70,
                List.of());

        log.committed(new ChangeLog.Made(outcome, "name.jsonl.gz", new Checksum.Content(70, "00ff")));
        log.committed(new ChangeLog.Made(outcome, null, null));

        List<String> lines = Files.readAllLines(path().resolve(folder.record(log.run())));
        assertThat(lines.get(1).replaceAll(",\"seal\":\"[0-9a-f]{64}\"", ""))
                .isEqualTo("{\"event\":\"committed\",\"file\":\"debugger/patterns.json\",\"change\":\"rewrite\","
                        + "\"removed\":3,\"inserted\":0,\"transformed\":0,\"bytes_before\":100,\"bytes_after\":70,"
                        + "\"removed_by\":[{\"strategy\":\"by_hand\",\"reason\":\"manual_deletion\",\"items\":3,\"bytes\":30}],"
                        + "\"archive\":\"name.jsonl.gz\",\"left\":{\"size\":70,\"checksum\":\"00ff\"}}");
        List<Commit> commits = folder.read(log.run()).commits();
        assertThat(commits.get(0).left()).hasValue(new Checksum.Content(70, "00ff"));
        assertThat(commits.get(1).archive()).isEmpty();
        assertThat(commits.get(1).left()).isEmpty();
    }
}
