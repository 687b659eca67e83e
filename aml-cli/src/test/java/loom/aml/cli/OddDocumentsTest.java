package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * With a pipe, a directory, a link or gigabytes in place of a document or lock of aml, each command ends with a
 * message.
 */
class OddDocumentsTest {
    private static final long HUGE = 3L << 30;
    private static final List<String> COMMANDS = List.of(
            "agents", "search retry", "monitor health", "monitor report", "history", "backup list", "maintain --yes");

    @TempDir
    private Path directory;

    private Path loom;
    private Cli cli;

    @BeforeEach
    void store() {
        cli = new Cli(directory).with("LOOM_AML_LOCK_WAIT", "1s");
        loom = directory.resolve(".loom");
        cli.run("sample", loom.resolve("memory").toString(), "--items", "20", "--agents", "1", "--seed", "1");
        assertThat(cli.run("maintain", "--yes", "--quiet").code()).isNotEqualTo(ExitCode.FAILED);
    }

    private Path cleared(String document) throws IOException {
        Path path = loom.resolve(document);
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.deleteIfExists(path);
        Files.createDirectories(path.getParent());
        return path;
    }

    private void assertEachCommandEndsInWords(Path document) {
        for (String command : COMMANDS) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(60),
                    () -> {
                        Cli.Result result = cli.run(command.split(" "));
                        assertThat(result.err() + result.out())
                                .as(command + " with " + document)
                                .doesNotContain("internal error");
                        if (result.code() == ExitCode.FAILED && !command.startsWith("monitor")) {
                            assertThat(result.err())
                                    .as(command)
                                    .contains(document.getFileName().toString());
                        }
                    },
                    command + " with " + document);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "memory/.aml-lock",
                "memory/config.json",
                "memory/config/pins.json",
                "memory/config/schema_version.json",
                "memory/monitoring/metrics.json",
                "memory/monitoring/alerts.json",
                "aml.toml",
                "memory-backup/aml/.backup-lock",
                "memory-backup/aml/runs/20261129T000000.000Z-ffff.jsonl",
                "memory/.aml-20261130T160850.436Z-a738-1-1.journal",
                "memory-state/recall/existence.bin",
                "memory-state/index/standing.json",
                "memory-state/index/lock"
            })
    void aPipe_doesNotBlock(String document) throws IOException, InterruptedException {
        Path path = cleared(document);
        assumeTrue(new ProcessBuilder("mkfifo", path.toString()).start().waitFor() == 0, "no mkfifo here");

        assertEachCommandEndsInWords(path);
    }

    @ParameterizedTest
    @CsvSource({
        "memory/config.json",
        "memory/config/pins.json",
        "memory/config/schema_version.json",
        "memory/monitoring/metrics.json",
        "aml.toml",
        "memory-backup/aml/runs/20261129T000000.000Z-ffff.jsonl",
        "memory/.aml-20261130T160850.436Z-a738-1-1.journal",
        "memory-state/recall/existence.bin",
        "memory-state/index/standing.json"
    })
    void gigabytes_areNotRead(String document) throws IOException {
        Path path = cleared(document);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(HUGE);
        }

        for (String command : List.of("search retry", "monitor health", "history")) {
            Cli.Result result = cli.run(command.split(" "));
            assertThat(result.err() + result.out()).as(command).doesNotContain("internal error");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "memory/.aml-lock",
                "memory/config/pins.json",
                "memory/monitoring/metrics.json",
                "aml.toml",
                "memory-backup/aml/.backup-lock",
                "memory-state/recall/existence.bin",
                "memory-state/index/lock"
            })
    void aDirectory_isNamed(String document) throws IOException {
        Path path = Files.createDirectories(cleared(document));

        assertEachCommandEndsInWords(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "memory/.aml-lock",
                "memory/config/pins.json",
                "memory/monitoring/metrics.json",
                "memory-backup/aml/.backup-lock",
                "memory-state/index/lock"
            })
    void aLinkToADevice_isNamed(String document) throws IOException {
        Path path = Files.createSymbolicLink(cleared(document), Path.of("/dev/zero"));

        assertEachCommandEndsInWords(path);
    }
}
