package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first thing that people see. */
class DemoCommandTest {
    private static final Pattern SUMMARY = Pattern.compile("(\\d+) items were planted to go; (\\S+) went");

    @TempDir
    private Path directory;

    @Test
    void demo_removesWhatItPlanted() {
        Cli.Result result = new Cli(directory).run("demo");

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
        Matcher summary = SUMMARY.matcher(result.out());
        assertThat(summary.find()).as(result.out()).isTrue();
        assertThat(summary.group(2)).isIn(summary.group(1), "all");
    }
}
