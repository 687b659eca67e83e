package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The output of the migration commands. */
class MigrateTest {
    @TempDir
    private Path directory;

    private Cli cli;
    private Path patterns;

    @BeforeEach
    void store() {
        cli = new Cli(directory);
        Path store = directory.resolve(".loom/memory");
        assertThat(cli.run("sample", store.toString(), "--items", "60", "--agents", "2", "--seed", "3")
                        .code())
                .isEqualTo(ExitCode.DONE);
        patterns = store.resolve("backend-architect/patterns.json");
    }

    @Test
    void detect_printsTheVersionsOfStoreAndAgents() throws IOException {
        Cli.Result detected = cli.run("migrate", "detect");

        assertThat(detected.code()).isEqualTo(ExitCode.DONE);
        assertThat(detected.out()).contains("store    1.0.0", "backend-architect", "no version");
        JsonObject json = cli.run("migrate", "detect", "--json").json();
        assertThat(json.string("version")).contains("1.0.0");
        assertThat(json.objects("agents")).hasSize(2);
    }

    @Test
    void plan_showsStepsAndSamples_andWarnsBefore2_0_0() throws IOException {
        Cli.Result plan = cli.run("migrate", "plan", "--version", "2.0.0");

        assertThat(plan.out())
                .contains("1.0.0 > 1.1.0", "1.2.0 > 2.0.0", "before", "after", "\"performance\"")
                .contains("the TypeScript runtime cannot read schema 2.0.0")
                .contains("60 items in 6 files would be migrated to 2.0.0");
        assertThat(cli.run("migrate", "plan").out()).doesNotContain("runtime cannot read");
        assertThat(cli.run("migrate", "plan", "--json").json().objects("samples"))
                .hasSize(3);
    }

    @Test
    void migrate_upAndUndoAndDown_restoresTheStore() throws IOException {
        byte[] before = Files.readAllBytes(patterns);

        Cli.Result up = cli.run("migrate", "migrate", "--version", "2.0.0");

        assertThat(up.code()).isEqualTo(ExitCode.DONE);
        assertThat(up.out()).contains("60 items changed", "undo ", "cannot read schema 2.0.0");
        assertThat(cli.run("migrate", "detect").out()).contains("store    2.0.0", "declared 2.0.0");
        assertThat(cli.run("undo").out()).contains("60 items changed").doesNotContain("aml undo");
        assertThat(Files.readAllBytes(patterns)).isEqualTo(before);

        assertThat(cli.run("migrate", "migrate").code()).isEqualTo(ExitCode.DONE);
        assertThat(cli.run("migrate", "migrate").out()).contains("nothing to migrate");
        assertThat(cli.run("migrate", "migrate", "--version", "1.0.0", "--no-backup")
                        .code())
                .isEqualTo(ExitCode.DONE);
        assertThat(Files.readAllBytes(patterns)).isEqualTo(before);
        List<JsonObject> history =
                cli.run("migrate", "history", "--json").json().objects("migrations");
        assertThat(history)
                .extracting(entry -> entry.string("to").orElse(""))
                .containsExactly("1.0.0", "1.2.0", "1.0.0", "2.0.0");
        assertThat(history.getFirst().string("snapshot_id")).isEmpty();
        assertThat(cli.run("migrate", "history").out()).contains("none", "just now");
        assertThat(cli.run("history").out()).contains("changed", "undone");
    }

    @Test
    void migrate_stoppedByABadItem_isExitCodeOne_andWithSkipBadThree() throws IOException {
        String text = Files.readString(patterns);
        Files.writeString(patterns, text.replaceFirst("\"metrics\": \\{", "\"performance\": 1, \"metrics\": {"));
        byte[] before = Files.readAllBytes(patterns);

        Cli.Result stopped = cli.run("migrate", "migrate", "--version", "2.0.0");

        assertThat(stopped.code()).isEqualTo(ExitCode.FAILED);
        assertThat(stopped.out()).contains("contains both 'metrics' and 'performance'", "--skip-bad");
        assertThat(stopped.err()).contains("nothing can be migrated: 1 item cannot be");
        assertThat(Files.readAllBytes(patterns)).isEqualTo(before);
        assertThat(cli.run("migrate", "migrate", "--version", "2.0.0", "--dry-run", "--skip-bad")
                        .code())
                .isEqualTo(ExitCode.PARTIAL);
        assertThat(cli.run("migrate", "migrate", "--version", "2.0.0", "--skip-bad")
                        .code())
                .isEqualTo(ExitCode.PARTIAL);
        assertThat(Files.readString(patterns)).contains("\"performance\": 1, \"metrics\": {");
    }

