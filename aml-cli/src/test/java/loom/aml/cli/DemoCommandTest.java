package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo, usually the first contact with aml. */
class DemoCommandTest {
    private static final Pattern PLANTED = Pattern.compile("(\\d+) are stale, failed or duplicate");
    private static final Pattern REMOVED = Pattern.compile("(\\d+) items removed");
    private static final Pattern RESTORED = Pattern.compile("(\\d+ items) restored");
    private static final int WIDTH = 80;

    @TempDir
    private static Path directory;

    private static Cli.Result demo;

    @BeforeAll
    static void shown() {
        demo = new Cli(directory)
                .onTerminal()
                .with("COLUMNS", String.valueOf(WIDTH))
                .run("demo", "--no-color");
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    @Test
    void demo_removesWhatItPlanted_searchesAndUndoes() {
        assertThat(demo.code()).as(demo.err()).isEqualTo(ExitCode.DONE);
        int removed = REMOVED.matcher(demo.out())
                .results()
                .map(MatchResult::group)
                .mapToInt(text -> Integer.parseInt(text.replaceAll("\\D", "")))
                .sum();
        assertThat(first(PLANTED, demo.out())).isEqualTo(String.valueOf(removed));
        assertThat(demo.out()).contains("connection", "found, 1 to 4 shown");
        assertThat(Integer.parseInt(first(RESTORED, demo.out()).replaceAll("\\D", "")))
                .isGreaterThanOrEqualTo(removed);
    }

    @Test
    void demo_fitsIntoEightyColumnsAndOneScreen() {
        // Paths of temporary folders may exceed the width.
        assertThat(demo.out().lines().filter(line -> !line.contains("aml-demo")))
                .allMatch(line -> line.length() <= WIDTH);
        assertThat(demo.out().lines()).hasSizeLessThan(25);
    }

    @Test
    void demo_saysHowToDeleteItsFolder() {
        Path folder = Path.of(first(Pattern.compile("rm -r (\\S+)"), demo.out()));

        assertThat(folder.resolve(".loom/memory")).isDirectory();
    }

    @Test
    void demo_undoesEverything() throws IOException {
        Path store = Path.of(first(Pattern.compile("rm -r (\\S+)"), demo.out())).resolve(".loom/memory");
        JsonObject metrics = new Cli(directory)
                .run(store.toString(), "monitor", "metrics", "--json")
                .json();

        assertThat(metrics.number("patterns") + metrics.number("solutions") + metrics.number("decisions"))
                .isEqualTo(3_000);
    }
}
