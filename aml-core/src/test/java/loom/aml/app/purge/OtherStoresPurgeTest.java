package loom.aml.app.purge;

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
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import loom.aml.app.OpenStore;
import loom.aml.app.item.EditItem;
import loom.aml.app.item.FindItem;
import loom.aml.app.item.PinItem;
import loom.aml.app.item.RecordFeedback;
import loom.aml.app.item.RemoveItem;
import loom.aml.app.item.UnpinItem;
import loom.aml.backup.Backup;
import loom.aml.backup.Verifier;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.config.Configuration;
import loom.aml.edit.Feedback;
import loom.aml.edit.ItemEdit;
import loom.aml.edit.Verdict;
import loom.aml.io.LocalDisk;
import loom.aml.item.ItemKey;
import loom.aml.purge.PurgeReport;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Purged notes and entities are nowhere any more, in their indexes and relations neither. */
class OtherStoresPurgeTest {
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

    private void put(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        settle(file.getParent());
    }

    /** The other writers of such files take no locks, so aml changes only those that have been quiet for a while. */
    private void settle(Path folder) throws IOException {
        now = now.plusSeconds(60);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(AGO)));
            }
        }
    }

    private void snapshot(Path store) throws IOException {
        try (OpenStore opened = open(store, false);
                Backup backup = Backup.of(opened.store().place(), opened.random())) {
            backup.create(SnapshotRequest.DEFAULT);
        }
        now = now.plusSeconds(60);
    }

    private ItemKey keyOf(Path store, String id) throws Exception {
        try (OpenStore opened = open(store, false)) {
            return new FindItem(opened)
                    .run(new FindItem.Request(id, Selection.ALL))
                    .item()
                    .key();
        }
    }

    /** Lets an item be edited, rated, pinned and backed up. */
    private void live(Path store, Path folder, ItemKey key, String field, String json) throws Exception {
        snapshot(store);
        try (OpenStore opened = open(store, true)) {
            new EditItem(opened)
                    .run(new EditItem.Request(
                            key, new ItemEdit.Fields(Map.of(field, json), Set.of()), Optional.empty(), false));
        }
        settle(folder);
        try (OpenStore opened = open(store, true)) {
            new RecordFeedback(opened)
                    .run(new RecordFeedback.Request(
                            key, new Feedback(Verdict.HELPED, OptionalLong.empty()), Optional.empty()));
        }
        settle(folder);
        try (OpenStore opened = open(store, true)) {
            new PinItem(opened).run(new PinItem.Request(key.id()));
        }
        settle(folder);
        snapshot(store);
    }

    private PurgeReport purge(Path store, PurgeMemory.Request request) throws Exception {
        try (OpenStore opened = open(store, true)) {
            PurgeReport report = new PurgeMemory(opened, _ -> Optional.empty())
                    .run(request, _ -> true)
                    .report();
            try (Backup backup = Backup.of(opened.store().place(), opened.random())) {
                assertThat(new Verifier(backup.repository(), 1).verifyAll().findings())
                        .isEmpty();
            }
            return report;
        }
    }

    private static PurgeMemory.Request item(String id) {
        return new PurgeMemory.Request(List.of(id), Optional.empty(), List.of());
    }

    private static PurgeMemory.Request pattern(String pattern) {
        return new PurgeMemory.Request(List.of(), Optional.of(pattern), List.of());
    }

    private Path notes() throws IOException {
        Path store = directory.resolve(".claude/projects/-home-ada-shop/memory");
        put(
                store.resolve("gateway-key.md"),
                "---\nname: gateway-key\ndescription: The key of the gateway\ntype: project\n---\n\nUse gw-live-123456789.\n");
        put(
                store.resolve("commits.md"),
                "---\nname: commits\ndescription: How to commit\ntype: feedback\n---\n\nShort.\n");
        put(
                store.resolve("MEMORY.md"),
                "# Index\n\n- [Gateway](gateway-key.md) \u2014 the key of the gateway\n  and how to use it\n"
                        + "- [Commits](commits.md) \u2014 how to commit\n");
        return store;
    }

    @Test
    void note_isNowhere_andItsLineNeither() throws Exception {
        Path store = notes();
        live(
                store,
                store,
                keyOf(store, "gateway-key"),
                "text",
                "\"# Key\\n\\nNow it is gw-live-987654321 everywhere.\\n\"");

        PurgeReport report = purge(store, item("gateway-key"));

        assertThat(report.proof().holders()).isEmpty();
        assertThat(report.proof().unsure()).isEmpty();
        assertThat(new Everywhere(directory).holding(Set.of("gw-live", "gateway-key", "Gateway")))
                .isEmpty();
        assertThat(Files.readString(store.resolve("MEMORY.md")))
                .isEqualTo("# Index\n\n- [Commits](commits.md) \u2014 how to commit\n");
        assertThat(Files.readString(store.resolve("commits.md"))).endsWith("Short.\n");
    }

    @Test
    void noteThatWasRemoved_isNowhere() throws Exception {
        Path store = notes();
        ItemKey key = keyOf(store, "gateway-key");
        live(store, store, key, "text", "\"# Key\\n\\nNow it is gw-live-987654321 everywhere.\\n\"");
        try (OpenStore opened = open(store, true)) {
            new UnpinItem(opened).run(new UnpinItem.Request(key.id()));
        }
        settle(store);
        try (OpenStore opened = open(store, true)) {
            new RemoveItem(opened).run(new RemoveItem.Request(key, "outdated", Optional.empty()));
        }
        settle(store);

        PurgeReport report = purge(store, item("gateway-key"));

        assertThat(report.isComplete()).isTrue();
        assertThat(new Everywhere(directory).holding(Set.of("gw-live", "gateway-key")))
                .isEmpty();
    }

    @Test
    void pattern_isReplacedInNotes() throws Exception {
        Path store = notes();
        live(
                store,
                store,
                keyOf(store, "gateway-key"),
                "text",
                "\"# Key\\n\\nNow it is gw-live-987654321 everywhere.\\n\"");

        PurgeReport report = purge(store, pattern("gw-live-[0-9]+"));

        assertThat(report.isComplete()).isTrue();
        assertThat(new Everywhere(directory).holding(Set.of("gw-live"))).isEmpty();
        assertThat(Files.readString(store.resolve("gateway-key.md"))).contains("Now it is [purged] everywhere.");
    }

    private Path graph() throws IOException {
        Path store = directory.resolve("work/memory.jsonl");
        put(store, """
                {"type":"entity","name":"gateway-credentials","entityType":"secret","observations":["is gw-live-123456789"]}
                {"type":"entity","name":"redis","entityType":"service","observations":["caches"]}
                {"type":"relation","from":"gateway-credentials","to":"redis","relationType":"opens"}
                """);
        return store;
    }

    @Test
    void entity_isNowhere_andItsRelationsNeither() throws Exception {
        Path store = graph();
        ItemKey key = keyOf(store, "gateway-credentials");
        live(store, store.getParent(), key, "observations", "[\"is gw-live-987654321 by now\"]");

        PurgeReport report = purge(store, item("gateway-credentials"));

        assertThat(report.proof().holders()).isEmpty();
        assertThat(report.proof().unsure()).isEmpty();
        assertThat(new Everywhere(directory).holding(Set.of("gw-live", "gateway-credentials")))
                .isEmpty();
        assertThat(Files.readString(store))
                .isEqualTo(
                        "{\"type\":\"entity\",\"name\":\"redis\",\"entityType\":\"service\",\"observations\":[\"caches\"]}\n");
    }

    @Test
    void pattern_isReplacedInGraphs() throws Exception {
        Path store = graph();
        live(
                store,
                store.getParent(),
                keyOf(store, "gateway-credentials"),
                "observations",
                "[\"is gw-live-987654321 by now\"]");

        PurgeReport report = purge(store, pattern("gw-live-[0-9]+"));

        assertThat(report.proof().holders()).isEmpty();
        assertThat(new Everywhere(directory).holding(Set.of("gw-live"))).isEmpty();
        assertThat(Files.readString(store)).contains("is [purged] by now");
    }
}
