package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Completion by the real shells with the real launcher. */
class CompletionIT {
    private static final String BASH = """
            source <(aml completion bash)
            COMP_WORDS=("$@")
            COMP_CWORD=$(($# - 1))
            _aml
            printf '%s\\n' "${COMPREPLY[@]}"
            """;
    private static final String ZSH = """
            source <(aml completion zsh)
            compadd() { print -rl -- $values }
            _files() { print -r -- "files $*" }
            words=("$@")
            CURRENT=$#
            _aml
            """;
    private static final String FISH = """
            aml completion fish | source
            complete -C "$argv[1]"
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void store() throws Exception {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("aml"), Launcher.HOME.resolve("aml"));
        Launcher.aml(directory, "sample", ".loom/memory", "--items", "100", "--agents", "1");
        try (var entries = Files.list(directory.resolve(".loom/memory"))) {
            Path made = entries.filter(path -> Files.exists(path.resolve("patterns.json")))
                    .findFirst()
                    .orElseThrow();
            Files.move(made, made.resolveSibling("night watch"));
        }
        Files.createDirectory(directory.resolve("my stores"));
    }

    private List<String> shell(String shell, String script, String... words) throws Exception {
        Assumptions.assumeTrue(Launcher.isInstalled(shell), shell + " is not installed");
        Path file = Files.writeString(directory.resolve("script"), script);
        List<String> command = new ArrayList<>(List.of(shell, file.toString()));
        command.addAll(List.of(words));
        Launcher.Result result = Launcher.run(
                directory,
                Map.of("PATH", directory.resolve("bin") + ":" + System.getenv("PATH"), "HOME", directory.toString()),
                command);
        assertThat(result.err()).isEmpty();
        return result.out().lines().toList();
    }

    @Test
    void bash_knowsCommandsOptionsValuesAndAgents() throws Exception {
        assertThat(shell("bash", BASH, "aml", "bac")).containsExactly("backup");
        assertThat(shell("bash", BASH, "aml", "backup", "")).contains("create", "restore");
        assertThat(shell("bash", BASH, "aml", "prune", "--dry")).containsExactly("--dry-run");
        assertThat(shell("bash", BASH, "aml", "prune", "--strategies", "time_based,s"))
                .containsExactly("time_based,space_based");
        assertThat(shell("bash", BASH, "aml", "prune", "--agents", "ni")).containsExactly("night\\ watch");
        // Split as bash does it.
        assertThat(shell("bash", BASH, "aml", "prune", "--log-format", "=", "")).containsExactly("text", "json");
        assertThat(shell("bash", BASH, "aml", "my")).containsExactly("my stores");
    }

    @Test
    void zsh_knowsCommandsOptionsValuesAndAgents() throws Exception {
        assertThat(shell("zsh", ZSH, "aml", "bac")).containsExactly("backup", "files -/");
        assertThat(shell("zsh", ZSH, "aml", "backup", "")).contains("create", "restore");
        assertThat(shell("zsh", ZSH, "aml", "prune", "--log-format=")).contains("--log-format=json");
        assertThat(shell("zsh", ZSH, "aml", "prune", "--agents", "ni")).containsExactly("night watch");
        assertThat(shell("zsh", ZSH, "aml", "prune", "--config", "")).containsExactly("files ");
    }

    @Test
    void fish_knowsCommandsOptionsValuesAndAgents() throws Exception {
        assertThat(shell("fish", FISH, "aml bac")).anyMatch(line -> line.startsWith("backup\t"));
        assertThat(shell("fish", FISH, "aml backup cr"))
                .singleElement()
                .asString()
                .startsWith("create\t");
        assertThat(shell("fish", FISH, "aml prune --agents ni")).containsExactly("night watch");
        assertThat(shell("fish", FISH, "aml m")).anyMatch(line -> line.startsWith("my stores/"));
    }
}
