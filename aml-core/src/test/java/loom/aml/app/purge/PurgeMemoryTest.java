package loom.aml.app.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import loom.aml.TestItem;
import loom.aml.TestOpener;
import loom.aml.TestStore;
import loom.aml.app.OpenStore;
import loom.aml.app.history.NotUndoableException;
import loom.aml.app.history.UndoRun;
import loom.aml.app.host.SilentFrontEnd;
import loom.aml.app.item.EditItem;
import loom.aml.app.item.NoSuchItemException;
import loom.aml.app.item.PinItem;
import loom.aml.app.item.RemoveItem;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.search.UpdateIndex;
import loom.aml.backup.Backup;
import loom.aml.backup.Verifier;
import loom.aml.backup.copy.RepositoryCopy;
import loom.aml.edit.ItemEdit;
import loom.aml.io.LocalDisk;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.purge.Place;
import loom.aml.purge.PurgeReport;
import loom.aml.run.History;
import loom.aml.run.Report;
import loom.aml.storage.LocalTarget;
import loom.aml.storage.PrivateFolder;
import loom.aml.store.Workers;
import loom.aml.store.log.RunRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A purged text is nowhere any more, and everything else is as it was. */
class PurgeMemoryTest {
    private static final String PATTERNS = "debugger/patterns.json";
    private static final String SOLUTIONS = "reviewer/solutions.json";
    private static final String KEPT = TestItem.uuid("kept");
    private static final String PURGED = TestItem.uuid("purged");
    private static final String REMOVED = TestItem.uuid("removed");
    private static final String SECRET = "sk-live-4eC39HqLyjWDarjtT1zdp7dc";
    private static final String OLD_SECRET = "sk-live-0000oldVersionOfTheSecret";
    private static final Set<String> SECRETS = Set.of(SECRET, OLD_SECRET);

    @TempDir
    private Path directory;

    private TestStore store;
    private Path copy;

    /** A store in which a secret was stored, changed, removed, backed up, copied and indexed. */
    @BeforeEach
    void live() throws Exception {
        store = TestStore.in(directory.resolve("work"))
                .put(
                        PATTERNS,
                        TestItem.pattern(KEPT),
                        TestItem.pattern(PURGED).with("pattern.approach.rationale", "the key is " + OLD_SECRET))
                .putGzip(
                        SOLUTIONS,
                        TestItem.solution(REMOVED).with("solution.fixApproach", "use " + SECRET),
                        TestItem.solution(TestItem.uuid("other")))
                .settled();
        store.snapshot();
        edit(PURGED, "pattern.approach.rationale", "\"the key is " + SECRET + "\"");
        store.snapshot();
        remove(new ItemKey("reviewer", ItemKind.SOLUTION, REMOVED), "it held " + SECRET);
        pin(PURGED);
        store.settled();
        store.snapshot();
        copy = Files.createDirectories(directory.resolve("disk")).resolve("copy");
        new RepositoryCopy(LocalTarget.beside(new LocalDisk(), store.root()), target(), new Workers(1))
                .run(Duration.ofSeconds(5));
        try (OpenStore opened = new TestOpener(store).forChange()) {
            new UpdateIndex(opened).run(new UpdateIndex.Request(true));
        }
    }

    private LocalTarget target() {
        return new LocalTarget(new LocalDisk(), PrivateFolder.at(new LocalDisk(), store.root(), copy));
    }

    private void edit(String id, String field, String json) throws Exception {
        try (OpenStore opened = new TestOpener(store).forChange()) {
            new EditItem(opened)
                    .run(new EditItem.Request(
                            new ItemKey("debugger", ItemKind.PATTERN, id),
                            new ItemEdit.Fields(Map.of(field, json), Set.of()),
                            Optional.empty(),
                            false));
        }
        store.pass(Duration.ofSeconds(1));
    }

    private void remove(ItemKey key, String reason) throws Exception {
        try (OpenStore opened = new TestOpener(store).forChange()) {
            new RemoveItem(opened).run(new RemoveItem.Request(key, reason, Optional.empty()));
        }
        store.pass(Duration.ofSeconds(1));
    }

    private void pin(String id) throws Exception {
        try (OpenStore opened = new TestOpener(store).forChange()) {
            new PinItem(opened).run(new PinItem.Request(id));
        }
    }

