package loom.aml.app.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import loom.aml.app.OpenStore;
import loom.aml.app.item.EditItem;
import loom.aml.app.item.FindItem;
import loom.aml.app.item.ItemChanged;
import loom.aml.app.item.RemoveItem;
import loom.aml.app.item.RevertItem;
import loom.aml.app.search.SearchAnswer;
import loom.aml.backup.Backup;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.config.Configuration;
import loom.aml.edit.ItemEdit;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.SearchRequest;
import loom.aml.io.LocalDisk;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.recall.Lookup;
import loom.aml.run.Execution;
import loom.aml.run.History;
import loom.aml.run.Undo;
import loom.aml.store.CollectionFile;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoreOptions;
import loom.aml.store.StoredItem;
import loom.aml.store.graph.GraphChange;
import loom.aml.store.graph.GraphStore;
import loom.aml.store.kind.StoreKinds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The versions of memories in Markdown notes and in graphs. */
class OtherStoresTest {
    private static final Duration AGO = Duration.ofMinutes(10);

    @TempDir
    private Path directory;

    private Instant now = Instant.now();

    private OpenStore open(Path store, boolean isForChange) throws IOException {
        StoreOptions options = StoreOptions.DEFAULT.withClock(() -> now);
        MemoryStore opened = isForChange
                ? StoreKinds.open(new LocalDisk(), store, options)
                : StoreKinds.openReadOnly(new LocalDisk(), store, options);
        return new OpenStore(opened, Configuration.DEFAULT, () -> new SplittableRandom(now.toEpochMilli()));
    }

    private static void put(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        settle(file);
    }

