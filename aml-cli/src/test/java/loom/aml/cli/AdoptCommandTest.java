package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdoptCommandTest {
    @TempDir
    private Path temporary;

    private ProjectFolders folders;
    private Path project;
    private Cli cli;

    @BeforeEach
    void makeProject() throws IOException {
        folders = new ProjectFolders(temporary);
        project = folders.project("work/app");
        cli = folders.in(project);
    }

    /** The memory of the project before it was moved. */
    private Path stranded(String... names) throws IOException {
        return folders.notes(folders.home().resolve("old/app"), names);
    }

    private JsonObject adopt(ExitCode code, String... words) throws IOException {
        String[] line = new String[words.length + 2];
        line[0] = "adopt";
        line[1] = "--json";
        System.arraycopy(words, 0, line, 2, words.length);
        Cli.Result result = cli.run(line);
        assertThat(result.code()).as(result.err() + result.out()).isEqualTo(code);
        assertThat(new JsonSchemas().faults("adopt", result.out())).isEmpty();
        return result.json();
    }

    private static void append(Path file, String text) throws IOException {
        ProjectFolders.old(Files.writeString(file, text, StandardOpenOption.APPEND));
    }

    @Test
    void missingNotes_areAddedToTheByte_withTheirLines() throws IOException {
        Path present = folders.notes(project, "kept");
        Path old = stranded("second", "first");
        Files.writeString(old.resolve("first.md"), "no frontmatter\r\n\ttabs\r\n");
        ProjectFolders.old(old.resolve("first.md"));
        Map<String, String> before = ProjectFolders.content(old);

        JsonObject result = adopt(ExitCode.DONE);

        assertThat(result.strings("from")).containsExactly(old.toString());
        assertThat(present.resolve("first.md")).hasSameBinaryContentAs(old.resolve("first.md"));
        assertThat(present.resolve("second.md")).hasSameBinaryContentAs(old.resolve("second.md"));
        assertThat(Files.readString(present.resolve("MEMORY.md")))
                .isEqualTo("- [kept](kept.md) \u2014 hook of kept\n" + Files.readString(old.resolve("MEMORY.md")));
        assertThat(ProjectFolders.content(old)).as("the stranded store").isEqualTo(before);
    }

    @Test
    void sameNotes_areSkipped_andASecondRunAddsNothing() throws IOException {
        Path present = folders.notes(project, "same");
        stranded("same", "new");

        assertThat(adopt(ExitCode.DONE).number("same")).isEqualTo(1);
        Map<String, String> once = ProjectFolders.content(present);
        JsonObject again = adopt(ExitCode.DONE);

        assertThat(again.objects("adopted")).isEmpty();
        assertThat(again.string("run")).isEmpty();
        assertThat(ProjectFolders.content(present)).isEqualTo(once);
    }

    @Test
    void differentNotesOfOneId_areBothKept_andNamed() throws IOException {
        Path present = folders.notes(project, "rule");
        Path old = stranded("rule");
        append(old.resolve("rule.md"), "More.\n");
        String mine = Files.readString(present.resolve("rule.md"));

        Cli.Result result = cli.run("adopt");

        assertThat(result.out()).contains("memory/note/rule differs; both are kept", "memory/note/rule-adopted");
        assertThat(present.resolve("rule.md")).hasContent(mine);
        assertThat(present.resolve("rule-adopted.md")).hasSameBinaryContentAs(old.resolve("rule.md"));
        assertThat(Files.readString(present.resolve("MEMORY.md")))
                .contains("- [rule](rule.md)", "- [rule](rule-adopted.md) \u2014 hook of rule\n");
        append(old.resolve("rule.md"), "Still more.\n");
        adopt(ExitCode.DONE, old.toString());
        assertThat(present.resolve("rule-adopted-2.md")).hasSameBinaryContentAs(old.resolve("rule.md"));
    }

    @Test
    void notesWithoutALine_getOne() throws IOException {
        Path present = folders.notes(project, "kept");
        ProjectFolders.note(stranded("listed"), "unlisted", "Never loaded until now.");

        adopt(ExitCode.DONE);

        assertThat(Files.readString(present.resolve("MEMORY.md")))
                .contains("(unlisted.md)")
                .doesNotContain("[]");
    }

    @Test
    void sectionsOfTheIndex_areMemories_too() throws IOException {
        Path present = folders.notes(project, "kept");
        append(present.resolve("MEMORY.md"), "\n## Deploys\nOn Monday.\n");
        append(stranded("new").resolve("MEMORY.md"), "\n## Deploys\nOn Tuesday.\n\n## Keys\nRotate.\n");

        adopt(ExitCode.DONE);

        assertThat(Files.readString(present.resolve("MEMORY.md")))
                .contains("## Deploys\nOn Monday.\n", "## Deploys (adopted)\nOn Tuesday.\n", "## Keys\nRotate.\n");
        assertThat(adopt(ExitCode.DONE).objects("adopted")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"modern", "mixed", "team", "rotten", "full"})
    void undo_restoresTheStoreToTheByte(String fixture) throws IOException {
        Path present = folders.notes(project, "kept", "feedback_short-commits");
        folders.memory(folders.home().resolve("old/app"), fixture);
        Map<String, String> before = ProjectFolders.content(present);

        adopt(fixture.equals("rotten") ? ExitCode.PARTIAL : ExitCode.DONE);
        assertThat(ProjectFolders.content(present).size()).isGreaterThan(before.size() + 8);
        assertThat(cli.run("history").out())
                .containsPattern("adopt .* \\d+ added")
                .doesNotContain("restored");
        Cli.Result undone = cli.run("undo", "--yes");

        assertThat(undone.code()).as(undone.out()).isEqualTo(ExitCode.DONE);
        assertThat(ProjectFolders.content(present)).isEqualTo(before);
    }

    /** Nobody can be asked, so the undo is refused. It must stay possible. */
    @Test
    void undoThatWasRefused_canBeConfirmedLater() throws IOException {
        Path present = folders.notes(project, "kept");
        stranded("one", "two");
        Map<String, String> before = ProjectFolders.content(present);
        adopt(ExitCode.DONE);

        assertThat(cli.run("undo").code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(cli.run("undo", "--yes").code()).isEqualTo(ExitCode.DONE);

        assertThat(ProjectFolders.content(present)).isEqualTo(before);
    }

    @Test
    void dryRun_changesNothing() throws IOException {
        Path present = folders.notes(project, "kept");
        stranded("new");
        Map<String, String> before = ProjectFolders.content(folders.home());

        JsonObject result = adopt(ExitCode.DONE, "--dry-run");

        assertThat(result.objects("adopted")).hasSize(1);
        assertThat(ProjectFolders.content(folders.home())).isEqualTo(before);
        assertThat(present.resolveSibling("memory-backup")).doesNotExist();
    }

    @Test
    void projectWithoutAStore_getsOneLikeTheOld() throws IOException {
        Path old = folders.memory(folders.home().resolve("old/app"), "modern");

        assertThat(adopt(ExitCode.DONE, "--dry-run").string("store"))
                .contains(folders.memoryOf(project).toString());
        assertThat(folders.memoryOf(project)).doesNotExist();
        adopt(ExitCode.DONE);

        assertThat(ProjectFolders.content(folders.memoryOf(project))).isEqualTo(ProjectFolders.content(old));
    }

    @Test
    void damagedNotes_stayWhereTheyAre_andAreReported() throws IOException {
        folders.notes(project, "kept");
        Path old = stranded("good", "bad");
        Files.write(old.resolve("bad.md"), new byte[] {(byte) 0xff});

        JsonObject result = adopt(ExitCode.PARTIAL);

        assertThat(result.objects("adopted")).hasSize(1);
        assertThat(result.objects("findings").toString()).contains("bad.md", "invalid UTF-8");
        assertThat(folders.memoryOf(project).resolve("bad.md")).doesNotExist();
    }

    @Test
    void presentNoteThatIsDamaged_isNotReplaced() throws IOException {
        Path present = folders.notes(project, "rule");
        Files.write(present.resolve("rule.md"), new byte[] {(byte) 0xff});
        ProjectFolders.old(present.resolve("rule.md"));
        Path old = stranded("rule");

        adopt(ExitCode.DONE);

        assertThat(present.resolve("rule.md")).hasBinaryContent(new byte[] {(byte) 0xff});
        assertThat(present.resolve("rule-adopted.md")).hasSameBinaryContentAs(old.resolve("rule.md"));
    }

    @Test
    void worktreesOfTheRepository_areAdopted_presentOrRemoved() throws IOException {
        Path present = folders.notes(project, "kept");
        Path tree = folders.worktree(project, "trees/feature");
        folders.notes(tree, "from-tree");
        folders.notes(project.resolve(".claude/worktrees/gone"), "from-removed");

        assertThat(adopt(ExitCode.DONE).strings("from")).hasSize(2);

        assertThat(present.resolve("from-tree.md")).exists();
        assertThat(present.resolve("from-removed.md")).exists();
    }

    @Test
    void worktreesThatDiffer_areAllKept() throws IOException {
        Path present = folders.notes(project, "kept");
        for (String name : new String[] {"one", "two", "three"}) {
            Path memory = folders.notes(folders.worktree(project, "trees/" + name), "rule");
            append(memory.resolve("rule.md"), "In " + name.replace("three", "two") + ".\n");
        }

        assertThat(adopt(ExitCode.DONE).number("same"))
                .as("the third is the same as the second")
                .isEqualTo(1);

        assertThat(present.resolve("rule.md")).exists();
        assertThat(present.resolve("rule-adopted.md")).exists();
        assertThat(present.resolve("rule-adopted-2.md")).doesNotExist();
        assertThat(Files.readString(present.resolve("MEMORY.md")))
                .containsOnlyOnce("(rule.md)")
                .containsOnlyOnce("(rule-adopted.md)");
    }

    @Test
    void lineWithAFragment_isNotGivenToARenamedNote() throws IOException {
        Path present = folders.notes(project, "rule");
        Path old = stranded("rule");
        append(old.resolve("rule.md"), "More.\n");
        ProjectFolders.old(Files.writeString(old.resolve("MEMORY.md"), "- [Rule](rule.md#why) \u2014 hook\n"));

        adopt(ExitCode.DONE);

        assertThat(Files.readString(present.resolve("MEMORY.md")))
                .contains("(rule-adopted.md)")
                .doesNotContain("#why");
    }

    @Test
    void serenaMemoriesOfAWorktree_areAdoptedBySerenas() throws IOException {
        ProjectFolders.note(project.resolve(".serena/memories"), "style", "Short.");
        Path tree = folders.worktree(project, "trees/feature");
        ProjectFolders.note(tree.resolve(".serena/memories"), "deep/storage", "On disk.");
        folders.notes(tree, "of-claude");

        adopt(ExitCode.DONE);

        assertThat(project.resolve(".serena/memories/deep/storage.md"))
                .hasSameBinaryContentAs(tree.resolve(".serena/memories/deep/storage.md"));
        assertThat(project.resolve(".serena/memories/of-claude.md")).doesNotExist();
    }

    @Test
    void projectOfAnotherName_orThatStillExists_isAdoptedOnlyIfNamed() throws IOException {
        folders.notes(project, "kept");
        folders.notes(folders.home().resolve("old/other"), "other");
        folders.notes(folders.project("second/app"), "second");

        assertThat(adopt(ExitCode.DONE).strings("from")).isEmpty();
    }

    @Test
    void severalCandidates_areNamed_andNoneIsAdopted() throws IOException {
        Path present = folders.notes(project, "kept");
        Path one = stranded("one");
        Path two = folders.notes(folders.home().resolve("older/app"), "two");

        Cli.Result result = cli.run("adopt");

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("'aml adopt " + one + "'", "'aml adopt " + two + "'");
        assertThat(ProjectFolders.content(present)).hasSize(2);
    }

    @Test
    void formerDirectory_namesItsMemory() throws IOException {
        Path present = folders.notes(project, "kept");
        folders.notes(folders.home().resolve("renamed/from"), "one");

        adopt(ExitCode.DONE, "~/renamed/from");

        assertThat(present.resolve("one.md")).exists();
    }

    @Test
    void storeThatIsNone_orIsThePresentOne_isRejected() throws IOException {
        Path present = folders.notes(project, "kept");

        assertThat(cli.run("adopt", folders.home() + "/nothing").code()).isEqualTo(ExitCode.NO_STORE);
        assertThat(cli.run("adopt", present.toString()).code()).isEqualTo(ExitCode.USAGE);
    }
}
