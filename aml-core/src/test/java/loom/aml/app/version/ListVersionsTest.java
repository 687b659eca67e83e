package loom.aml.app.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import loom.aml.TestItem;
import loom.aml.TestOpener;
import loom.aml.TestStore;
import loom.aml.app.OpenStore;
import loom.aml.app.history.ListRuns;
import loom.aml.app.history.ShowRemovals;
import loom.aml.app.item.EditItem;
import loom.aml.app.item.RemoveItem;
import loom.aml.edit.ItemEdit;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.migrate.MigratePolicy;
import loom.aml.migrate.Migrator;
import loom.aml.migrate.SchemaVersion;
import loom.aml.run.Execution;
import loom.aml.run.RecordedRun;
import loom.aml.run.RemovedItems;
import loom.aml.store.StoredItem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history of an item, from the archives of runs and from snapshots. */
class ListVersionsTest {
    private static final String FILE = "debugger/patterns.json";
    private static final String ID = TestItem.uuid("item");
    private static final ItemKey KEY = new ItemKey("debugger", ItemKind.PATTERN, ID);

    private TestStore store;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        store = TestStore.in(directory)
                .put(
                        FILE,
                        TestItem.pattern(ID).with("pattern.approach.technique", "first"),
                        TestItem.pattern(TestItem.uuid("other")))
                .settled();
    }

    private void edit(String from, String to) throws Exception {
        try (OpenStore opened = new TestOpener(store).forChange()) {
            StoredItem item = opened.store().get(KEY).orElseThrow();
            String text = item.json().replace(from, to);
            new EditItem(opened)
                    .run(new EditItem.Request(
                            KEY,
                            new ItemEdit.Text(text.getBytes(StandardCharsets.UTF_8)),
                            Optional.of(item.revision()),
                            false));
        }
        store.pass(Duration.ofMinutes(1));
    }

    private List<ItemVersion> versions() throws IOException {
        try (OpenStore opened = new TestOpener(store).forReading()) {
            ListVersions.Result result =
                    new ListVersions(opened).run(new ListVersions.Request(KEY, HistoryLimits.DEFAULT));
            assertThat(result.findings()).isEmpty();
            assertThat(result.isComplete()).isTrue();
            return result.versions();
        }
    }

    @Test
    void itemThatNobodyChanged_hasItsPresentVersionOnly() throws Exception {
        assertThat(versions()).singleElement().satisfies(version -> {
            assertThat(version.isCurrent()).isTrue();
            assertThat(version.origin().run()).isEmpty();
            assertThat(version.text()).contains("first");
        });
    }

    @Test
    void eachEdit_leavesAVersion_theNewestFirst() throws Exception {
        edit("first", "second");
        edit("second", "third");

        List<ItemVersion> versions = versions();

        assertThat(versions).map(version -> version.origin().operation()).containsExactly("edit", "edit", "");
        assertThat(versions.getFirst().text()).contains("third");
        assertThat(versions.get(1).text()).contains("second");
        assertThat(versions.getLast().text()).contains("first");
        assertThat(versions.getFirst().changes()).singleElement().satisfies(change -> {
            assertThat(change.field()).isEqualTo("pattern.approach.technique");
            assertThat(change.before()).contains("second");
            assertThat(change.after()).contains("third");
        });
    }

    @Test
    void versionInASnapshot_isListedOnce() throws Exception {
        store.snapshot();
        store.pass(Duration.ofMinutes(1));
        store.snapshot();
        store.rewrite(FILE, TestItem.collection(TestItem.pattern(ID).with("pattern.approach.technique", "foreign")))
                .settled();

        List<ItemVersion> versions = versions();

        assertThat(versions).hasSize(2);
        assertThat(versions.getFirst().text()).contains("foreign");
        assertThat(versions.getLast().origin().seenInSnapshot()).isPresent();
        assertThat(versions.getLast().text()).contains("first");
    }

    @Test
    void removedItem_isListedWithItsReason_andTheRunShowsIt() throws Exception {
        try (OpenStore opened = new TestOpener(store).forChange()) {
            new RemoveItem(opened).run(new RemoveItem.Request(KEY, "outdated", Optional.empty()));
        }

        List<ItemVersion> versions = versions();
        assertThat(versions).hasSize(2);
        assertThat(versions.getFirst().isRemoval()).isTrue();
        assertThat(versions.getFirst().origin().rule()).isEqualTo("outdated");
        assertThat(versions.getLast().text()).contains("first");
        try (OpenStore opened = new TestOpener(store).forReading()) {
            ListRuns.Result runs = new ListRuns(opened).run(new ListRuns.Request(1));
            RemovedItems shown = new ShowRemovals(opened)
                    .run(new ShowRemovals.Request(runs.runs().getFirst(), 10));

            assertThat(shown.count()).isEqualTo(1);
            assertThat(shown.findings()).isEmpty();
            assertThat(shown.first()).singleElement().satisfies(item -> {
                assertThat(item.id()).contains(ID);
                assertThat(item.title()).isEqualTo("first");
                assertThat(item.rule()).isEqualTo("outdated");
                assertThat(item.reason()).isEqualTo("manual_deletion");
            });
        }
    }

    @Test
    void damagedRecord_isAFinding_andListedOnceAmongTheRuns() throws Exception {
        edit("first", "second");
        Path record = store.recordOf(store.history().getFirst().run());
        Files.writeString(record, "damage" + Files.readString(record));

        try (OpenStore opened = new TestOpener(store).forReading()) {
            assertThat(new ListVersions(opened)
                            .run(new ListVersions.Request(KEY, HistoryLimits.DEFAULT))
                            .findings())
                    .hasSize(1);
            assertThat(new ListRuns(opened).run(new ListRuns.Request(5)).findings())
                    .hasSize(1);
        }
    }

    @Test
    void damagedArchive_isAFindingOfTheRunAndOfTheItem() throws Exception {
        try (OpenStore opened = new TestOpener(store).forChange()) {
            new RemoveItem(opened).run(new RemoveItem.Request(KEY, "outdated", Optional.empty()));
        }
        try (Stream<Path> files = Files.walk(store.logs().resolve("archives"))) {
            for (Path archive : files.filter(Files::isRegularFile).toList()) {
                Files.write(archive, new byte[] {1, 2, 3});
            }
        }

        try (OpenStore opened = new TestOpener(store).forReading()) {
            assertThat(new ListVersions(opened)
                            .run(new ListVersions.Request(KEY, HistoryLimits.DEFAULT))
                            .findings())
                    .hasSize(1);
            RecordedRun run =
                    new ListRuns(opened).run(new ListRuns.Request(1)).runs().getFirst();
            RemovedItems removed = new ShowRemovals(opened).run(new ShowRemovals.Request(run, 10));
            assertThat(removed.findings()).hasSize(1);
            assertThat(removed.rest()).as("counted, though it cannot be shown").isEqualTo(1);
        }
    }

    @Test
    void moreVersionsOfTheCollectionThanAreRead_areNotKeptQuiet() throws Exception {
        for (int i = 0; i <= 20; i++) {
            store.rewrite(FILE, TestItem.collection(TestItem.pattern(ID).with("pattern.approach.technique", "v" + i)))
                    .settled();
            store.snapshot();
            store.pass(Duration.ofMinutes(1));
        }

        try (OpenStore opened = new TestOpener(store).forReading()) {
            ListVersions.Result result =
                    new ListVersions(opened).run(new ListVersions.Request(KEY, HistoryLimits.DEFAULT));
            assertThat(result.isComplete()).isFalse();
            assertThat(result.snapshotsPassedOver()).isEqualTo(1);
            assertThat(result.versions()).hasSize(20);
            ListVersions.Result all = new ListVersions(opened).run(new ListVersions.Request(KEY, HistoryLimits.NONE));
            assertThat(all.isComplete()).isTrue();
            assertThat(all.versions()).hasSize(21);
        }
    }

    @Test
    void versionsBeforeAMigration_areComputedFromThoseAfterIt() throws Exception {
        String first = store.text(FILE);
        Execution.Options noBackup = Execution.Options.DEFAULT.withBackup(false);
        store.run(open -> new Migrator(MigratePolicy.to(SchemaVersion.V2_0_0), store.now()).plan(open), noBackup);
        edit("first", "second");

        List<ItemVersion> versions = versions();

        assertThat(versions).map(version -> version.origin().operation()).containsExactly("edit", "migrate", "");
        assertThat(first).contains(versions.getLast().text());
        assertThat(versions.get(1).text()).contains("\"version\": \"2.0.0\"", "first");
    }

    @Test
    void timeBetweenTwoSightings_isMarked_sinceAnotherProgramMayHaveChangedTheItemBefore() throws Exception {
        store.snapshot();
        store.pass(Duration.ofHours(1));
        Instant between = store.now();
        store.pass(Duration.ofHours(1));
        Instant seen = store.now();
        store.rewrite(FILE, TestItem.collection(TestItem.pattern(ID).with("pattern.approach.technique", "foreign")))
                .settled();
        store.snapshot();

        FindVersion.Result found = at(between);
        assertThat(found.item().orElseThrow().json()).contains("first");
        assertThat(found.notAfter()).contains(seen);
        assertThat(at(seen).notAfter()).isEmpty();
        assertThatThrownBy(() -> at(TestStore.NOW.minusSeconds(1)))
                .isInstanceOf(NoSuchVersionException.class)
                .hasMessageContaining("nothing is known of this item");
    }

    @Test
    void runsAndSnapshots_keepTheirOrder_ifTheClockWasSetBack() throws Exception {
        edit("first", "second");
        store.pass(Duration.ofDays(-30));
        edit("second", "third");
        store.pass(Duration.ofDays(2));
        edit("third", "fourth");

        assertThat(versions())
                .map(version -> FieldChange.fields(version.text()).get("pattern.approach.technique"))
                .containsExactly("fourth", "third", "second", "first");
    }

    @Test
    void damagedSnapshot_isAFinding_andTheOthersAreRead() throws Exception {
        store.snapshot();
        store.rewrite(FILE, TestItem.collection(TestItem.pattern(ID).with("pattern.approach.technique", "foreign")))
                .settled();
        String second = store.snapshot().manifest().id();
        try (Stream<Path> files = Files.walk(store.logs())) {
            for (Path manifest : files.filter(
                            file -> file.getFileName().toString().contains(second))
                    .filter(Files::isRegularFile)
                    .toList()) {
                Files.write(manifest, new byte[] {1, 2, 3});
            }
        }

        try (OpenStore opened = new TestOpener(store).forReading()) {
            ListVersions.Result result =
                    new ListVersions(opened).run(new ListVersions.Request(KEY, HistoryLimits.NONE));
            assertThat(result.findings()).hasSize(1);
            assertThat(result.isComplete()).isFalse();
            assertThat(result.versions()).hasSize(2);
        }
    }

    private FindVersion.Result at(Instant time) throws Exception {
        try (OpenStore opened = new TestOpener(store).forReading()) {
            return new FindVersion(opened)
                    .run(new FindVersion.Request(KEY, new VersionChoice(time.toString(), Optional.of(time))));
        }
    }
}
