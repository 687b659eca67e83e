package loom.aml.store.markdown;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.SortedMap;
import loom.aml.app.item.AddItem;
import loom.aml.io.LocalDisk;
import loom.aml.item.Field;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.store.CollectionFile;
import loom.aml.store.MemoryStore;
import loom.aml.store.NoStoreException;
import loom.aml.store.ReadOnlyStoreException;
import loom.aml.store.Selection;
import loom.aml.store.StoreKind;
import loom.aml.store.file.StoreTree;
import loom.aml.store.kind.StoreKinds;
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A folder of notes is recognized by the place where its program keeps it, or by its index. */
class NoteStoreProviderTest {
    @TempDir
    private Path directory;

    private static String kind(Path store) throws IOException {
        try (MemoryStore open = StoreKinds.openReadOnly(store)) {
            return open.kind().title();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "home/.claude/projects/-home-ada-shop/memory, Claude Code memory",
        "shop/.claude/memory, Claude Code memory",
        "shop/.claude/agent-memory/reviewer, Claude Code memory",
        "shop/.claude/agent-memory-local/reviewer, Claude Code memory",
        "shop/.serena/memories, Serena memories",
        "home/.serena/memories/global, Serena memories",
        "home/.codex/memories, Codex memories",
        "shop/.loom/memory, loom memory",
    })
    void folder_isRecognizedByItsPlace_alsoIfItHasAnIndex(String path, String kind) throws IOException {
        Path store = Files.createDirectories(directory.resolve(path));
        assertThat(kind(store)).isEqualTo(kind);

        Files.writeString(store.resolve("MEMORY.md"), "- [A](a.md)\n");
        assertThat(kind(store)).isEqualTo(kind);
    }

    @Test
    void folderElsewhere_isRecognizedByItsIndex_alsoBehindALink() throws IOException {
        Path store = Files.createDirectories(directory.resolve("elsewhere"));
        assertThatThrownBy(() -> kind(
                        Files.createDirectories(directory.resolve("other/docs")).getParent()))
                .isInstanceOf(NoStoreException.class);

        Files.writeString(store.resolve("MEMORY.md"), "");
        assertThat(kind(store)).isEqualTo("Claude Code memory");
        Path link = Files.createSymbolicLink(directory.resolve("link"), store);
        assertThat(kind(link)).isEqualTo("Claude Code memory");
    }

    @Test
    void memoriesOfCodex_areReadAndNeverChanged() throws Exception {
        NoteStore store = new NoteStore(directory.resolve(".codex/memories"))
                .put("MEMORY.md", "# Task Group: deploys\n\n- one\n- [Gone](gone.md)\n")
                .put("memory_summary.md", "v1\n")
                .put("a.md", "same\n")
                .put("b.md", "same\n");
        SortedMap<String, String> before = store.texts();

        try (MemoryStore open = store.open()) {
            assertThat(open.isReadOnly()).isTrue();
            assertThat(open.list().collections()).hasSize(4);
            assertThat(new GarbageCollector(GcPolicy.DEFAULT, Instant.now())
                            .plan(open, Selection.ALL)
                            .changes()
                            .isEmpty())
                    .isTrue();
            byte[] fields = "{\"title\":\"New\",\"text\":\"Text\"}".getBytes(UTF_8);
            assertThatThrownBy(() -> new AddItem(open, new Random(1))
                            .run(new AddItem.Request(ItemKind.NOTE, "memory", fields, false)))
                    .isInstanceOf(ReadOnlyStoreException.class)
                    .hasMessageContaining("Codex memories");
        }
        assertThat(store.texts()).isEqualTo(before);
    }

    @Test
    void instructionsOfAProject_areReadFromAllTheirPlaces_andNothingElseIs() throws Exception {
        NoteStore project = new NoteStore(directory.resolve("shop"))
                .put("CLAUDE.md", "# Build\n\nRun make it.\n")
                .put("AGENTS.md", "Use pnpm.\n")
                .put(".claude/rules/api/errors.md", "Errors are problem+json.\n")
                .put(".cursor/rules/tests.mdc", "---\ndescription: how to test\nglobs: [\"*.ts\"]\n---\nUse vitest.\n")
                .put("README.md", "Not for agents.\n")
                .put("docs/AGENTS.md", "Nor is this.\n")
                .put(".claude/settings.md", "Nor this.\n");

        try (MemoryStore open = StoreKinds.openReadOnly(project.root().resolve("CLAUDE.md"))) {
            assertThat(open.kind()).isEqualTo(StoreKind.INSTRUCTIONS);
            assertThat(open.list().collections().keySet())
                    .extracting(CollectionFile::path)
                    .containsExactly(
                            ".claude/rules/api/errors.md", ".cursor/rules/tests.mdc", "AGENTS.md", "CLAUDE.md");
            ItemKey rule = new ItemKey("memory", ItemKind.NOTE, ".cursor/rules/tests.mdc");
            assertThat(open.get(rule).orElseThrow().fields().text(Field.DESCRIPTION))
                    .isEqualTo("how to test");
            assertThat(StoreTree.of(
                                    new LocalDisk(),
                                    open.place().root(),
                                    open.place().scope())
                            .files()
                            .keySet())
                    .hasSize(4);
            assertThat(open.place().backups().startsWith(project.root())).isTrue();
        }
    }
}
