package loom.aml.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.StoreItems;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.WatchedDisk;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Call;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.io.LocalDisk;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreOptions;
import loom.aml.store.log.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recovery from every state that a crash can leave, and from states that only manual changes can produce. */
class RecoveryTest {

    @TempDir
    private Path directory;

    private Stage stage;
    private TestStore store;
    private int crashes;

    /** Kills the process right before the step that others see, or right after it; the lock is gone by the time we look. */
    private void crash(Scenario scenario, boolean isBefore) throws IOException {
        stage = new Stage(scenario, directory.resolve("crash-" + crashes++), false);
        int step = stage.calls().stream()
                .filter(call -> (call.name().equals("rename") || call.name().equals("delete"))
                        && call.path().toString().endsWith(scenario.path()))
                .findFirst()
                .orElseThrow()
                .number();
        store = stage.store();
        FaultyDisk disk = new FaultyDisk().failingAt(isBefore ? step : step + 1, Fault.KILL);
        assertThatThrownBy(() -> stage.play(store, disk)).isInstanceOf(FaultyDisk.Crash.class);
        for (Path path : disk.calls().stream().map(Call::path).distinct().toList()) {
            if (path.toString().endsWith(".lock")) {
                Files.deleteIfExists(path);
            }
        }
        store.on(new FaultyDisk());
    }

    private List<Finding> reopen() throws IOException {
        return Stage.reopen(store);
    }

