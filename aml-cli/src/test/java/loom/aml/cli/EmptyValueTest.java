package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An unset variable does not extend the scope of a command, such as to all agents or to the whole store. */
class EmptyValueTest {
    @TempDir
    private Path directory;

    private Path memory;
    private Cli cli;

    @BeforeEach
    void makeStore() {
        memory = directory.resolve(".loom/memory");
        cli = new Cli(directory);
        cli.run("sample", memory.toString(), "--items", "20", "--seed", "1");
        cli.run("backup", "create");
        cli.run("prune", "--yes");
    }

    /** A question mark represents an empty word. */
    private Cli.Result run(String line) {
        List<String> words = new ArrayList<>();
        for (String word : line.split(" ")) {
            words.add(word.replace("?", "").replace('_', ' '));
        }
        return cli.run(words.toArray(String[]::new));
    }

    private TreeMap<String, String> everything() throws IOException {
        TreeMap<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                all.put(path.toString(), Files.readString(path, StandardCharsets.ISO_8859_1));
            }
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prune --yes --agents=?",
                "prune --yes --agents ?",
                "prune --yes --agents ,",
                "prune --yes --agents=_",
                "prune --yes --strategies=?",
                "prune --yes --strategies=,",
                "optimize gc --agents=?",
                "backup create --agents=?",
                "backup restore --yes --target=?",
                "backup restore --yes --target ?",
                "backup restore --yes --agents=?",
                "backup restore --yes --item=?",
                "backup restore --yes --at=?",
                "backup restore --yes ?",
                "backup restore --yes --backup-id=?",
                "backup show ?",
                "undo --yes ?",
                "pin ?",
                "unpin ?",
                "show ?",
                "search x --tags=?",
                "monitor report --format json --output=?",
                "init ?",
                "? prune --yes",
                "? maintain --yes"
            })
    void emptyValue_isWrongUsage_andChangesNothing(String line) throws IOException {
        TreeMap<String, String> before = everything();

        Cli.Result result = run(line);

        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).containsAnyOf("empty", "has no value");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void textMayBeEmpty() {
        assertThat(run("search ?").code()).isEqualTo(ExitCode.DONE);
        assertThat(run("backup create --full --description=?").code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void agentWhoseNameIsABlank_isThatAgentAlone() throws IOException {
        Path blank = Files.createDirectory(memory.resolve(" "));
        Files.writeString(blank.resolve("patterns.json"), "[]");

        assertThat(run("backup create --full --agents=_").out()).contains("1 file");
    }
}
