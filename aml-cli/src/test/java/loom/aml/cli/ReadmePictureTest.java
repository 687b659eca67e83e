package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The terminal picture of the README matches the output of {@code maintain} on that sample, except for numbers, times
 * and omissions.
 */
class ReadmePictureTest {
    private static final String STORE = "shop/.loom/memory";
    private static final Pattern PICTURE = Pattern.compile("```\\n\\$ aml \\S+ maintain\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @Test
    void picture_showsWhatMaintainPrints() throws IOException {
        Matcher picture = PICTURE.matcher(Files.readString(Path.of("../README.md")));
        assertThat(picture.find()).isTrue();
        Cli cli = new Cli(directory);
        cli.run("sample", STORE, "--items", "2000", "--agents", "5", "--seed", "1", "--rot", "0.3");

        String printed = cli.run(STORE, "maintain", "--yes").out().replace(directory.toRealPath() + "/", "");

        assertThat(shape(printed)).containsSubsequence(shape(picture.group(1)));
    }

    /** Returns the lines without numbers, units and repeated blanks. */
    private static List<String> shape(String text) {
        return text.lines()
                .map(line -> line.replaceAll("\\d+T\\d+\\.\\d+Z-\\p{XDigit}+", "ID")
                        .replaceAll("\\d+([.,]\\d+)*( (B|kB|MB|GB|s|ms)\\b)?", "9")
                        .replaceAll(" +", " "))
                .filter(line -> !line.isBlank())
                .toList();
    }
}
