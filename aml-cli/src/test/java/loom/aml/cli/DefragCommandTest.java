package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Defragmentation measures everything and repairs what pays. */
class DefragCommandTest {
    private static final int INCREMENTS = 50;

    @TempDir
    private Path directory;

    private Cli cli;
    private Path memory;

    @BeforeEach
    void live() throws IOException {
        cli = new Cli(directory).with("HOME", directory.resolve("home").toString());
        memory = directory.resolve(".loom/memory");
        done("sample", memory.toString(), "--items", "60", "--agents", "2");
        for (int i = 0; i <= INCREMENTS; i++) {
            Files.writeString(memory.resolve("count.txt"), "number " + i);
            done("backup", "create");
        }
    }

    private Cli.Result done(String... words) {
        Cli.Result result = cli.run(words);
        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
        return result;
    }

    private SortedMap<String, String> files() throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory.resolve(".loom"))) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(path.toString(), Files.getLastModifiedTime(path) + " " + Files.size(path));
            }
        }
        return files;
    }

    @Test
    void dryRun_measuresAndChangesNothing() throws IOException {
        SortedMap<String, String> before = files();

        Cli.Result result = done("optimize", "defrag", "--dry-run");

        assertThat(result.out())
                .contains("increments behind a snapshot    at most " + INCREMENTS)
                .contains("1 generation would be repacked");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void longGeneration_isRepacked_andNothingIsLeftToDo() throws IOException {
        JsonObject generation =
                done("optimize", "defrag", "--json").json().objects("backups").getFirst();

        assertThat(generation.string("reason")).contains("increments");
        assertThat(generation.object("before").orElseThrow().number("increments"))
                .isEqualTo(INCREMENTS);
        assertThat(generation.object("after").orElseThrow().number("increments"))
                .isZero();
        done("backup", "verify", "--all");
        assertThat(done("history").out()).contains("backup repack");
        assertThat(done("optimize", "defrag").out()).contains("nothing to repack");
    }

    @Test
    void twinsAndPadding_areReportedOnly() throws IOException {
        Path agent;
        try (Stream<Path> agents = Files.list(memory)) {
            agent = agents.filter(folder -> Files.exists(folder.resolve("patterns.json")))
                    .findFirst()
                    .orElseThrow();
        }
        Files.copy(agent.resolve("patterns.json"), agent.resolve("patterns.json.gz"));

        JsonObject measured = done("optimize", "defrag", "--json").json();

        assertThat(measured.object("twins").orElseThrow().number("files")).isEqualTo(1);
        assertThat(measured.number("padding_bytes")).isPositive();
        assertThat(agent.resolve("patterns.json.gz")).exists();
    }
}
