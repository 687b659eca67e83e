package loom.aml.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests run the image that is shipped. */
class LauncherProof {
    @TempDir
    private Path directory;

    @Test
    void launcher_runsTheImageOfThisBuild() throws Exception {
        Launcher.Result result = new Launcher(directory).run("--version");

        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(result.out()).startsWith("aml ");
    }
}