    private PurgeMemory.Request pattern() {
        return new PurgeMemory.Request(List.of(), Optional.of("sk-live-[0-9A-Za-z]+"), List.of(copy.toString()));
    }

    private PurgeMemory.Request item(String id) {
        return new PurgeMemory.Request(List.of(id), Optional.empty(), List.of(copy.toString()));
    }

    private PurgeReport purge(PurgeMemory.Request request) throws Exception {
        try (OpenStore opened = new TestOpener(store).forChange()) {
            return new PurgeMemory(opened, _ -> Optional.empty())
                    .run(request, _ -> true)
                    .report();
        }
    }

    private PurgeReport preview(PurgeMemory.Request request) throws Exception {
        try (OpenStore opened = new TestOpener(store).forReading()) {
            return new PurgeMemory(opened, _ -> Optional.empty())
                    .preview(request)
                    .report();
        }
    }

    private List<String> everywhere() throws IOException {
        return new Everywhere(directory).holding(SECRETS);
    }

    private void requireSound(boolean isCopy) throws IOException {
        try (Backup beside = store.backups();
                Backup backup = isCopy ? Backup.at(beside.store(), target(), new SplittableRandom(1)) : beside) {
            assertThat(new Verifier(backup.repository(), 1).verifyAll().findings())
                    .isEmpty();
        }
    }

    @Test
    void pattern_isNowhereAfterwards() throws Exception {
        assertThat(new Everywhere(directory).found(SECRETS)).isEqualTo(SECRETS);

        PurgeReport report = purge(pattern());

        assertThat(report.proof().holders()).isEmpty();
        assertThat(everywhere()).isEmpty();
        assertThat(report.proof().unsure()).isEmpty();
        assertThat(report.isComplete()).isTrue();
        assertThat(report.plan().count(Place.Kind.SNAPSHOT)).isEqualTo(6);
        assertThat(store.text(PATTERNS)).contains("\"the key is [purged]\"");
        requireSound(false);
        requireSound(true);
        assertThat(purge(pattern()).plan().places()).as("there is nothing left").isEmpty();
    }

    @Test
    void item_isNowhereAfterwards_withAllItsVersions() throws Exception {
        PurgeReport report = purge(item(PURGED.substring(0, 8)));

        assertThat(report.proof().unsure()).isEmpty();
        assertThat(report.proof().holders()).isEmpty();
        assertThat(new Everywhere(directory).holding(Set.of(PURGED, "the key is")))
                .isEmpty();
        assertThat(store.ids(PATTERNS)).containsExactly(KEPT);
        requireSound(false);
        requireSound(true);
        assertThatThrownBy(() -> purge(item(PURGED))).isInstanceOf(NoSuchItemException.class);
    }

    @Test
    void removedItem_isPurgedFromArchivesAndSnapshots() throws Exception {
        PurgeReport report = purge(item(REMOVED));

        assertThat(report.isComplete()).isTrue();
        assertThat(new Everywhere(directory).holding(Set.of(REMOVED))).isEmpty();
    }

    @Test
    void everythingElse_keepsItsBytes() throws Exception {
        String before = store.text(PATTERNS);
        String solutions = store.text(SOLUTIONS);
        byte[] stored = store.bytes(SOLUTIONS);
        List<RunRecord> runs = store.history();

        purge(pattern());

        assertThat(store.text(PATTERNS)).isEqualTo(before.replace(SECRET, "[purged]"));
        assertThat(store.text(SOLUTIONS)).isEqualTo(solutions);
        assertThat(store.bytes(SOLUTIONS)).isEqualTo(stored);
        List<RunRecord> after = store.history();
        assertThat(after).hasSize(runs.size() + 1);
        for (int i = 0; i < runs.size(); i++) {
            assertThat(after.get(i + 1).run()).isEqualTo(runs.get(i).run());
            assertThat(after.get(i + 1).startedAt()).isEqualTo(runs.get(i).startedAt());
            assertThat(after.get(i + 1).damage()).isEmpty();
        }
    }

    @Test
    void preview_changesNothing_andNamesThePlaces() throws Exception {
        SortedMap<String, String> before = store.everything();

        PurgeReport preview = preview(pattern());

        assertThat(store.everything()).isEqualTo(before);
        assertThat(preview.plan().places().toString()).doesNotContain("sk-live");
        Set<Place.Kind> kinds = new HashSet<>();
        preview.plan().places().forEach(place -> kinds.add(place.kind()));
        assertThat(kinds)
                .containsExactlyInAnyOrder(
                        Place.Kind.STORE, Place.Kind.SNAPSHOT, Place.Kind.RECORD, Place.Kind.ARCHIVE);
    }

