package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output of 'aml maintain' for a person on successive days. */
class MaintainOutputTest {
    @TempDir
    private Path directory;

    private Cli cli;

    @BeforeEach
    void store() {
        cli = new Cli(directory);
        assertThat(cli.run("sample", ".loom/memory", "--items", "600", "--seed", "7")
                        .code())
                .isEqualTo(ExitCode.DONE);
    }

    @Test
    void maintain_printsALineForEachStep_andHowToUndo() throws Exception {
        cli.onTerminal().with("COLUMNS", "80").with("NO_COLOR", "1");
        Cli.Result result = cli.run("maintain", "--yes");
        assertThat(result.out())
                .containsOnlyOnce("✓ backed up 600 items")
                .containsOnlyOnce("✓ removed ")
                .containsOnlyOnce("✓ health: healthy")
                .contains("duplicate", "undo: aml undo 2", "aml maintain -v")
                .doesNotContain("strategy", "limit:", "snapshot verified");
        assertThat(result.out().lines())
                .hasSizeLessThan(24)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void verbose_printsEverything() {
        assertThat(cli.run("maintain", "--yes", "-v").out())
                .contains(
                        "strategy",
                        "reason",
                        "snapshot verified",
                        "gc: ",
                        "prune: ",
                        "index: ",
                        "limit: ",
                        "undo: aml undo 2");
    }

    @Test
    void findings_areShownOnce_andThenCounted() throws Exception {
        assertThat(cli.run("maintain", "--yes").out())
                .contains("no valid timestamp")
                .doesNotContain("known finding");

        JsonObject again = cli.run("maintain", "--yes", "--json").json();
        Cli.Result third = cli.run("maintain", "--yes");

        List<JsonObject> all = again.objects("findings");
        assertThat(all).isNotEmpty();
        assertThat(third.out())
                .contains("· " + all.size() + " known findings (-v)")
                .doesNotContain("no valid timestamp");
        assertThat(cli.run("maintain", "--dry-run").out()).contains("· " + all.size() + " known findings (-v)");
        assertThat(cli.run("maintain", "--yes", "-v").out())
                .contains("no valid timestamp")
                .doesNotContain("known finding");
    }

    @Test
    void findings_thatAreNewAreShownBesideTheKnownOnes() throws Exception {
        cli.run("maintain", "--yes");
        cli.run("add", "decision", "--agent", "debugger", "--question", "Which queue?", "--chosen", "Postgres");
        Path decisions = directory.resolve(".loom/memory/debugger/decisions.json");
        Files.writeString(
                decisions,
                Files.readString(decisions).replaceFirst("\"timestamp\": *\"[^\"]*\"", "\"timestamp\": \"soon\""));
        assertThat(cli.run("maintain", "--yes").out()).contains("no valid timestamp", "and ", "known findings (-v)");
    }

    /** Problems are reported until they are solved. */
    @Test
    void problems_areShownEachTime() throws Exception {
        Files.writeString(
                Files.createDirectories(directory.resolve(".loom/memory/broken"))
                        .resolve("patterns.json"),
                "[");
        for (int day = 1; day <= 2; day++) {
            Cli.Result result = cli.run("maintain", "--yes");
            assertThat(result.code()).isEqualTo(ExitCode.PARTIAL);
            assertThat(result.out()).contains("broken/patterns.json");
        }
    }

    /** A finding of the backup is printed with those of the other steps. */
    @Test
    void agentThatIsGone_isReportedOnce_alsoWithDetails() throws Exception {
        cli.run("maintain", "--yes");
        Path agent = directory.resolve(".loom/memory/debugger");
        Files.move(agent, directory.resolve("debugger"));
        assertThat(cli.run("maintain", "--yes").out()).containsOnlyOnce("debugger: ");

        Files.move(directory.resolve("debugger"), agent);
        cli.run("maintain", "--yes");
        Files.move(agent, directory.resolve("debugger"));
        assertThat(cli.run("maintain", "--yes", "-v").out()).containsOnlyOnce("debugger: ");
    }

    @Test
    void prune_andGc_compareWithTheirOwnLastRun() {
        assertThat(cli.run("optimize", "gc", "--yes").out()).doesNotContain("known finding");
        assertThat(cli.run("optimize", "gc").out()).contains("known finding");
        assertThat(cli.run("prune", "--yes").out()).doesNotContain("known finding");
        assertThat(cli.run("prune").out()).contains("known finding");
    }

    @Test
    void nothingToDo_isReportedInOneLine() {
        cli.run("maintain", "--yes");
        assertThat(cli.run("maintain", "--yes").out())
                .contains("✓ nothing to remove or compress", "✓ health: healthy")
                .doesNotContain("undo: ");
    }
}