    @Test
    void migrate_toAnUnknownVersion_isWrongUsage_andListsTheKnownOnes() {
        Cli.Result unknown = cli.run("migrate", "migrate", "--version", "1.5.0");

        assertThat(unknown.code()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("known versions are 1.0.0, 1.1.0, 1.2.0, 2.0.0");
        assertThat(cli.run("migrate", "plan", "--version", "new").err()).contains("'new' is not a schema version");
    }

    @Test
    void dryRuns_changeNoByte() throws IOException {
        byte[] before = Files.readAllBytes(patterns);

        assertThat(cli.run("migrate", "migrate", "--dry-run").out()).contains("nothing was changed");

        assertThat(Files.readAllBytes(patterns)).isEqualTo(before);
        assertThat(Files.exists(patterns.resolve("../../config/schema_version.json")))
                .isFalse();
    }

    private String version() throws IOException {
        return cli.run("migrate", "detect", "--json").json().string("version").orElse("");
    }

    /** The runtime keeps adding items of 1.0.0, so each maintenance run migrates them again. */
    @ParameterizedTest
    @ValueSource(strings = {"prune", "optimize gc", "optimize compress", "maintain"})
    void autoMigrate_bringsOlderItemsUp_onEachRunThatWrites(String command) throws IOException {
        cli.with("LOOM_AML_AUTO_MIGRATE", "1.2.0");
        byte[] before = Files.readAllBytes(patterns);
        List<String> words = new ArrayList<>(List.of(command.split(" ")));

        words.add("--dry-run");
        Cli.Result dry = cli.run(words.toArray(String[]::new));

        assertThat(dry.out()).contains("auto_migrate: 60 items in 6 files would first be migrated to 1.2.0");
        words.add("--json");
        assertThat(cli.run(words.toArray(String[]::new)).json().object("migration"))
                .hasValueSatisfying(migration ->
                        assertThat(migration.number("items_transformed")).isEqualTo(60));
        assertThat(Files.readAllBytes(patterns)).isEqualTo(before);

        words.remove("--dry-run");
        JsonObject done = cli.run(words.toArray(String[]::new)).json();

        assertThat(done.object("migration")).hasValueSatisfying(migration -> {
            assertThat(migration.number("items_transformed")).isEqualTo(60);
            assertThat(migration.string("operation")).contains("migrate");
        });
        assertThat(version()).isEqualTo("1.2.0");
        assertThat(cli.run("migrate", "history", "--json").json().objects("migrations"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.string("snapshot_id")).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"prune", "optimize gc", "optimize compress", "optimize all", "maintain"})
    void autoMigrate_isAStepOfTheRun_andUndoneWithIt(String command) throws IOException {
        cli.with("LOOM_AML_AUTO_MIGRATE", "1.2.0");
        byte[] before = Files.readAllBytes(patterns);
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.add("--yes");
        words.add("--json");

        JsonObject done = cli.run(words.toArray(String[]::new)).json();

        List<JsonObject> runs = cli.run("history", "--json").json().objects("runs");
        assertThat(runs).singleElement().satisfies(run -> {
            assertThat(run.string("run")).isEqualTo(done.string("run"));
            assertThat(run.string("outcome")).isEqualTo(done.string("outcome"));
            assertThat(run.number("items_transformed")).isGreaterThanOrEqualTo(60);
            assertThat(run.objects("steps"))
                    .extracting(step -> step.string("operation").orElseThrow())
                    .contains("migrate")
                    .hasSizeGreaterThan(1);
        });
        assertThat(cli.run("undo").code()).isEqualTo(ExitCode.DONE);
        assertThat(Files.readAllBytes(patterns)).isEqualTo(before);
        assertThat(version()).isEqualTo("1.0.0");
    }

    @Test
    void autoMigrate_reportsWhatCannotBeMigrated_onEachRun_andDoesTheRest() throws IOException {
        Files.writeString(
                patterns,
                Files.readString(patterns).replaceFirst("\"metrics\": \\{", "\"metadata\": 7, \"metrics\": {"));
        cli.with("LOOM_AML_AUTO_MIGRATE", "1.2.0");
        for (int run = 0; run < 2; run++) {
            Cli.Result pruned = cli.run("prune");
            assertThat(pruned.code()).isEqualTo(ExitCode.PARTIAL);
            assertThat(pruned.out()).contains("'metadata'");
            assertThat(pruned.err()).contains("prune was partial: 1 problem");
        }
        assertThat(cli.run("migrate", "detect", "--json").json().objects("versions"))
                .extracting(count -> count.string("version").orElse(""))
                .containsExactly("1.0.0", "1.2.0");
    }
}
