package loom.aml.locate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loom.aml.io.LocalDisk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitProjectTest {
    private final LocalDisk disk = new LocalDisk();

    @TempDir
    private Path temporary;

    private Path main;

    @BeforeEach
    void makeRepository() throws IOException {
        main = Files.createDirectories(temporary.toRealPath().resolve("main"));
        Files.createDirectories(main.resolve(".git/worktrees"));
    }

    /** Writes the same files as {@code git worktree add}. */
    private Path worktree(String name) throws IOException {
        Path tree = Files.createDirectories(main.resolveSibling(name));
        Path record = Files.createDirectories(main.resolve(".git/worktrees").resolve(name));
        Files.writeString(tree.resolve(".git"), "gitdir: " + record + "\n");
        Files.writeString(record.resolve("gitdir"), tree.resolve(".git") + "\n");
        Files.writeString(record.resolve("commondir"), "../..\n");
        return tree;
    }

    @Test
    void worktree_belongsToItsRepository() throws IOException {
        Path tree = worktree("feature");
        Path inside = Files.createDirectories(tree.resolve("src/deep"));

        GitProject project = GitProject.of(disk, inside).orElseThrow();

        assertThat(project.root()).isEqualTo(tree);
        assertThat(project.canonical()).isEqualTo(main);
        assertThat(project.others(disk)).containsExactly(main);
    }

    @Test
    void removedWorktree_isStillRecorded() throws IOException {
        Path tree = worktree("gone");
        Files.delete(tree.resolve(".git"));
        Files.delete(tree);

        assertThat(GitProject.of(disk, main).orElseThrow().others(disk)).containsExactly(tree);
    }

    /** A stranger's project must not become part of a repository of the user by saying so. */
    @Test
    void pointerThatTheRepositoryDoesNotReturn_isIgnored() throws IOException {
        worktree("feature");
        Path stranger = Files.createDirectories(main.resolveSibling("stranger"));
        Files.writeString(stranger.resolve(".git"), "gitdir: " + main.resolve(".git/worktrees/feature") + "\n");

        GitProject project = GitProject.of(disk, stranger).orElseThrow();

        assertThat(project.canonical()).isEqualTo(stranger);
        assertThat(project.others(disk)).isEmpty();
    }

    @Test
    void submodule_isAProjectOfItsOwn() throws IOException {
        Path module = Files.createDirectories(main.resolve("lib"));
        Files.createDirectories(main.resolve(".git/modules/lib"));
        Files.writeString(module.resolve(".git"), "gitdir: ../.git/modules/lib\n");

        assertThat(GitProject.of(disk, module).orElseThrow().canonical()).isEqualTo(module);
    }

    @Test
    void oddPointers_areIgnored() throws IOException {
        Path odd = Files.createDirectories(main.resolveSibling("odd"));
        for (String content : new String[] {"", "gitdir:", "gitdir: \0", "gitdir: /", "x".repeat(100_000)}) {
            Files.writeString(odd.resolve(".git"), content);

            assertThat(GitProject.of(disk, odd).orElseThrow().canonical()).isEqualTo(odd);
        }
    }
}