    @Test
    void withoutConfirmation_nothingIsChanged() throws Exception {
        SortedMap<String, String> before = store.everything();

        try (OpenStore opened = new TestOpener(store).forChange()) {
            assertThatThrownBy(() -> new PurgeMemory(opened, _ -> Optional.empty()).run(pattern(), _ -> false))
                    .isInstanceOf(DeclinedException.class);
        }

        assertThat(store.everything()).isEqualTo(before);
    }

    @Test
    void record_saysThat_notWhat_andCannotBeUndone() throws Exception {
        PurgeReport report = purge(pattern());

        RunRecord record = store.record(report.run());
        assertThat(record.operation()).isEqualTo("purge");
        assertThat(record.finished().orElseThrow().number("places"))
                .isEqualTo(report.plan().places().size());
        assertThat(Files.readString(store.recordOf(report.run()))).doesNotContain("sk-live", PURGED, "debugger");
        try (OpenStore opened = new TestOpener(store).forChange()) {
            assertThatThrownBy(() ->
                            new UndoRun(opened, new SilentFrontEnd()).preview(new UndoRun.Request(report.run(), 0)))
                    .isInstanceOf(NotUndoableException.class)
                    .hasMessageContaining("cannot be undone");
            assertThat(new History(opened.store()).unreadable()).isEmpty();
        }
    }

    @Test
    void undoOfAnEarlierRun_restoresTheRest() throws Exception {
        String removal = store.history().stream()
                .filter(run -> run.operation().equals("rm"))
                .findFirst()
                .orElseThrow()
                .run();

        purge(pattern());
        store.undo(removal);

        assertThat(store.ids(SOLUTIONS)).containsExactly(REMOVED, TestItem.uuid("other"));
        assertThat(store.text(SOLUTIONS)).contains("use [purged]");
        assertThat(everywhere()).isEmpty();
    }

    @Test
    void undoOfARunOnAPurgedItem_bringsNothingBack() throws Exception {
        String edit = store.history().stream()
                .filter(run -> run.operation().equals("edit"))
                .findFirst()
                .orElseThrow()
                .run();

        purge(item(PURGED));
        store.undo(edit);

        assertThat(store.ids(PATTERNS)).containsExactly(KEPT);
        assertThat(everywhere()).noneMatch(place -> place.contains("patterns.json"));
    }

    /** Words that records, archives and collections are made of. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "item",
                "id",
                "rm",
                "edit",
                "file",
                "archive",
                "committed",
                "manual_deletion",
                "solution",
                "[0-9]+",
                "[a-f0-9]{6,}",
                "jsonl",
                "version",
                "patterns",
                "restore"
            })
    void wordOfTheFormats_breaksNothing(String word) throws Exception {
        String removal = runOf("rm");
        Map<String, Integer> before = lines();

        purge(new PurgeMemory.Request(List.of(), Optional.of(word), List.of(copy.toString())));

        assertThat(lines()).as("no line of a record was lost").containsAllEntriesOf(before);
        SoundRecords.require(store);
        requireSound(false);
        requireSound(true);
        store.settled();
        assertThat(store.ids(PATTERNS)).isSubsetOf(KEPT, PURGED);
        assertThat(store.undo(removal).outcome()).isEqualTo(Report.Outcome.DONE);
        assertThat(store.ids(SOLUTIONS)).isSubsetOf(REMOVED, TestItem.uuid("other"));
        try (OpenStore opened = new TestOpener(store).forReading()) {
            assertThat(new History(opened.store()).unreadable()).isEmpty();
            assertThat(opened.store().pins().isPinned(PURGED)
                            || !store.ids(PATTERNS).contains(PURGED))
                    .isTrue();
        }
    }

    private String runOf(String operation) throws IOException {
        return store.history().stream()
                .filter(run -> run.operation().equals(operation))
                .findFirst()
                .orElseThrow()
                .run();
    }

    /** Returns the number of lines of each record, and the operation with it. */
    private Map<String, Integer> lines() throws IOException {
        Map<String, Integer> lines = new HashMap<>();
        for (RunRecord run : store.history()) {
            lines.put(
                    run.run() + " " + run.operation(),
                    Files.readAllLines(store.recordOf(run.run())).size());
        }
        return lines;
    }

