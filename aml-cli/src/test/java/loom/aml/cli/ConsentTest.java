package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large removals need the confirmation of a person. */
class ConsentTest {
    private static final String PRUNE_MUCH = "prune";

    @TempDir
    private Path directory;

    private Path store;

    @BeforeEach
    void makeRottenStore() {
        store = directory.resolve(".loom/memory");
        assertThat(new Cli(directory)
                        .run("sample", store.toString(), "--items", "300", "--seed", "7", "--rot", "0.6")
                        .code())
                .isEqualTo(ExitCode.DONE);
    }

    private Cli cli() {
        return new Cli(directory);
    }

    private Map<String, Integer> memory() throws IOException {
        Map<String, Integer> memory = new TreeMap<>();
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                memory.put(store.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return memory;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "n\n", "\n", "yess\n"})
    void anythingButYes_changesNothing(String answer) throws IOException {
        for (String command : new String[] {PRUNE_MUCH, "maintain"}) {
            Map<String, Integer> before = memory();

            Cli.Result result = cli().answering(answer).run(command);

            assertThat(result.code()).isEqualTo(ExitCode.FAILED);
            assertThat(result.err())
                    .contains(command + " would remove", "%)", "Go on? [y/N]", "nothing was changed")
                    .contains("time_based");
            assertThat(result.out()).isEmpty();
            assertThat(memory()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PRUNE_MUCH, "maintain"})
    void yes_doesIt(String command) throws IOException {
        Map<String, Integer> before = memory();

        Cli.Result result = cli().answering("Yes\n").run(command);

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).contains("Go on?");
        assertThat(memory()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--yes", "-y"})
    void withTheseOptions_nobodyIsAsked(String option) {
        Cli.Result result = cli().answering("n\n").run(PRUNE_MUCH, option);

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).doesNotContain("Go on?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--quiet", "--json"})
    void withTheseOptions_nobodyCanBeAsked_soNothingIsRemoved(String option) throws IOException {
        Map<String, Integer> before = items();

        Cli.Result result = cli().answering("y\n").run(PRUNE_MUCH, option);

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.PARTIAL);
        assertThat(result.err()).doesNotContain("Go on?");
        assertThat(items()).isEqualTo(before);
    }

    private Map<String, Integer> items() throws IOException {
        Map<String, Integer> items = memory();
        items.keySet().removeIf(path -> path.startsWith("monitoring/"));
        return items;
    }

    @Test
    void withoutATerminal_largeRemovalsNeedPermission() throws IOException {
        Map<String, Integer> before = items();
        Cli onlyOutput = cli().onTerminal();
        Cli onlyInput = cli().with("LOOM_AML_IN_TERMINAL", "1");

        assertThat(onlyOutput.run(PRUNE_MUCH, "--agents", "debugger").code()).isEqualTo(ExitCode.DONE);
        assertThat(onlyInput.run(PRUNE_MUCH).code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(onlyInput.run("maintain").code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(cli().run("monitor", "alerts").out()).contains("a removal needs confirmation");

        Cli allowed = cli().with("LOOM_AML_CONFIRM_UNATTENDED", "allow");
        assertThat(allowed.run(PRUNE_MUCH).code()).isEqualTo(ExitCode.DONE);
        assertThat(items()).isNotEqualTo(before);
        assertThat(cli().run("maintain").code()).isEqualTo(ExitCode.DONE);
        assertThat(cli().run("monitor", "alerts").out()).doesNotContain("a removal needs confirmation");
    }

    @Test
    void maintain_withoutATerminal_doesEverythingButTheRemovals() throws IOException {
        Cli.Result result = cli().run("maintain", "--json");

        assertThat(result.code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(result.json().object("backup_auto")).isPresent();
        assertThat(result.json().object("index")).isPresent();
        assertThat(result.json().object("prune").orElseThrow().number("items_removed"))
                .isZero();
        assertThat(result.json().objects("findings"))
                .extracting(finding -> finding.string("kind").orElse(""))
                .contains("not_confirmed");
    }

    @Test
    void smallRemovals_needNoConfirmation() {
        Cli patient = cli().answering("n\n").with("LOOM_AML_CONFIRM_SHARE", "0.99");

        Cli.Result result = patient.run(PRUNE_MUCH);

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).doesNotContain("Go on?");
    }

    @Test
    void restore_thatRemovesMuch_isAskedAbout() throws IOException {
        Map<Path, byte[]> whole = new TreeMap<>();
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file :
                    files.filter(path -> path.endsWith("patterns.json")).toList()) {
                whole.put(file, Files.readAllBytes(file));
                Files.writeString(file, "[]");
            }
        }
        assertThat(cli().run("backup", "create").code()).isEqualTo(ExitCode.DONE);
        for (Map.Entry<Path, byte[]> file : whole.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
        Map<String, Integer> before = memory();

        Cli.Result refused = cli().answering("n\n").run("backup", "restore");

        assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err()).contains("restore would remove", "Go on?");
        assertThat(memory()).isEqualTo(before);
        assertThat(cli().answering("n\n").run("backup", "restore", "--yes").code())
                .isEqualTo(ExitCode.DONE);
        assertThat(whole.keySet()).allSatisfy(file -> assertThat(file).hasContent("[]"));
    }

    @Test
    void undo_ofALargeRestore_isAskedAbout() throws IOException {
        assertThat(cli().run("backup", "create").code()).isEqualTo(ExitCode.DONE);
        assertThat(cli().run(PRUNE_MUCH, "--yes").code()).isEqualTo(ExitCode.DONE);
        assertThat(cli().answering("n\n").run("backup", "restore").code()).isEqualTo(ExitCode.DONE);
        Map<String, Integer> restored = memory();

        Cli.Result refused = cli().answering("n\n").run("undo");

        Cli.Result skipped = cli().run("undo");
        assertThat(skipped.code()).as("nobody can be asked").isEqualTo(ExitCode.PARTIAL);
        assertThat(refused.err()).contains("undo would remove up to", "Go on?");
        assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
        Map<String, Integer> now = items();
        restored.keySet().removeIf(path -> path.startsWith("monitoring/"));
        assertThat(now).isEqualTo(restored);
    }
}
