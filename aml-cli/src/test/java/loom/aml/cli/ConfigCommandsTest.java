package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandsTest {
    @TempDir
    private Path directory;

    private Cli cli;
    private Path file;

    @BeforeEach
    void store() {
        cli = new Cli(directory);
        file = directory.resolve(".loom/aml.toml");
        assertThat(cli.run("sample", directory + "/.loom/memory", "--items", "200", "--rot", "0.5")
                        .code())
                .isEqualTo(ExitCode.DONE);
    }

    private long leaving(String... arguments) throws JsonSyntaxException {
        return cli.run(arguments).json().number("items_removed");
    }

    @Test
    void path_isBesideTheStore() throws IOException {
        assertThat(cli.run("config", "path").out()).isEqualTo(file + "\n");
        assertThat(cli.run("config", "path", "--config", "x.toml").out()).isEqualTo(directory.resolve("x.toml") + "\n");
        assertThat(new Cli(directory)
                        .with("LOOM_AML_CONFIG", "y.toml")
                        .run("config", "path", "--json")
                        .json())
                .satisfies(json -> assertThat(json.string("file"))
                        .contains(directory.resolve("y.toml").toString()))
                .satisfies(json -> assertThat(json.isTrue("exists")).isFalse());
        Files.createDirectory(directory.resolve("elsewhere"));
        assertThat(new Cli(Path.of("/")).run("config", "path").out()).isEqualTo("/.loom/aml.toml\n");
    }

    @Test
    void init_writesAFileThatChangesNothing_andNeverOverAnother() throws IOException {
        long before = leaving("prune", "--dry-run", "--json");
        assertThat(cli.run("config", "init").code()).isEqualTo(ExitCode.DONE);
        assertThat(file).exists();
        assertThat(leaving("prune", "--dry-run", "--json")).isEqualTo(before);
        assertThat(cli.run("config", "show", "--changed").out()).contains("all settings have their defaults");
        Cli.Result again = cli.run("config", "init");
        assertThat(again.code()).isEqualTo(ExitCode.FAILED);
        assertThat(again.err()).contains("already exists");
        assertThat(cli.run("config", "init", "--print").out()).isEqualTo(Files.readString(file));
    }

    @Test
    void show_printsEachValueAndItsOrigin() throws IOException {
        Files.writeString(file, "[agents.debugger]\nprune.agent_limit = \"1MB\"\n[prune]\nmin_success = 0.4\n");
        Cli.Result shown = cli.with("LOOM_AML_LOCK_WAIT", "3").run("config", "show");
        assertThat(shown.out())
                .containsPattern("lock.wait +\"3s\" +environment LOOM_AML_LOCK_WAIT")
                .containsPattern("prune.min_success +0.4 +file .*aml.toml:4:1")
                .containsPattern("agents.debugger.prune.agent_limit +\"1MB\" +file .*aml.toml:2:1")
                .containsPattern("prune.agent_limit +\"80MiB\" +default");
        assertThat(cli.run("config", "show", "--json", "--changed").json().objects("settings"))
                .extracting(setting -> setting.string("origin").orElse(""))
                .containsExactlyInAnyOrder("environment", "file", "file");
    }

    @Test
    void settings_applyToCommands_andOptionsTakePrecedence() throws IOException {
        long before = leaving("prune", "--dry-run", "--json");
        Files.writeString(file, "[prune]\nstrategies = [\"space_based\"]\n");
        assertThat(leaving("prune", "--dry-run", "--json")).isZero();
        assertThat(leaving("prune", "--dry-run", "--json", "--strategies", "time_based,performance_based,space_based"))
                .isEqualTo(before);
        assertThat(cli.run("maintain", "--dry-run", "--json").json().object("prune"))
                .hasValueSatisfying(
                        prune -> assertThat(prune.number("items_removed")).isZero());
        Files.writeString(file, "[prune]\npattern_unused = \"1s\"\n");
        assertThat(leaving("prune", "--dry-run", "--json")).isGreaterThan(before);
    }

    @Test
    void mistakes_areWrongUsage_andNothingIsRead() throws IOException {
        Files.writeString(file, "[prune]\nmin_sucess = 0.4\n");
        Cli.Result result = cli.run("prune", "--dry-run");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err())
                .contains(file + ":2:1: unknown setting 'prune.min_sucess'; did you mean 'prune.min_success'?");
        assertThat(cli.run("history", "--config", "none.toml").code()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void log_isOneJsonObjectPerLine() throws IOException {
        Cli.Result result = cli.run("prune", "--dry-run", "--verbose", "--log-format", "json");
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.err().lines())
                .hasSizeGreaterThan(2)
                .allSatisfy(line -> assertThat(JsonObject.parse(line))
                        .satisfies(json -> assertThat(json.string("level")).contains("debug"))
                        .satisfies(json -> assertThat(json.instant("time")).isPresent()));
        Cli.Result failed = cli.run("history", "--config", "none.toml", "--log-format", "json");
        assertThat(JsonObject.parse(failed.err()).string("level")).contains("error");
        Cli.Result warned = cli.run("pin", "nobody", "--log-format", "json");
        assertThat(JsonObject.parse(warned.err()).string("level")).contains("warning");
        assertThat(cli.run("history", "--log-format", "xml").code()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("history", "--verbose").err()).contains("aml: history begins", "aml: history ends with 0");
    }

    @Test
    void init_inAMissingFolder_namesTheFolder(@TempDir Path bare) {
        Cli.Result result = new Cli(bare).run("config", "init");
        assertThat(result.code()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err())
                .contains(bare.resolve(".loom") + " does not exist")
                .doesNotContain(".part");
    }
}