    /** The ids are words that the records use for something else. */
    @ParameterizedTest
    @ValueSource(strings = {"archive", "rm", "item", "committed", "debugger", "memory"})
    void itemThatIsCalledAsAWordOfTheFormats_isPurgedAlone(String id) throws Exception {
        store.put("architect/decisions.json", TestItem.decision(id), TestItem.decision("other"))
                .settled();
        store.snapshot();

        PurgeReport report = purge(item("architect/decision/" + id));

        assertThat(report.proof().unsure()).isEmpty();
        assertThat(store.ids("architect/decisions.json")).containsExactly("other");
        assertThat(store.ids(PATTERNS)).containsExactly(KEPT, PURGED);
        SoundRecords.require(store);
        requireSound(false);
        store.undo(runOf("rm"));
        assertThat(store.ids(SOLUTIONS)).containsExactly(REMOVED, TestItem.uuid("other"));
    }

    @Test
    void itemsOfOthersWithTheSameId_stayWithTheirPins() throws Exception {
        pin(KEPT);
        store.put("architect/decisions.json", TestItem.decision(KEPT)).settled();

        purge(item("architect/decision/" + KEPT));

        assertThat(store.ids(PATTERNS)).containsExactly(KEPT, PURGED);
        try (OpenStore opened = new TestOpener(store).forReading()) {
            assertThat(opened.store().pins().isPinned(KEPT)).isTrue();
        }
    }

    /** Such a file of others is not a graph: entities are in memory files only. */
    @Test
    void listOfLines_isEditedLineByLine() throws Exception {
        store.put("global/log.jsonl", "{\"name\": \"" + PURGED + "\", \"x\": 1}\nplain " + SECRET + "\n")
                .settled();

        purge(item(PURGED));
        purge(pattern());

        assertThat(store.text("global/log.jsonl"))
                .isEqualTo("{\"name\": \"" + PURGED + "\", \"x\": 1}\nplain [purged]\n");
    }

    @Test
    void namesOfMembers_stayDifferent() throws Exception {
        store.put("global/more.json", "{\"sk-live-1\": 1, \"sk-live-2\": 2, \"[purged] 2\": 3}")
                .settled();

        purge(pattern());

        assertThat(store.text("global/more.json")).isEqualTo("{\"[purged]\": 1, \"[purged] 2\": 2, \"[purged] 2\": 3}");
    }

    /** The first characters of an id lead to nothing once the item is gone; its key still does. */
    @Test
    void copyThatFailed_isPurgedLater_byTheKeyInTheReport() throws Exception {
        Path away = directory.resolve("away");
        Files.move(copy, away);

        PurgeMemory.Result first;
        try (OpenStore opened = new TestOpener(store).forChange()) {
            first = new PurgeMemory(opened, _ -> Optional.empty()).run(item(PURGED.substring(0, 8)), _ -> true);
        }

        assertThat(first.report().isComplete()).isFalse();
        assertThat(first.items()).containsExactly("debugger/pattern/" + PURGED);
        Files.move(away, copy);
        assertThat(purge(item(first.items().getFirst())).unsure()).isEmpty();
        assertThat(new Everywhere(directory).holding(Set.of(PURGED))).isEmpty();
    }

    @Test
    void unknownItem_changesNothing() throws Exception {
        SortedMap<String, String> before = store.everything();

        assertThatThrownBy(() -> purge(item("no-such-item"))).isInstanceOf(NoSuchItemException.class);

        assertThat(store.everything()).isEqualTo(before);
    }

    @Test
    void pinsOfOtherItems_stay() throws Exception {
        pin(KEPT);
        String before = store.text("config/pins.json");

        purge(item(PURGED));

        assertThat(before).contains(PURGED);
        assertThat(store.text("config/pins.json")).contains(KEPT).doesNotContain(PURGED, "[purged]");
        try (OpenStore opened = new TestOpener(store).forReading()) {
            assertThat(opened.store().pins().isPinned(KEPT)).isTrue();
        }
    }

    @Test
    void patterns_thatMatchNothingOrTheReplacement_areRefused() {
        for (String pattern : List.of("", "x*", ".", "\\w+", "purged")) {
            assertThatThrownBy(() -> preview(new PurgeMemory.Request(List.of(), Optional.of(pattern), List.of())))
                    .as(pattern)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
