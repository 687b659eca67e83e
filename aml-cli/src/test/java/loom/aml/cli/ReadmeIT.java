package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command of the README is run, in its order, as a reader would run it. */
class ReadmeIT {
    private static final String TEST_COMMAND = "mvn -B verify";
    private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    @TempDir
    private Path directory;

    private static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(Files.readString(Launcher.HOME.resolve("README.md")));
        while (blocks.find()) {
            commands.addAll(blocks.group(1).lines().toList());
        }
        return commands;
    }

    @Test
    void readme_beginsWithItsTwoCommands() throws Exception {
        assertThat(commands()).startsWith("./aml demo", TEST_COMMAND);
        // This very run is the second one; that the machine that tests every change runs it too is held here.
        assertThat(Files.readString(Launcher.HOME.resolve(".ci/run"))).contains(TEST_COMMAND);
    }

    @Test
    void readme_commandsWork() throws Exception {
        Files.createSymbolicLink(directory.resolve("aml"), Launcher.HOME.resolve("aml"));
        List<String> run =
                commands().stream().filter(line -> !line.equals(TEST_COMMAND)).toList();
        assertThat(run).hasSizeGreaterThan(5);
        for (String command : run) {
            Launcher.Result result = Launcher.run(directory, Map.of(), List.of("sh", "-c", command));
            assertThat(result.err()).as(command).isEmpty();
            assertThat(result.code()).as(command).isZero();
            assertThat(result.out()).as(command).isNotBlank();
        }
    }

    @Test
    void links_leadSomewhere() throws IOException {
        for (String page : List.of(
                "README.md",
                "docs/installation.md",
                "docs/design-decisions.md",
                "docs/benchmarks.md",
                "CHANGELOG.md")) {
            Path file = Launcher.HOME.resolve(page);
            Matcher links = LINK.matcher(Files.readString(file));
            while (links.find()) {
                assertThat(file.resolveSibling(links.group(1))).as(page).exists();
            }
        }
    }
}
