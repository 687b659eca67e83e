package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which store a command works on if none is named. */
class DefaultStoreTest {
    @TempDir
    private Path temporary;

    private ProjectFolders folders;
    private Path project;

    @BeforeEach
    void makeProject() throws IOException {
        folders = new ProjectFolders(temporary);
        project = folders.project("src/my_app");
    }

    private String storeOf(Path directory) throws IOException {
        Cli.Result result = folders.in(directory).run("agents", "--json");
        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
        return result.json().string("store").orElse("");
    }

    @Test
    void loomMemory_takesPrecedence_andNothingElseIsMentioned() throws IOException {
        folders.notes(project, "one");
        assertThat(folders.in(project).run("init").code()).isEqualTo(ExitCode.DONE);

        Cli.Result result = folders.in(project).run("agents");

        assertThat(storeOf(project)).isEqualTo(project.resolve(".loom/memory").toString());
        assertThat(result.err()).isEmpty();
    }

    @Test
    void memoryOfClaudeCode_isFoundFromAnywhereInTheProject() throws IOException {
        Path memory = folders.notes(project, "one");
        Path deep = Files.createDirectories(project.resolve("src/main/deep"));

        assertThat(storeOf(project)).isEqualTo(memory.toString());
        assertThat(storeOf(deep)).isEqualTo(memory.toString());
    }

    @Test
    void variable_movesTheFolderOfClaudeCode() throws IOException {
        Path memory = folders.notes(project, "one");
        Path moved = Files.createDirectories(temporary.toRealPath().resolve("config"));
        ProjectFolders.copy(folders.home().resolve(".claude"), moved);

        Cli.Result result =
                folders.in(project).with("CLAUDE_CONFIG_DIR", moved.toString()).run("agents", "--json");

        assertThat(result.json().string("store").orElse(""))
                .startsWith(moved.toString())
                .endsWith(memory.getParent().getFileName() + "/memory");
    }

    @Test
    void worktree_usesTheMemoryOfItsRepository() throws IOException {
        Path memory = folders.notes(project, "one");
        Path tree = folders.worktree(project, "trees/feature");

        assertThat(storeOf(tree)).isEqualTo(memory.toString());
    }

    @Test
    void serena_isUsedIfThereIsNothingElse() throws IOException {
        Path memories = project.resolve(".serena/memories");
        ProjectFolders.note(memories, "style", "Short.");
        Path deep = Files.createDirectories(project.resolve("src"));

        assertThat(storeOf(deep)).isEqualTo(memories.toString());
    }

    @Test
    void severalStores_areNamedWithTheirAddress() throws IOException {
        Path memory = folders.notes(project, "one");
        Path serena = project.resolve(".serena/memories");
        ProjectFolders.note(serena, "style", "Short.");

        Cli.Result result = folders.in(project).run("agents");

        assertThat(storeOf(project)).isEqualTo(memory.toString());
        assertThat(result.err()).contains("uses the Claude Code memory of this project", "'aml " + serena + " ...'");
        assertThat(folders.in(project).run("agents", "--quiet").err()).isEmpty();
        assertThat(folders.in(project).run("agents", "--json").err()).isEmpty();
    }

    @Test
    void memoryInTheProject_isFound_andSoIsALinkIntoTheHome() throws IOException {
        Path kept = Files.createDirectories(folders.home().resolve("notes/app"));
        ProjectFolders.note(kept, "one", "Text.");
        Files.createDirectories(project.resolve(".claude"));
        Files.createSymbolicLink(project.resolve(".claude/memory"), kept);
        ProjectFolders.old(Files.writeString(kept.resolve("MEMORY.md"), "- [one](one.md)\n"));

        assertThat(storeOf(project)).isEqualTo(kept.toString());
    }

    /** A stranger may have written the project. */
    @Test
    void linkOutOfTheHomeAndTheProject_isNotFollowed() throws IOException {
        Path outside = Files.createDirectories(temporary.toRealPath().resolve("outside/.claude/memory"));
        ProjectFolders.note(outside, "one", "Text.");
        Files.createDirectories(project.resolve(".claude"));
        Files.createSymbolicLink(project.resolve(".claude/memory"), outside);
        Files.createSymbolicLink(project.resolve(".serena"), outside.getParent());
        Files.createDirectories(outside.resolveSibling("memories"));

        assertThat(folders.in(project).run("agents").code()).isEqualTo(ExitCode.NO_STORE);
    }

    @Test
    void setting_ofAPlainFolderInTheHome_isFollowed() throws IOException {
        Path kept = Files.createDirectories(folders.home().resolve("notes"));
        ProjectFolders.old(Files.writeString(kept.resolve("MEMORY.md"), "# Memory\n"));
        Path settings =
                Files.createDirectories(folders.home().resolve(".claude")).resolve("settings.json");

        Files.writeString(settings, "{\"autoMemoryDirectory\": \"~/notes\"}");

        assertThat(storeOf(project)).isEqualTo(kept.toString());
    }

    @Test
    void settingOfAProject_isFollowedWithinItOnly() throws IOException {
        ProjectFolders.old(Files.writeString(
                Files.createDirectories(folders.home().resolve("notes")).resolve("MEMORY.md"), "# Memory\n"));
        Path kept = Files.createDirectories(project.resolve("docs/memories"));
        ProjectFolders.old(Files.writeString(kept.resolve("MEMORY.md"), "# Memory\n"));
        Path settings = Files.createDirectories(project.resolve(".claude")).resolve("settings.json");

        Files.writeString(settings, "{\"autoMemoryDirectory\": \"~/notes\"}");
        assertThat(folders.in(project).run("agents").code()).isEqualTo(ExitCode.NO_STORE);

        Files.writeString(settings, "{\"autoMemoryDirectory\": \"" + kept + "\"}");
        assertThat(storeOf(project)).isEqualTo(kept.toString());
    }

    @Test
    void setting_thatLeadsOutside_isIgnored() throws IOException {
        Path outside = Files.createDirectories(temporary.toRealPath().resolve("outside"));
        Files.writeString(outside.resolve("MEMORY.md"), "# Memory\n");
        Files.createSymbolicLink(folders.home().resolve("link"), outside);
        Path settings = Files.createDirectories(project.resolve(".claude")).resolve("settings.json");

        for (String value : new String[] {
            outside.toString(), "~", folders.home().toString(), "~/../outside", "~/link", "relative", "/", "\\u0000"
        }) {
            Files.writeString(settings, "{\"autoMemoryDirectory\": \"" + value + "\"}");
            assertThat(folders.in(project).run("agents").code()).as(value).isEqualTo(ExitCode.NO_STORE);
        }
        for (String text : new String[] {"", "{", "[\"autoMemoryDirectory\"]", "{\"autoMemoryDirectory\": 1}"}) {
            Files.writeString(settings, text);
            assertThat(folders.in(project).run("agents").code()).as(text).isEqualTo(ExitCode.NO_STORE);
        }
    }

    @Test
    void memoryOfTheHome_isNotThatOfTheProjectsInIt() throws IOException {
        folders.notes(folders.home(), "one");
        Path plain = Files.createDirectories(folders.home().resolve("plain/project"));

        assertThat(folders.in(plain).run("agents").code()).isEqualTo(ExitCode.NO_STORE);
    }

    @Test
    void nothing_isReportedWithTheWaysToGoOn() {
        Cli.Result result = folders.in(project).run("agents");

        assertThat(result.code()).isEqualTo(ExitCode.NO_STORE);
        assertThat(result.err()).contains("no .loom/memory here or above", "Claude Code or Serena", "aml stores");
    }
}
