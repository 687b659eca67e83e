package loom.aml.cli.complete;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import loom.aml.cli.Cli;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
    @TempDir
    private Path directory;

    private Cli cli;
    private String store;

    @BeforeEach
    void store() {
        cli = new Cli(directory);
        store = directory.resolve(".loom/memory").toString();
        cli.run("sample", store, "--items", "300", "--agents", "3", "--seed", "1");
    }

    /** Returns the proposed words without descriptions. */
    private List<String> after(String... words) {
        String[] arguments = new String[words.length + 1];
        arguments[0] = Completion.REQUEST;
        System.arraycopy(words, 0, arguments, 1, words.length);
        Cli.Result result = cli.run(arguments);
        assertThat(result.err()).isEmpty();
        return result.out().lines().map(line -> line.replaceFirst("\t.*", "")).toList();
    }

    @Test
    void firstWord_isACommandOrADirectory() {
        assertThat(after(""))
                .contains("prune", "backup", "maintain", ":directories")
                .doesNotContain(":files");
        assertThat(after("ba")).containsExactly("backup", ":directories");
        assertThat(after("--")).containsExactly("--all", "--help", "--version");
    }

    @Test
    void store_isOnlyNamedOnce() {
        assertThat(after(store, "mai")).containsExactly("maintain");
    }

    @Test
    void secondWord_isOneOfTheGroup() {
        assertThat(after("backup", "")).contains("create", "restore").doesNotContain("prune", "--json");
        assertThat(after(store, "backup", "re")).containsExactlyInAnyOrder("restore", "repack");
        assertThat(after("backup", "nothing-of-ours", "")).isEmpty();
    }

    @Test
    void options_areThoseOfTheCommandThatAreNotYetGiven() {
        assertThat(after("prune", "--dry-run", "--"))
                .contains("--strategies", "--json")
                .doesNotContain("--dry-run");
        assertThat(after("undo", "--ex")).isEmpty();
    }

    @Test
    void values_areTheListedOnes() {
        assertThat(after("prune", "--strategies", "t")).containsExactly("time_based");
        assertThat(after("prune", "--strategies=t")).containsExactly("--strategies=time_based");
        assertThat(after("prune", "--strategies", "time_based,"))
                .containsExactly("time_based,performance_based", "time_based,space_based");
        assertThat(after("prune", "--log-format", "")).containsExactly("text", "json");
        assertThat(after("monitor", "alerts", "a")).containsExactly("ack");
        assertThat(after("completion", "")).contains("bash", "zsh", "fish");
    }

    @Test
    void values_comeFromTheStore() throws Exception {
        List<String> agents = after("prune", "--agents", "").stream()
                .filter(word -> !word.startsWith("-"))
                .toList();
        assertThat(agents)
                .hasSize(3)
                .allSatisfy(agent ->
                        assertThat(directory.resolve(".loom/memory/" + agent)).isDirectory());
        cli.run(store, "maintain");
        String snapshot = cli.run(store, "backup", "list", "--json")
                .json()
                .objects("snapshots")
                .getFirst()
                .string("id")
                .orElseThrow();
        assertThat(after(store, "backup", "restore", "2")).contains(snapshot);
        String run = cli.run(store, "history", "--json")
                .json()
                .objects("runs")
                .getFirst()
                .string("run")
                .orElseThrow();
        assertThat(after("undo", "")).contains(run, "--dry-run");
        assertThat(after("undo", run, "")).doesNotContain(run);
    }

    @Test
    void values_areFilesIfTheOptionTakesAFile() {
        assertThat(after("prune", "--config", "")).containsExactly(":files");
        assertThat(after("init", "")).contains(":directories");
        assertThat(after("backup", "restore", "--target", "")).containsExactly(":directories");
    }

    @Test
    void failures_resultInNoProposals() throws Exception {
        assertThat(after("nowhere", "prune", "--agents", "x")).isEmpty();
        Files.writeString(directory.resolve(".loom/aml.toml"), "broken = [");
        assertThat(after("prune", "--agents", "x")).isEmpty();
    }

    @Test
    void completion_changesNothing() throws Exception {
        after(store, "undo", "");
        after(store, "backup", "show", "");
        assertThat(Path.of(store + "-backup")).doesNotExist();
    }
}
