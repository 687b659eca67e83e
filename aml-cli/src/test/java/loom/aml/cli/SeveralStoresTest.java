package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command on several stores. */
class SeveralStoresTest {
    @TempDir
    private Path temporary;

    private ProjectFolders folders;
    private Path one;
    private Path two;
    private Cli cli;

    @BeforeEach
    void makeStores() throws IOException {
        folders = new ProjectFolders(temporary);
        Path project = folders.project("src/one");
        one = folders.notes(project, "retries", "style");
        two = folders.notes(folders.project("src/two"), "retries");
        cli = folders.in(project);
    }

    private static List<Long> codes(Cli.Result result) throws IOException {
        return result.json().objects("stores").stream()
                .map(store -> store.number("exit_code"))
                .toList();
    }

    @Test
    void all_runsTheCommandOnEveryStore_eachUnderItsName() {
        Cli.Result result = cli.run("--all", "search", "retries");

        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.out().lines()).contains(one.toString(), two.toString());
        assertThat(result.err()).contains("aml: " + one + ": index: built").doesNotContain("for the others");
    }

    @Test
    void json_isAListOfTheDocumentsOfTheCommand() throws IOException {
        Cli.Result result = cli.run("--all", "search", "retries", "--json");

        List<JsonObject> stores = result.json().objects("stores");
        assertThat(stores)
                .extracting(store -> store.string("store").orElse(""))
                .containsExactly(one.toString(), two.toString());
        JsonObject found = stores.getFirst().object("result").orElseThrow();
        assertThat(found.string("command")).contains("search");
        assertThat(found.objects("hits")).isNotEmpty();
        assertThat(new JsonSchemas().faults("several", result.out())).isEmpty();
        assertThat(new JsonSchemas().faults("search", found.toString())).isEmpty();
    }

    @Test
    void severalPaths_areWorkedOnInTheirOrder_onceEach() throws IOException {
        Cli.Result result = cli.run(two.toString(), one.toString(), two + "/", "agents", "--json");

        assertThat(result.json().objects("stores"))
                .extracting(store -> store.string("store").orElse(""))
                .containsExactly(two.toString(), one.toString());
    }

    @Test
    void failureOnOneStore_leavesTheOthersTheirTurn_andTheWorstCodeWins() throws IOException {
        Path missing = folders.home().resolve("none/memory");
        Files.write(two.resolve("retries.md"), new byte[] {(byte) 0xff, 0});

        Cli.Result result =
                cli.run(two.toString(), missing.toString(), one.toString(), "optimize", "gc", "--dry-run", "--json");

        assertThat(codes(result)).containsExactly(3L, 4L, 0L);
        assertThat(result.code()).isEqualTo(ExitCode.NO_STORE);
        assertThat(result.json().number("exit_code")).isEqualTo(4);
    }

    @Test
    void maintenance_asksForEachStore_asForOne() throws IOException {
        Path same = ProjectFolders.note(two, "copy", "What retries says.");
        Files.writeString(same, Files.readString(two.resolve("retries.md")));
        ProjectFolders.old(same);

        Cli.Result result = cli.run("--all", "optimize", "gc");

        assertThat(result.code()).as(result.out()).isEqualTo(ExitCode.PARTIAL);
        assertThat(result.out()).contains("nobody could be asked");
        assertThat(same).exists();
        assertThat(cli.run("--all", "optimize", "gc", "--yes").code()).isEqualTo(ExitCode.DONE);
        assertThat(same).doesNotExist();
    }

    @Test
    void runOnOneOfThem_isUndoneByThePathThatIsPrinted() throws IOException {
        Cli.Result result = cli.run("--all", "backup", "create", "--json");

        assertThat(codes(result)).containsExactly(0L, 0L);
        assertThat(cli.run(two.toString(), "backup", "list").out()).contains("1");
    }

    @Test
    void commandsOnOneItem_areRejectedBeforeAnythingIsRead() {
        for (String line : new String[] {"rm retries --reason old", "undo", "edit x --set a=b", "backup restore"}) {
            Cli.Result result = cli.run(("--all " + line).split(" "));

            assertThat(result.code()).as(line).isEqualTo(ExitCode.USAGE);
            assertThat(result.err()).contains("takes one store");
        }
    }

    /** Such a line must not maintain the first store because the second word was mistyped. */
    @Test
    void mistypedCommand_isNotTreatedAsAPath() {
        Cli.Result result = cli.run(one.toString(), "serach", "prune");

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("did you mean 'aml search'");
    }

    @Test
    void allWithoutACommand_isExplained() {
        Cli.Result result = cli.run("--all");

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("--all needs a command");
    }

    @Test
    void allWithAPath_isContradictory() {
        assertThat(cli.run("--all", one.toString(), "status").err()).contains("omit it or");
    }

    @Test
    void memoriesThatAmlOnlyReads_areSearched_andNotMaintained() throws IOException {
        Path codex = folders.home().resolve(".codex/memories");
        ProjectFolders.note(codex, "retries", "Of Codex.");
        ProjectFolders.old(Files.writeString(codex.resolve("memory_summary.md"), "v1\n"));

        assertThat(cli.run("--all", "search", "retries").out()).contains(codex.toString());
        assertThat(cli.run("--all", "optimize", "gc", "--dry-run").out()).doesNotContain(codex.toString());
    }

    @Test
    void optionAllOfACommand_keepsItsMeaning() {
        assertThat(cli.run("monitor", "alerts", "list", "--all").code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void noStoreAtAll_isReported() throws IOException {
        Path nowhere = Files.createDirectories(temporary.resolve("nowhere"));

        Cli.Result result = new Cli(nowhere).with("HOME", nowhere.toString()).run("--all", "status");

        assertThat(result.code()).isEqualTo(ExitCode.NO_STORE);
    }
}