    /** Returns the single file of aml with this ending. */
    private Path own(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.startsWith(store.root())
                            && file.getFileName().toString().startsWith(".aml-")
                            && file.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + ending));
        }
    }

    private boolean has(String ending) {
        try {
            return Files.exists(own(ending));
        } catch (IOException | AssertionError e) {
            return false;
        }
    }

    /** The record of the run that crashed: the newest. */
    private RunRecord crashed() throws IOException {
        return store.history().stream()
                .filter(run -> run.operation().equals("test") || run.operation().equals("unknown"))
                .findFirst()
                .orElseThrow();
    }

    private Path record() throws IOException {
        return store.recordOf(crashed().run());
    }

    private void editJournal(String from, String to) throws IOException {
        Path journal = own(".journal");
        String text = Files.readString(journal);
        assertThat(text).contains(from);
        Files.writeString(journal, text.replace(from, to));
    }

    /** Requires that a journal that cannot be settled is reported and kept with its file, and that other work continues. */
    private void requireUnsettled(String what) throws IOException {
        SortedMap<String, String> before = withoutOwn();
        assertThat(reopen()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.FAILED);
            assertThat(finding.what()).contains(what);
        });
        assertThat(withoutOwn()).isEqualTo(before);
        assertThat(has(".journal")).isTrue();
    }

    private SortedMap<String, String> withoutOwn() throws IOException {
        SortedMap<String, String> texts = new TreeMap<>(store.texts());
        texts.keySet().removeIf(path -> path.contains(".aml-"));
        return texts;
    }

    // Before, after, and neither

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SEVERAL", "WHOLE", "WHOLE_OF_MANY_KINDS"})
    void recovery_finishesAChange_whoseFileIsStillOld(Scenario scenario) throws IOException {
        crash(scenario, true);
        assertThat(withoutOwn()).isEqualTo(stage.before());

        try (MemoryStore open = store.on(new FaultyDisk()).openReadOnly()) {
            assertThat(open.recovered()).singleElement().satisfies(due -> {
                assertThat(due.kind()).isEqualTo(Finding.Kind.RECOVERY);
                assertThat(due.where()).isEqualTo(scenario.path());
                assertThat(due.what()).contains("was interrupted");
            });
        }
        assertThat(withoutOwn()).as("seen, not done").isEqualTo(stage.before());

        assertThat(reopen()).singleElement().satisfies(done -> {
            assertThat(done.what()).contains("is now finished");
            assertThat(done.isProblem()).isFalse();
        });
        requireDone(scenario);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SEVERAL", "WHOLE", "WHOLE_OF_MANY_KINDS"})
    void recovery_recordsAChange_whoseFileIsAlreadyNew(Scenario scenario) throws IOException {
        crash(scenario, false);

        assertThat(reopen())
                .singleElement()
                .satisfies(done -> assertThat(done.what()).contains("is now recorded"));

        requireDone(scenario);
    }

    private void requireDone(Scenario scenario) throws IOException {
        assertThat(store.texts()).isEqualTo(stage.after());
        // A merge is recorded as a put of one item and a removal of the other.
        assertThat(crashed().commits())
                .hasSize(scenario == Scenario.MERGE ? 2 : 1)
                .allSatisfy(commit -> {
                    assertThat(commit.path()).isEqualTo(scenario.path());
                    assertThat(commit.facts().change()).isNotEmpty();
                });
        assertThat(reopen()).as("once and for all").isEmpty();
        stage.requireSound(store);
    }

    @Test
    void recovery_appliesRemovalsToWhatOthersWroteMeanwhile_itemByItem() throws IOException {
        for (boolean isBefore : List.of(true, false)) {
            crash(Scenario.REWRITE, isBefore);
            TestItem used = TestItem.pattern("a").with("metrics.executionCount", 99);
            store.rewrite(
                    "debugger/patterns.json",
                    TestItem.collection(TestItem.pattern("new"), used, TestItem.pattern("b"), TestItem.pattern("c")));

            assertThat(reopen())
                    .singleElement()
                    .satisfies(done -> assertThat(done.what()).contains("item by item"));

            assertThat(store.text("debugger/patterns.json"))
                    .isEqualTo(TestItem.collection(TestItem.pattern("new"), used, TestItem.pattern("c")));
            assertThat(StoreItems.archived(store))
                    .contains(TestItem.pattern("b").toString());
            assertThat(reopen()).isEmpty();
        }
    }

    @Test
    void recovery_keepsWhatOthersChangedMeanwhile() throws IOException {
        for (boolean isBefore : List.of(true, false)) {
            crash(Scenario.REWRITE, isBefore);
            TestItem used = TestItem.pattern("b").with("metrics.executionCount", 99);
            store.rewrite("debugger/patterns.json", TestItem.collection(used));

            assertThat(reopen()).noneMatch(finding -> finding.kind() == Finding.Kind.FAILED);

            assertThat(store.text("debugger/patterns.json")).isEqualTo(TestItem.collection(used));
            assertThat(crashed().commits())
                    .as("what had left is in an archive that is marked, what had not is not")
                    .hasSize(isBefore ? 0 : 1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REMOVE", "ADOPT", "REPLACE", "PUT_BACK", "PUT_BACK_INTO_NOTHING", "PUT_FILE_BACK", "PUT"})
    void recovery_neverOverwritesWhatOthersWroteMeanwhile(Scenario scenario) throws IOException {
        for (boolean isBefore : List.of(true, false)) {
            crash(scenario, isBefore);
            Files.createDirectories(store.root().resolve(scenario.path()).getParent());
            store.rewrite(scenario.path(), "[{\"theirs\": true}]");

            assertThat(reopen())
                    .singleElement()
                    .satisfies(done -> assertThat(done.isProblem()).isFalse());

            assertThat(store.text(scenario.path())).isEqualTo("[{\"theirs\": true}]");
            assertThat(store.memory().keySet()).noneMatch(path -> path.contains(".aml-"));
            if (!isBefore && scenario == Scenario.REPLACE) {
                assertThat(StoreItems.archived(store)).contains(textOfDamaged());
            }
        }
    }

    private String textOfDamaged() throws IOException {
        return new String(HexFormat.of().parseHex(stage.before().get("debugger/decisions.json")), UTF_8);
    }

    @Test
    void recovery_ofWhatOthersRemovedMeanwhile_bringsNothingBack() throws IOException {
        for (boolean isBefore : List.of(true, false)) {
            crash(Scenario.REWRITE, isBefore);
            Files.delete(store.root().resolve("debugger/patterns.json"));

            assertThat(reopen()).noneMatch(Finding::isProblem);

            assertThat(store.has("debugger/patterns.json")).isFalse();
            assertThat(store.memory().keySet()).noneMatch(path -> path.contains(".aml-"));
        }
    }

    @Test
    void recovery_neverTakesADuplicateWhoseSurvivorNobodyCanVouchFor() throws IOException {
        crash(Scenario.REWRITE, true);
        editArchive("manual_deletion", "duplicate");
        store.rewrite("debugger/patterns.json", TestItem.collection(TestItem.pattern("b"), TestItem.pattern("new")));

        assertThat(reopen()).noneMatch(Finding::isProblem);

        assertThat(store.ids("debugger/patterns.json")).containsExactly("b", "new");
    }

    private void editArchive(String from, String to) throws IOException {
        Path archive = archive(".jsonl.gz");
        Files.write(
                archive,
                TestStore.gzip(TestStore.textOf(Files.readAllBytes(archive)).replace(from, to)));
    }

    private Path archive(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(store.logs().resolve("archives"))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow();
        }
    }

    // Files that the change needs are missing or different

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REMOVE", "ADOPT", "SEVERAL", "WHOLE", "WHOLE_OF_MANY_KINDS"})
    void recovery_withoutTheStagedFile_dropsTheChange(Scenario scenario) throws IOException {
        crash(scenario, true);
        Files.delete(own(".new"));

        assertThat(reopen())
                .singleElement()
                .satisfies(done -> assertThat(done.what()).contains("staged file is missing"));

        assertThat(store.texts()).isEqualTo(stage.before());
        assertThat(crashed().commits()).isEmpty();
        stage.requireSound(store);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REMOVE", "ADOPT", "SEVERAL", "WHOLE", "WHOLE_OF_MANY_KINDS"})
    void recovery_withADamagedStagedFile_dropsTheChange(Scenario scenario) throws IOException {
        crash(scenario, true);
        Files.write(own(".new"), new byte[] {7}, StandardOpenOption.APPEND);

        assertThat(reopen())
                .singleElement()
                .satisfies(done -> assertThat(done.what()).contains("staged file has an unexpected content"));

        assertThat(store.texts()).isEqualTo(stage.before());
        stage.requireSound(store);
    }

    @ParameterizedTest
    @EnumSource(names = {"REWRITE", "REWRITE_GZIP", "REMOVE", "REPLACE"})
    void recovery_withoutTheArchive_takesNothingAway(Scenario scenario) throws IOException {
        for (String damage : List.of("gone", "cut off", "something else")) {
            crash(scenario, true);
            Path archive = archive(scenario.name().startsWith("REWRITE") ? ".jsonl.gz" : ".original");
            switch (damage) {
                case "gone" -> Files.delete(archive);
                case "cut off" -> Files.write(archive, cut(Files.readAllBytes(archive)));
                default -> Files.writeString(archive, "something else");
            }

            assertThat(reopen())
                    .as(damage)
                    .singleElement()
                    .satisfies(done -> assertThat(done.what()).contains("the archive of the originals cannot be read"));

            assertThat(store.texts()).as(damage).isEqualTo(stage.before());
            assertThat(crashed().commits()).isEmpty();
            stage.requireSound(store);
        }
    }

    private static byte[] cut(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length - 1);
    }

    @Test
    void recovery_withAListOfWhatWasSeenThatDoesNotFit_takesNothingAway() throws IOException {
        for (int bytes : new int[] {0, 1, 16, 33}) {
            crash(Scenario.REWRITE, true);
            Files.write(archive(".seen"), new byte[bytes == 16 ? 32 : bytes]);

            assertThat(reopen())
                    .singleElement()
                    .satisfies(done -> assertThat(done.what()).contains("cannot be read"));

            assertThat(store.texts()).isEqualTo(stage.before());
        }
    }

    @Test
    void recovery_overtakenAndWithoutTheArchive_isLeftToAPerson() throws IOException {
        crash(Scenario.REWRITE, false);
        Files.delete(archive(".jsonl.gz"));
        store.rewrite("debugger/patterns.json", TestItem.collection(TestItem.pattern("new")));

        requireUnsettled("could not be settled");

        assertThat(has(".old")).as("the before-image is the last copy").isTrue();
    }

    @Test
    void recovery_withoutTheRecord_recreatesIt() throws IOException {
        for (boolean isBefore : List.of(true, false)) {
            crash(Scenario.REWRITE, isBefore);
            Files.delete(record());

            assertThat(reopen()).noneMatch(Finding::isProblem);

            assertThat(store.texts()).isEqualTo(stage.after());
            assertThat(crashed().operation()).isEqualTo("unknown");
            assertThat(crashed().commits()).hasSize(1);
        }
    }

    @Test
    void recovery_marksTheChange_thoughTheRecordEndsInTheMiddleOfALine() throws IOException {
        crash(Scenario.REWRITE, false);
        Files.writeString(record(), "{\"event\":\"committed\",\"file\":\"debu", StandardOpenOption.APPEND);

        assertThat(reopen()).noneMatch(Finding::isProblem);

        assertThat(crashed().brokenLines()).isEqualTo(1);
        assertThat(crashed().commits())
                .singleElement()
                .satisfies(commit -> assertThat(commit.archive()).isPresent());
    }

    @Test
    void recovery_marksNothingTwice() throws IOException {
        crash(Scenario.REWRITE, false);
        Path journal = own(".journal");
        byte[] content = Files.readAllBytes(journal);
        reopen();
        Files.write(journal, content);

        assertThat(reopen()).hasSize(1);

        assertThat(crashed().commits()).hasSize(1);
    }

    // Journals that cannot be believed

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "null",
                "{\"journal\":2}",
                "{\"journal\":1}",
                "{\"journal\":1,\"run\":\"r\"}",
                "\0\0"
            })
    void recovery_leavesAJournalThatCannotBeReadAlone(String text) throws IOException {
        crash(Scenario.REWRITE, true);
        Files.writeString(own(".journal"), text);

        try (MemoryStore open = store.openReadOnly()) {
            assertThat(open.recovered()).extracting(Finding::kind).containsExactly(Finding.Kind.FAILED);
        }
        requireUnsettled("could not be settled");

        assertThat(has(".new")).as("what it may speak of stays too").isTrue();
        Scenario.apply(store, new FaultyDisk(), "other", open -> Scenario.without(open, null, "e"));
        assertThat(store.ids("debugger/solutions.json")).containsExactly("d", "f");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside.json",
                "../../outside.json",
                "debugger/../../outside.json",
                "/etc/passwd",
                "link/outside.json",
                "a\\u0000b",
                "",
                ".",
                ".aml-lock",
                "debugger"
            })
    void recovery_neverTouchesWhatAJournalMustNotName(String path) throws IOException {
        crash(Scenario.REWRITE, true);
        Path outside = Files.writeString(store.root().resolveSibling("outside.json"), "theirs");
        Files.createSymbolicLink(store.root().resolve("link"), store.root().getParent());
        FileTime time = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        Files.setLastModifiedTime(outside, time);
        editJournal("\"path\":\"debugger/patterns.json\"", "\"path\":\"" + path + "\"");

        requireUnsettled("could not be settled");

        assertThat(outside).hasContent("theirs");
        assertThat(Files.getLastModifiedTime(outside)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside.json", "/etc/hostname", "link/outside.json", "a\\u0000b"})
    void recovery_neverTakesAStagedFileFromOutside(String path) throws IOException {
        crash(Scenario.REWRITE, true);
        Path outside = Files.writeString(store.root().resolveSibling("outside.json"), "[]");
        Files.createSymbolicLink(store.root().resolve("link"), store.root().getParent());
        String staged = own(".new").getFileName().toString();
        editJournal("\"staged\":\"" + staged + "\"", "\"staged\":\"" + path + "\"");

        requireUnsettled("could not be settled");

        assertThat(outside).hasContent("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../evil", "", ".", "..", "a/b", "a\\u0000b", ".hidden"})
    void recovery_neverWritesARecordOfAnImpossibleRun(String run) throws IOException {
        crash(Scenario.REWRITE, true);
        editJournal("\"run\":\"" + crashed().run() + "\"", "\"run\":\"" + run + "\"");
        SortedMap<String, String> before = store.everything();

        requireUnsettled("invalid run id");

        SortedMap<String, String> after = store.everything();
        after.keySet().removeIf(path -> path.endsWith(".aml-lock"));
        before.keySet().removeIf(path -> path.endsWith(".aml-lock"));
        assertThat(after.keySet()).isEqualTo(before.keySet());
    }

    @Test
    void recovery_neverReadsAnArchiveFromOutside() throws IOException {
        crash(Scenario.REWRITE, true);
        String name = "debugger/patterns.json.1.jsonl.gz";
        editJournal("\"archive\":\"" + name + "\"", "\"archive\":\"../../../../outside.jsonl.gz\"");

        assertThat(reopen())
                .singleElement()
                .satisfies(done -> assertThat(done.what()).contains("the archive of the originals cannot be read"));

        assertThat(store.texts()).isEqualTo(stage.before());
    }

    @Test
    void recovery_ofARemovalOutsideACollection_isLeftToAPerson() throws IOException {
        crash(Scenario.REWRITE, false);
        store.put("debugger/other.json", "[]");
        editJournal("\"path\":\"debugger/patterns.json\"", "\"path\":\"debugger/other.json\"");

        requireUnsettled("outside a collection");
    }

    // Circumstances

    @Test
    void recovery_waitsForALiveLock_andTriesAgainNextTime() throws IOException {
        crash(Scenario.REWRITE, true);
        Path lock = Files.createDirectory(store.root().resolve("debugger/patterns.json.lock"));
        Files.createFile(lock.resolve("held"));
        store.with(StoreOptions.DEFAULT.withLockWait(Duration.ofMillis(30)));

        requireUnsettled("is held by another program");
        Files.delete(lock.resolve("held"));
        Files.delete(lock);

        assertThat(reopen()).noneMatch(Finding::isProblem);
        assertThat(store.texts()).isEqualTo(stage.after());
    }

    @Test
    void recovery_ofWhatWasMade_doesNotMindALockOfOthers() throws IOException {
        crash(Scenario.REWRITE, false);
        Path lock = Files.createDirectory(store.root().resolve("debugger/patterns.json.lock"));
        Files.createFile(lock.resolve("held"));
        store.with(StoreOptions.DEFAULT.withLockWait(Duration.ofMillis(30)));

        assertThat(reopen()).noneMatch(Finding::isProblem);

        assertThat(lock.resolve("held")).exists();
        assertThat(crashed().commits()).hasSize(1);
    }

    @Test
    void recovery_overtakenWhileSomebodyHoldsTheLock_triesAgainNextTime() throws IOException {
        crash(Scenario.REWRITE, true);
        store.rewrite("debugger/patterns.json", TestItem.collection(TestItem.pattern("b"), TestItem.pattern("new")));
        Path lock = Files.createDirectory(store.root().resolve("debugger/patterns.json.lock"));
        Files.createFile(lock.resolve("held"));
        store.with(StoreOptions.DEFAULT.withLockWait(Duration.ofMillis(30)));

        requireUnsettled("could not be applied");
        Files.delete(lock.resolve("held"));
        Files.delete(lock);

        assertThat(reopen()).noneMatch(Finding::isProblem);
        assertThat(store.ids("debugger/patterns.json")).containsExactly("new");
    }

    @Test
    void recovery_thatIsOvertakenItself_triesAgainNextTime() throws IOException {
        crash(Scenario.REWRITE, true);
        WatchedDisk disk = new WatchedDisk()
                .beforeFirst(
                        "createDirectory",
                        ".lock",
                        () -> store.rewrite(
                                "debugger/patterns.json",
                                TestItem.collection(TestItem.pattern("new"), TestItem.pattern("b"))));

        try (MemoryStore open = store.on(disk.disk()).open()) {
            assertThat(open.recovered()).extracting(Finding::kind).containsExactly(Finding.Kind.FAILED);
        }
        assertThat(reopen()).noneMatch(Finding::isProblem);
        assertThat(store.ids("debugger/patterns.json")).containsExactly("new");
    }

    @Test
    void recovery_worksWhereAnAgentIsADeviceOfItsOwn() throws IOException {
        for (boolean isBefore : List.of(true, false)) {
            stage = new Stage(Scenario.REWRITE, directory.resolve("crash-" + crashes++), false);
            store = stage.store();
            Path agent = store.root().resolve("debugger");
            FaultyDisk dry = new FaultyDisk().withDeviceAt(agent);
            stage.play(store, dry);
            stage.drop();
            int step = dry.calls().stream()
                    .filter(call -> call.name().equals("rename") && call.path().endsWith("patterns.json"))
                    .findFirst()
                    .orElseThrow()
                    .number();
            store = stage.store();
            FaultyDisk disk = new FaultyDisk().withDeviceAt(agent).failingAt(isBefore ? step : step + 1, Fault.KILL);
            assertThatThrownBy(() -> stage.play(store, disk)).isInstanceOf(FaultyDisk.Crash.class);
            Files.delete(agent.resolve("patterns.json.lock"));

            store.pass(Duration.ofMinutes(1));
            try (MemoryStore open =
                    store.on(new FaultyDisk().withDeviceAt(agent)).open()) {
                assertThat(open.recovered()).noneMatch(Finding::isProblem);
            }
            assertThat(store.texts()).isEqualTo(stage.after());
        }
    }

    @Test
    void recovery_whereNothingCanBeRecorded_leavesTheJournal() throws IOException {
        crash(Scenario.REWRITE, true);
        WatchedDisk disk = new WatchedDisk().before("append", ".jsonl", () -> {
            throw new AccessDeniedException("record");
        });

        try (MemoryStore open = store.on(disk.disk()).open()) {
            assertThat(open.recovered()).extracting(Finding::kind).containsExactly(Finding.Kind.FAILED);
        }

        assertThat(withoutOwn()).isEqualTo(stage.before());
        assertThat(reopen()).noneMatch(Finding::isProblem);
        assertThat(store.texts()).isEqualTo(stage.after());
    }

    @Test
    void sweep_removesFilesWithoutAJournal_inEveryDirectory_andNothingElse() throws IOException {
        store = TestStore.in(directory);
        List<String> litter = List.of(
                ".aml-20261122T080000.000Z-0001-1-1.new",
                ".aml-20261122T080000.000Z-0001-1-1.old",
                ".aml-20261122T080000.000Z-0001-1-1.part",
                ".aml-20261122T080000.000Z-0001.decided",
                "debugger/.aml-20261122T080000.000Z-0001-12-3.new",
                "config/.aml-20261122T080000.000Z-00ff-1-1.new",
                "global/.aml-unrecorded-1-1.old");
        List<String> others = List.of(
                ".aml-lock",
                ".aml-x",
                ".aml-x.new",
                ".aml-x.journal",
                ".aml-notes.decided",
                ".aml-20261122T080000.000Z-0001-1-1.new~",
                ".aml-20261122T080000.000Z-0001-1.new",
                ".AML-20261122T080000.000Z-0001-1-1.new",
                ".amlx.new",
                "debugger/.aml-",
                "debugger/.aml-lock",
                "debugger/x.new",
                "debugger/patterns.json.tmp");
        for (String path : litter) {
            store.put(path, "litter");
        }
        for (String path : others) {
            store.put(path, "theirs");
        }
        Files.createDirectory(store.root().resolve(".aml-20261122T080000.000Z-0002-1-1.new"));

        store.open().close();

        assertThat(litter).noneMatch(store::has);
        assertThat(others).allMatch(store::has);
        assertThat(store.has(".aml-20261122T080000.000Z-0002-1-1.new")).isTrue();
    }

    @Test
    void sweep_doesNotMindWhatCannotBeRemoved() throws IOException {
        String litter = ".aml-20261122T080000.000Z-0001-1-1.new";
        store = TestStore.in(directory).put("debugger/" + litter, "litter").put(litter, "litter");
        WatchedDisk disk = new WatchedDisk()
                .before("delete", litter, () -> {
                    throw new AccessDeniedException("litter");
                })
                .before("list", "debugger", () -> {
                    throw new NoSuchFileException("debugger");
                });

        try (MemoryStore open = store.on(disk.disk()).open()) {
            assertThat(open.recovered()).isEmpty();
        }
        store.on(new LocalDisk()).open().close();
        assertThat(store.memory()).containsOnlyKeys("debugger");
    }

    @Test
    void journal_saysWhatIsBeingDone() throws IOException {
        crash(Scenario.REWRITE, true);

        JsonObject journal = JsonObject.parse(Files.readAllBytes(own(".journal")));

        assertThat(journal.number("journal")).isEqualTo(1);
        assertThat(journal.string("run")).hasValue(crashed().run());
        assertThat(journal.string("path")).hasValue("debugger/patterns.json");
        assertThat(journal.string("archive")).hasValue("debugger/patterns.json.1.jsonl.gz");
        assertThat(journal.string("staged")).hasValue(own(".new").getFileName().toString());
        assertThat(journal.object("before").orElseThrow().number("size"))
                .isEqualTo(store.size("debugger/patterns.json"));
        assertThat(journal.object("after").orElseThrow().number("size")).isEqualTo(Files.size(own(".new")));
        assertThat(journal.object("outcome").orElseThrow().string("change")).hasValue("rewrite");
    }
}
