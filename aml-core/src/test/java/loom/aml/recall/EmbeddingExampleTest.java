package loom.aml.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loom.aml.TestItem;
import loom.aml.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedding page contains code that works. */
class EmbeddingExampleTest {
    private static final Path PAGE = Path.of("../docs/recall.md");
    private static final Path SOURCE = Path.of("src/test/java/loom/aml/recall/EmbeddingExample.java");

    @Test
    void example_works(@TempDir Path directory) throws IOException {
        TestStore store = TestStore.in(directory).put("debugger/patterns.json", TestItem.pattern("a"));

        assertThat(EmbeddingExample.run(store.root(), "a"))
                .startsWith("some agent has it\n{")
                .endsWith("confidence 0.6\nfound: a\ncached items: 1");
        assertThat(EmbeddingExample.run(store.root(), "b")).isEqualTo("found: a\ncached items: 0");
    }

    @Test
    void page_containsTheExampleUnchanged() throws IOException {
        String source = Files.readString(SOURCE);
        String example = source.substring(source.indexOf("// begin\n") + 9, source.indexOf("        // end"))
                .stripTrailing()
                .stripIndent();

        assertThat(Files.readString(PAGE)).contains(example);
    }
}
