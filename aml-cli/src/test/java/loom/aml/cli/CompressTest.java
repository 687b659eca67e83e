package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output of compress and decompress. */
class CompressTest {
    @TempDir
    private Path directory;

    private Cli cli;
    private Path patterns;

    @BeforeEach
    void store() {
        cli = new Cli(directory);
        Path store = directory.resolve(".loom/memory");
        assertThat(cli.run("sample", store.toString(), "--items", "60", "--agents", "2", "--seed", "3")
                        .code())
                .isEqualTo(ExitCode.DONE);
        patterns = store.resolve("backend-architect/patterns.json");
    }

    @Test
    void compress_andDecompress_restoreTheFile() throws IOException {
        byte[] before = Files.readAllBytes(patterns);
        assertThat(cli.run("optimize", "compress").out()).contains("nothing to do");

        Cli.Result compressed = cli.run("optimize", "compress", "--age-days", "0");

        assertThat(compressed.code()).isEqualTo(ExitCode.DONE);
        assertThat(compressed.out()).contains("compress: 6 files rewritten in another encoding", "freed", "undo ");
        assertThat(Files.size(patterns)).isLessThan(before.length / 3);
        assertThat(cli.run("optimize", "decompress").out())
                .contains("decompress: 6 files rewritten in another encoding", "grew by");
        assertThat(Files.readAllBytes(patterns)).isEqualTo(before);
    }

    @Test
    void undo_afterCompress_restoresTheFile() throws IOException {
        byte[] before = Files.readAllBytes(patterns);
        cli.run("optimize", "compress", "--age-days", "0");

        assertThat(cli.run("undo").code()).isEqualTo(ExitCode.DONE);

        assertThat(Files.readAllBytes(patterns)).isEqualTo(before);
    }

    @Test
    void dryRun_reportsTheNewSizeOfEachFile() throws IOException {
        Cli.Result dry = cli.run("optimize", "compress", "--age-days", "0", "--dry-run");
        JsonObject json = cli.run("optimize", "compress", "--age-days", "0", "--dry-run", "--json")
                .json();

        assertThat(dry.out()).contains("backend-architect/patterns.json", "6 files would be compressed", "nothing was");
        assertThat(json.objects("collections")).hasSize(6);
        assertThat(json.number("bytes_freed")).isPositive();
        assertThat(json.objects("collections").getFirst().isTrue("shrinks")).isTrue();
    }

    @Test
    void impossibleNumbers_areWrongUsage() {
        assertThat(cli.run("optimize", "compress", "--level", "10").code()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("optimize", "compress", "--age-days", "-2").code()).isEqualTo(ExitCode.USAGE);
    }
}