    /** Their other writers take no locks, so aml changes only files that have been quiet for a while. */
    private static void settle(Path file) throws IOException {
        if (Files.exists(file)) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(AGO)));
        }
    }

    private void snapshot(Path store) throws IOException {
        try (OpenStore opened = open(store, false);
                Backup backup = Backup.of(opened.store().place(), opened.random())) {
            backup.create(SnapshotRequest.DEFAULT);
        }
        pass();
    }

    private void pass() {
        now = now.plusSeconds(60);
    }

    private ItemChanged edit(Path store, Path file, ItemKey key, String field, String json) throws Exception {
        try (OpenStore opened = open(store, true)) {
            return new EditItem(opened)
                    .run(new EditItem.Request(
                            key, new ItemEdit.Fields(Map.of(field, json), Set.of()), Optional.empty(), false));
        } finally {
            settle(file);
            pass();
        }
    }

    private void remove(Path store, ItemKey key) throws Exception {
        try (OpenStore opened = open(store, true)) {
            new RemoveItem(opened).run(new RemoveItem.Request(key, "outdated", Optional.empty()));
        }
        pass();
    }

    private List<ItemVersion> log(Path store, ItemKey key) throws IOException {
        try (OpenStore opened = open(store, false)) {
            ListVersions.Result log = new ListVersions(opened).run(new ListVersions.Request(key, HistoryLimits.NONE));
            assertThat(log.findings()).isEmpty();
            return log.versions();
        }
    }

    private ItemChanged revert(Path store, Path file, ItemKey key, byte[] text) throws Exception {
        try (OpenStore opened = open(store, true)) {
            return new RevertItem(opened).run(new RevertItem.Request(key, text, Optional.empty(), false));
        } finally {
            settle(file);
            pass();
        }
    }

    private void undo(Path store, Path file, String run) throws IOException {
        try (OpenStore opened = open(store, true)) {
            MemoryStore memory = opened.store();
            new Execution(memory, opened.random())
                    .execute(
                            Undo.plan(
                                    memory,
                                    new History(memory)
                                            .runs().stream()
                                                    .filter(one -> one.run().equals(run))
                                                    .findFirst()
                                                    .orElseThrow()),
                            Execution.Options.DEFAULT.withBackup(false));
        }
        settle(file);
        pass();
    }

    private void eachVersionOfANoteComesBack(Path store, String frontmatter) throws Exception {
        Path file = store.resolve("short-commits.md");
        String first = frontmatter + "# Commits\n\nKeep them short.\r\nAnd first.\n";
        put(file, first);
        ItemKey key = new ItemKey(agentOf(store), ItemKind.NOTE, "short-commits");
        snapshot(store);
        put(file, first.replace("And first", "And foreign"));
        String foreign = Files.readString(file);
        snapshot(store);
        edit(store, file, key, "text", JsonObject.quoted("# Commits\n\nOther words.\n"));
        String edited = Files.readString(file);
        remove(store, key);
        assertThat(file).doesNotExist();

        List<ItemVersion> versions = log(store, key);

        assertThat(versions)
                .map(version ->
                        version.isRemoval() ? "removed" : version.origin().operation())
                .containsExactly("removed", "edit", "", "");
        List<String> contents = List.of(edited, foreign, first);
        for (int i = 0; i < contents.size(); i++) {
            ItemChanged changed = revert(
                    store, file, key, versions.get(i + 1).item().orElseThrow().text());
            assertThat(Files.readString(file)).isEqualTo(contents.get(i));
            undo(store, file, changed.report().orElseThrow().run());
            assertThat(file).doesNotExist();
        }
        assertThat(found(store, "foreign")).isEmpty();
        try (OpenStore opened = open(store, false)) {
            String snapshot = versions.get(2).origin().seenInSnapshot().orElseThrow();
            SearchAnswer answer = new SearchSnapshot(opened)
                    .run(new SearchSnapshot.Request(
                            VersionChoice.of(snapshot), SearchRequest.of(QueryParser.parse("foreign", now))));
            assertThat(answer.result().hits())
                    .singleElement()
                    .satisfies(hit -> assertThat(hit.item().id()).isEqualTo("short-commits"));
            assertThat(answer.findings()).isEmpty();
        }
    }

    private List<StoredItem> found(Path store, String word) throws IOException {
        try (OpenStore opened = open(store, false)) {
            return Lookup.matching(opened.store(), Selection.ALL, id -> id.contains(word)).found().stream()
                    .map(Lookup.Found::item)
                    .toList();
        }
    }

    private String agentOf(Path store) throws Exception {
        try (OpenStore opened = open(store, false)) {
            return new FindItem(opened)
                    .run(new FindItem.Request("short-commits", Selection.ALL))
                    .item()
                    .key()
                    .agent();
        }
    }

    @Test
    void notesOfClaudeCode() throws Exception {
        Path store = directory.resolve(".claude/projects/-home-ada-shop/memory");
        put(store.resolve("other.md"), "# Other\n");
        eachVersionOfANoteComesBack(
                store, "---\nname: short-commits\ndescription: 'How to commit'\ntype: feedback\n---\n\n");
    }

    @Test
    void notesOfSerena() throws Exception {
        Path store = directory.resolve("shop/.serena/memories");
        put(store.resolve("other.md"), "# Other\n");
        eachVersionOfANoteComesBack(store, "");
    }

    @Test
    void entitiesOfAGraph_alsoThroughEditsOfLines() throws Exception {
        Path file = directory.resolve("memory.jsonl");
        String other = "{\"type\":\"entity\",\"name\":\"api\",\"entityType\":\"service\",\"observations\":[]}\n";
        String first =
                "{\"type\":\"entity\",\"name\":\"redis\",\"entityType\":\"db\",\"observations\":[\"is a cache\"]}";
        put(file, first + "\n" + other);
        ItemKey key = new ItemKey(CollectionFile.TOP, ItemKind.NOTE, "redis");
        snapshot(file);
        edit(file, file, key, "observations", "[\"is a cache\", \"port 6379\"]");
        lines(
                file,
                new GraphChange.AddObservations(List.of(new GraphChange.Observations("redis", List.of("version 8")))));
        lines(file, new GraphChange.DeleteEntities(List.of("api")));
        lines(file, new GraphChange.DeleteEntities(List.of("redis")));

        List<ItemVersion> versions = log(file, key);

        assertThat(versions)
                .map(version -> version.isRemoval()
                        ? "removed by " + version.origin().operation()
                        : version.origin().operation())
                .containsExactly("removed by delete_entities", "add_observations", "edit", "");
        assertThat(versions.get(1).text()).contains("port 6379", "version 8");
        assertThat(versions.get(2).text()).contains("port 6379").doesNotContain("version 8");
        assertThat(versions.get(3).text()).doesNotContain("port 6379");
        String before = Files.readString(file);
        for (ItemVersion version : versions.subList(1, 4)) {
            ItemChanged changed =
                    revert(file, file, key, version.item().orElseThrow().text());
            assertThat(changed.item().orElseThrow().json()).contains("redis");
            undo(file, file, changed.report().orElseThrow().run());
            assertThat(Files.readString(file)).isEqualTo(before);
        }
        revert(file, file, key, versions.getLast().item().orElseThrow().text());
        assertThat(Files.readString(file).strip()).isEqualTo(first);
    }

    private void lines(Path file, GraphChange<?> change) throws Exception {
        try (GraphStore graph = new GraphStore(
                new LocalDisk(),
                file,
                StoreOptions.DEFAULT.withClock(() -> now),
                new SplittableRandom(now.toEpochMilli()))) {
            graph.change(change);
        }
        settle(file);
        pass();
    }
}
