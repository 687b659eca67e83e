package loom.aml.app.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import loom.aml.io.LocalDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A look recognizes the versions that it has seen, and no others. */
class GuardStateTest {
    @TempDir
    private Path directory;

    @Test
    void fileChangedInTheTickOfALook_isLookedAtAgain() throws IOException {
        LocalDisk disk = new LocalDisk();
        Instant changed =
                disk.state(Files.writeString(directory.resolve("a.md"), "one")).changed();
        Instant later = changed.plusSeconds(1);

        byte[] young = new GuardState().toBytes(GuardState.filesOf(disk, directory, changed.plusMillis(1)));
        byte[] old = new GuardState().toBytes(GuardState.filesOf(disk, directory, later));

        assertThat(GuardState.lists(young, GuardState.filesOf(disk, directory, changed.plusMillis(2))))
                .isFalse();
        assertThat(GuardState.lists(young, GuardState.filesOf(disk, directory, later)))
                .isFalse();
        assertThat(GuardState.lists(old, GuardState.filesOf(disk, directory, later.plusSeconds(1))))
                .isTrue();
    }
}
