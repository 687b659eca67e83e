package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherIT {
    @TempDir
    private Path directory;

    @Test
    void launcher_worksFromAnyDirectoryAndThroughALinkOnThePath() throws Exception {
        Path bin = Files.createDirectories(directory.resolve("my bin"));
        Files.createSymbolicLink(bin.resolve("aml"), Launcher.HOME.resolve("aml"));
        Launcher.Result result = Launcher.run(
                directory, Map.of("PATH", bin + ":" + System.getenv("PATH")), List.of("sh", "-c", "aml --version"));
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("aml ");
        assertThat(result.code()).isZero();
    }

    @Test
    void launcher_worksAsCronStartsIt() throws Exception {
        Path store = directory.resolve("store é");
        List<String> sample = List.of(
                "env",
                "-i",
                "PATH=/usr/bin:/bin",
                "LOOM_AML_NO_BUILD=1",
                "LANG=C",
                Launcher.HOME.resolve("aml").toString(),
                "sample",
                store.toString(),
                "--items",
                "200");
        Launcher.Result made = Launcher.run(Path.of("/"), Map.of(), sample);
        assertThat(made.err()).isEmpty();
        assertThat(made.code()).isZero();
        List<String> maintain = List.of(
                "env",
                "-i",
                "PATH=/usr/bin:/bin",
                "LOOM_AML_NO_BUILD=1",
                "LANG=C",
                Launcher.HOME.resolve("aml").toString(),
                store.toString(),
                "maintain");
        Launcher.Result result = Launcher.run(Path.of("/"), Map.of(), maintain);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("store é", "✓ removed");
    }

    @Test
    void launcher_passesExitCodesOn() throws Exception {
        assertThat(Launcher.aml(directory, "maintain").code()).isEqualTo(4);
        assertThat(Launcher.aml(directory, "no-such-command").code()).isEqualTo(2);
    }

    @Test
    void brokenPipe_isSilent_andNotAFailure() throws Exception {
        Launcher.aml(directory, "sample", "store", "--items", "3000", "--seed", "1");
        String aml = "'" + Launcher.HOME.resolve("aml") + "'";
        for (String words :
                List.of("--help", "store prune --explain", "store prune --explain --json", "store history")) {
            Launcher.Result result = Launcher.run(
                    directory,
                    Map.of(),
                    List.of("bash", "-c", aml + " " + words + " | head -c 20; echo; echo \"${PIPESTATUS[0]}\""));
            assertThat(result.err()).as(words).isEmpty();
            assertThat(result.out().lines().toList().getLast()).as(words).isEqualTo("0");
        }
    }

    @Test
    void terminal_isUsedInAllItsWidth() throws Exception {
        Assumptions.assumeTrue(Launcher.isInstalled("script"), "no script(1) here to make a terminal");
        Launcher.aml(directory, "sample", "store", "--items", "100", "--seed", "1");
        Launcher.aml(directory, "store", "optimize", "index");
        for (int columns : new int[] {70, 180}) {
            String search = "stty cols " + columns + "; exec '" + Launcher.HOME.resolve("aml") + "' store search path";
            Launcher.Result result =
                    Launcher.run(directory, Map.of("COLUMNS", ""), List.of("script", "-qec", search, "/dev/null"));
            assertThat(result.out().contains("because")).as(result.out()).isEqualTo(columns > 100);
            assertThat(result.out().lines().map(line -> line.replaceAll("\u001b\\[[0-9;]*m|\r", "")))
                    .as("no line is wider than the terminal")
                    .allMatch(line -> line.length() <= columns);
        }
    }

    @Test
    void output_thatCannotBeWritten_isAFailure() throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full here");
        Launcher.Result result = Launcher.run(
                directory, Map.of(), List.of("sh", "-c", "'" + Launcher.HOME.resolve("aml") + "' --help > /dev/full"));
        assertThat(result.err()).contains("the output could not be written").hasLineCount(1);
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void image_holdsACacheThatFitsIt() throws IOException {
        assertThat(Launcher.HOME.resolve("aml-cli/target/aml/aml.aot")).isRegularFile();
        assertThat(Launcher.HOME.resolve("aml-cli/target/aml/look.aot")).isRegularFile();
        assertThat(Files.readString(Launcher.HOME.resolve("aml-cli/target/training.log")))
                .doesNotContain("Exception", "aml: ");
    }

    /** A class that is not in the cache costs half a millisecond, and a generated one several. */
    @Test
    void start_findsEveryClassInItsCache() throws Exception {
        Launcher.aml(directory, "init", "empty");
        Launcher.aml(directory, "sample", "store", "--items", "2000", "--seed", "1");
        for (String words : List.of(
                "",
                "--version",
                "--help",
                "prune --help",
                "empty prune --dry-run",
                "store prune --dry-run",
                "store prune --dry-run --json",
                "store optimize gc --dry-run",
                "store maintain --dry-run",
                "store migrate detect",
                "store monitor health",
                "store status",
                "store history")) {
            assertThat(classesLoadedBy(words))
                    .as(words)
                    .isNotEmpty()
                    // Caches do not contain events of the flight recorder.
                    .filteredOn(line -> !line.contains(" jdk.internal.event."))
                    .allMatch(line -> line.contains(" source: shared objects file"));
        }
    }

    /** Each start loads all classes of a cache, even if unused. */
    @Test
    void start_loadsFewClasses() throws Exception {
        assertThat(classesLoadedBy("--help")).hasSizeBetween(1_000, 2_800);
        assertThat(classesLoadedBy("monitor health")).hasSizeBetween(1_000, 4_500);
    }

    private List<String> classesLoadedBy(String words) throws Exception {
        Path log = directory.resolve("classes.log");
        Launcher.run(
                directory,
                Map.of("LOOM_AML_JAVA_OPTIONS", "-Xlog:class+load=info:file=" + log),
                List.of("sh", "-c", "'" + Launcher.HOME.resolve("aml") + "' " + words));
        return Files.readAllLines(log);
    }

    @Test
    void demo_showsAStoreBeforeAndAfter() throws Exception {
        Launcher.Result result = Launcher.aml(directory, "demo");
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("before", "after", "undo");
    }
}
