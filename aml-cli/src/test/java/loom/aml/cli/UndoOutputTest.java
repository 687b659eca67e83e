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

/** The output of 'aml undo --dry-run' for a person, after a run that removes items and changes others. */
class UndoOutputTest {
    private static final int SHOWN = 20;

    @TempDir
    private Path directory;

    private Cli cli;
    private JsonObject prune;

    @BeforeEach
    void pruneAndMigrate() throws IOException {
        cli = new Cli(directory);
        cli.run("sample", ".loom/memory", "--items", "600", "--seed", "7");
        Files.writeString(directory.resolve(".loom/aml.toml"), "auto_migrate = \"1.2.0\"\n");
        assertThat(cli.run("maintain", "--yes").code()).isEqualTo(ExitCode.DONE);
        prune = cli.run("history", "--json").json().objects("runs").getFirst();
        assertThat(prune.number("items_removed")).isGreaterThan(SHOWN);
        assertThat(prune.number("items_transformed")).isGreaterThan(SHOWN);
    }

    private static List<String> items(Cli.Result result) {
        return result.out()
                .lines()
                .filter(line -> line.startsWith("  ") && !line.startsWith("  and "))
                .toList();
    }

    @Test
    void dryRun_countsTheRemovedItemsThatItDoesNotList() {
        Cli.Result result = cli.run("undo", "--dry-run");

        assertThat(items(result)).hasSize(SHOWN);
        assertThat(result.out()).contains("  and " + (prune.number("items_removed") - SHOWN) + " more; -v lists them");
    }

    @Test
    void dryRun_listsEveryRemovedItem_withDetails() {
        Cli.Result result = cli.run("undo", "--dry-run", "-v");

        assertThat(items(result)).hasSize((int) prune.number("items_removed"));
        assertThat(result.out()).doesNotContain(" more; ");
    }
}
