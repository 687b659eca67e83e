package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every command of the README and of the pages in order, as a reader would. */
class DocumentsIT {
    private static final String TEST_COMMAND = "mvn -B verify";
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    /** The exit code that a comment states, if it is not 0. */
    private static final Pattern ENDS_WITH = Pattern.compile("# ends with (\\d)");

    @TempDir
    private Path directory;

    private static List<String> blocks(Path page, String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(page));
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    private static List<String> commands(Path page) throws IOException {
        return blocks(page, "sh").stream().flatMap(String::lines).toList();
    }

    private static Path readme() {
        return Launcher.HOME.resolve("README.md");
    }

    /** The pages, by path from the top of the checkout. */
    static List<String> pages() throws IOException {
        return pages(Launcher.HOME);
    }

    /** Returns the pages of a checkout, by path from its top. */
    static List<String> pages(Path checkout) throws IOException {
        try (Stream<Path> pages = Files.list(checkout.resolve("docs"))) {
            return pages.map(page -> "docs/" + page.getFileName())
                    .filter(page -> page.endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    /** A directory on the path that contains {@code aml}, and a home, whose files commands may change. */
    private Map<String, String> onThePath() throws IOException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("aml"), Launcher.HOME.resolve("aml"));
        Path home = Files.createDirectories(directory.resolve("home"));
        AgentMemories.write(home);
        return Map.of("PATH", bin + ":" + System.getenv("PATH"), "HOME", home.toString());
    }

    @Test
    void readme_beginsWithItsTwoCommands() throws Exception {
        assertThat(commands(readme())).startsWith("./aml demo", TEST_COMMAND);
        // This run is the second command; checks that the continuous integration runs it, too.
        assertThat(Files.readString(Launcher.HOME.resolve(".ci/run"))).contains(TEST_COMMAND);
    }

    @Test
    void readme_commandsWork() throws Exception {
        Files.createSymbolicLink(directory.resolve("aml"), Launcher.HOME.resolve("aml"));
        List<String> run = commands(readme()).stream()
                .filter(line -> !line.equals(TEST_COMMAND))
                .toList();
        assertThat(run).hasSizeGreaterThan(5);
        for (String command : run) {
            requireWorks(command, directory, Map.of());
        }
    }

    /** Uses a store of realistic size and quality. Skips commands of other programs, which take hours or need tools. */
    @ParameterizedTest
    @MethodSource("pages")
    void pages_commandsWork(String page) throws Exception {
        List<String> commands = commands(Launcher.HOME.resolve(page)).stream()
                .filter(line -> line.matches("(\\w+=\\S* )?aml .*"))
                .toList();
        if (commands.isEmpty()) {
            return;
        }
        Map<String, String> environment = onThePath();
        Path project = Files.createDirectories(directory.resolve("project"));
        requireWorks("aml sample .loom/memory --items 300 --rot 0.3", project, environment);
        boolean hasJq = Launcher.run(project, environment, List.of("sh", "-c", "command -v jq"))
                        .code()
                == 0;
        for (String command : commands) {
            if (hasJq || !command.contains("| jq ")) {
                requireWorks(command, project, environment);
            }
        }
        assumeTrue(
                hasJq || commands.stream().noneMatch(command -> command.contains("| jq ")),
                "there is no jq here to run the rest of " + page + " with");
    }

    private static void requireWorks(String command, Path where, Map<String, String> environment) throws Exception {
        Matcher code = ENDS_WITH.matcher(command);
        int expected = code.find() ? Integer.parseInt(code.group(1)) : 0;
        Launcher.Result result = Launcher.run(where, environment, List.of("sh", "-c", command));
        // The first search reports that it built the index.
        assertThat(result.err().lines().filter(line -> !line.startsWith("aml: index: built")))
                .as(command)
                .isEmpty();
        assertThat(result.code()).as(command + "\n" + result.out()).isEqualTo(expected);
        assertThat(result.out()).as(command).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void pages_configurationsAreValid(String page) throws Exception {
        for (String toml : blocks(Launcher.HOME.resolve(page), "toml")) {
            Files.writeString(directory.resolve("aml.toml"), toml);
            Launcher.Result shown = Launcher.aml(directory, "config", "show", "--config", "aml.toml", "--changed");
            assertThat(shown.err()).as(toml).isEmpty();
            assertThat(shown.out()).as(toml).contains("aml.toml:");
        }
    }

    @Test
    void links_leadSomewhere() throws IOException {
        List<String> all = new ArrayList<>(pages());
        all.addAll(List.of("README.md", "CHANGELOG.md"));
        for (String page : all) {
            Path file = Launcher.HOME.resolve(page);
            Matcher links = LINK.matcher(Files.readString(file));
            while (links.find()) {
                assertThat(file.resolveSibling(links.group(1))).as(page).exists();
            }
        }
    }
}
