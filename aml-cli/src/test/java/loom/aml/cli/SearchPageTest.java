package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/search.md shows the output of that search on a sample store. */
class SearchPageTest {
    private static final Pattern EXAMPLE = Pattern.compile("```\\n\\$ aml (search .*)\\n((?s:.*?))```");

    @TempDir
    private Path directory;

    @Test
    void example_isWhatSearchPrints() throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("../docs/search.md")));
        assertThat(example.find()).isTrue();
        Cli cli = new Cli(directory);
        cli.run("sample", ".loom/memory");

        assertThat(cli.run(example.group(1).split(" ")).out()).isEqualTo(example.group(2));
    }
}
