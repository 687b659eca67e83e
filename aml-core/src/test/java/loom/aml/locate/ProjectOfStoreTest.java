package loom.aml.locate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import loom.aml.io.LocalDisk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The repository of a store is the one that its place shows, or unknown. */
class ProjectOfStoreTest {
    @TempDir
    private Path directory;

    private Path root;

    @BeforeEach
    void resolveLinks() throws IOException {
        root = directory.toRealPath();
    }

    private Optional<Path> of(String store) throws IOException {
        return new ProjectOfStore(new LocalDisk()).of(Files.createDirectories(root.resolve(store)));
    }

    private String slugOf(String path) {
        return root.resolve(path).toString().replaceAll("[^a-zA-Z0-9]", "-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop/.loom/memory",
                "shop/.serena/memories",
                "shop/.claude/memory",
                "shop/.claude/agent-memory/reviewer",
                "shop/.claude/agent-memory-local/reviewer"
            })
    void storeInARepository_isAboutIt(String store) throws IOException {
        assertThat(of(store)).contains(root.resolve("shop"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "home/.claude/memory",
                "home/.claude/agent-memory/reviewer",
                "home/.serena/memories/global",
                "home/.codex/memories",
                "elsewhere/notes"
            })
    void storeOfAPerson_isAboutNone(String store) throws IOException {
        Files.createDirectories(root.resolve("home/.claude/projects"));
        assertThat(of(store)).isEmpty();
    }

    @Test
    void folderOfClaudeCode_isNamedAfterItsProject() throws IOException {
        Files.createDirectories(root.resolve("src/my_shop.app"));
        assertThat(of("home/.claude/projects/" + slugOf("src/my_shop.app") + "/memory"))
                .contains(root.resolve("src/my_shop.app"));
    }

    @Test
    void nameOfSeveralProjects_isNotGuessed() throws IOException {
        Files.createDirectories(root.resolve("src/my-shop"));
        Files.createDirectories(root.resolve("src/my/shop"));
        assertThat(of("home/.claude/projects/" + slugOf("src/my-shop") + "/memory"))
                .isEmpty();
    }

    @Test
    void nameThatLeadsThroughALink_isNotFollowed() throws IOException {
        Files.createDirectories(root.resolve("real/shop"));
        Files.createSymbolicLink(root.resolve("src"), root.resolve("real"));
        assertThat(of("home/.claude/projects/" + slugOf("src/shop") + "/memory"))
                .isEmpty();
    }

    @Test
    void instructionsOfAProject_areAboutIt() throws IOException {
        Files.createDirectories(root.resolve("shop"));
        Files.writeString(root.resolve("shop/AGENTS.md"), "x");
        assertThat(of("shop")).contains(root.resolve("shop"));
    }

    @Test
    void otherStore_isAboutTheVersionedFolderAroundIt() throws IOException {
        Files.createDirectories(root.resolve("shop/.git"));
        assertThat(of("shop/notes/memory")).contains(root.resolve("shop"));
    }
}
