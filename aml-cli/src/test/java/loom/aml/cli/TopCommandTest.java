package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopCommandTest {
    @TempDir
    private Path directory;

    private Cli cli;

    @BeforeEach
    void makeStores() throws IOException {
        cli = new Cli(directory);
        cli.run("sample", "shop/.loom/memory", "--items", "60", "--seed", "1");
        cli.run("sample", "blog/.loom/memory", "--items", "40", "--seed", "2");
    }

    private Cli.Result top(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "top";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return cli.run(all);
    }

    @Test
    void overview_showsStoresWithTheirFigures_theirProblems_andTheLastRuns() throws IOException {
        cli.run("shop/.loom/memory", "maintain", "--yes");

        Cli.Result result = top("shop/.loom/memory", "blog/.loom/memory");

        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.out())
                .startsWith("2 stores, ")
                .containsPattern("healthy +[0-9]+ .* just now +.*shop/.loom/memory\n")
                .containsPattern("warning +40 .* - +.*blog/.loom/memory\n")
                .containsPattern("Attention\n(.*\n)*! .*blog/.loom/memory: backup: ")
                .containsPattern("Last runs\n.*(\n.*)*just now +maintain +done .*shop/.loom/memory\n")
                .doesNotContain("\u001b");
    }

    @Test
    void figures_areThoseOfTheReport() throws IOException {
        JsonObject entry =
                top("shop/.loom/memory", "--json").json().objects("stores").getFirst();
        JsonObject report = cli.run("shop/.loom/memory", "monitor", "report", "--no-record", "--json")
                .json();

        for (String figure : new String[] {"total_bytes", "agents", "patterns", "rot"}) {
            assertThat(entry.object("report")
                            .orElseThrow()
                            .object("metrics")
                            .orElseThrow()
                            .value(figure))
                    .as(figure)
                    .isEqualTo(report.object("metrics").orElseThrow().value(figure));
        }
        assertThat(entry.value("problem")).isNull();
    }

    @Test
    void overview_changesNothing() throws IOException {
        var before = StoreContents.of(directory.resolve("shop/.loom/memory"));

        top("shop/.loom/memory");

        assertThat(StoreContents.of(directory.resolve("shop/.loom/memory"))).isEqualTo(before);
        assertThat(directory.resolve("shop/.loom/memory-backup")).doesNotExist();
    }

    @Test
    void damagedStore_isReported_andTheOthersAreShown() throws IOException {
        Path agent = directory.resolve("blog/.loom/memory/debugger");
        Files.createDirectories(agent);
        Files.writeString(agent.resolve("patterns.json"), "[{");

        Cli.Result result = top("shop/.loom/memory", "blog/.loom/memory");

        assertThat(result.code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(result.out()).contains("blog/.loom/memory: integrity: ").contains("shop/.loom/memory");
    }

    @Test
    void controlCharactersOfNames_doNotReachTheTerminal() throws IOException {
        Files.move(directory.resolve("shop"), directory.resolve("a\u001b[2Jb"));

        assertThat(top("a\u001b[2Jb/.loom/memory").out()).contains("a\\x1b[2Jb").doesNotContain("\u001b");
    }

    /** A cloned repository may bring a store with records of runs. */
    @Test
    void controlCharactersOfRecords_doNotReachTheTerminal() throws IOException {
        Path runs = Files.createDirectories(directory.resolve("shop/.loom/memory-backup/aml/runs"));
        Files.writeString(runs.resolve("20261130T193601.600Z-98b3.1.jsonl"), """
                {"event":"started","operation":"gc","at":"2026-11-30T19:36:01Z"}
                {"event":"finished","duration_ms":5,"outcome":"done\\u001b]52;c;cHduZWQ=\\u0007"}
                """);
        Files.writeString(runs.resolve("20261130T193602.600Z-98b4.2.jsonl"), """
                {"event":"started","operation":"\\u001b[2Jgc","at":"2026-11-30T19:36:02Z"}
                {"event":"finished","duration_ms":5,"outcome":"done"}
                """);

        Files.writeString(runs.resolve("20261130T193603.600Z-98b5.3.jsonl"), """
                {"event":"started","operation":"backup verify","at":"2026-11-30T19:36:03Z"}
                {"event":"finished","duration_ms":5,"outcome":"failed\\u001b]0;x\\u0007"}
                """);

        assertThat(top("shop/.loom/memory").out()).contains("Last runs\n").doesNotContain("\u001b", "]52;");
        for (String[] command : new String[][] {{"monitor", "performance"}, {"history"}}) {
            String[] words = new String[command.length + 1];
            words[0] = "shop/.loom/memory";
            System.arraycopy(command, 0, words, 1, command.length);
            assertThat(cli.run(words).out())
                    .as(command[command.length - 1])
                    .contains("gc ", "unknown")
                    .doesNotContain("\u001b", "]52;");
        }
    }

    @Test
    void interval_isChecked() {
        for (String wrong : new String[] {"0", "-1", "3601"}) {
            Cli.Result result = top("--interval", wrong);
            assertThat(result.code()).isEqualTo(ExitCode.USAGE);
            assertThat(result.err()).contains("--interval takes 1 to 3,600 seconds");
        }
    }
}
