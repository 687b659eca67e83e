package loom.aml.proof.power;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SplittableRandom;
import loom.aml.io.Access;
import loom.aml.io.FileOutput;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests which changes {@link PowerCutDisk} loses and which it keeps. */
class PowerCutDiskProof {
    private static final Access PLAIN = new Access(PosixFilePermissions.fromString("rw-r--r--"), null, null);

    @TempDir
    private Path directory;

    private Path top;
    private PowerCutDisk disk;

    @BeforeEach
    void begin() throws IOException {
        top = Files.createDirectory(directory.resolve("top"));
        Files.writeString(top.resolve("old"), "old");
        disk = new PowerCutDisk(top, Files.createDirectory(directory.resolve("attic")))
                .cuttingBefore(-1, PowerCutDisk.Unsynced.LOST, new SplittableRandom(1));
    }

    private void write(String name, boolean synced) throws IOException {
        try (FileOutput out = disk.create(top.resolve(name), PLAIN)) {
            out.write("new".getBytes(UTF_8));
            if (synced) {
                out.sync();
            }
        }
    }

    @Test
    void name_isLostUntilItsDirectoryIsSynced() throws IOException {
        write("synced", true);
        disk.syncDirectory(top);
        write("lost", true);
        disk.cut();
        assertThat(top.resolve("synced")).hasContent("new");
        assertThat(top.resolve("lost")).doesNotExist();
    }

    @Test
    void content_isLostUntilItsFileIsSynced() throws IOException {
        write("empty", false);
        disk.syncDirectory(top);
        disk.cut();
        assertThat(top.resolve("empty")).isEmptyFile();
    }

    @Test
    void rename_isLostAsAWhole() throws IOException {
        write("staged", true);
        disk.syncDirectory(top);
        disk.rename(top.resolve("staged"), top.resolve("old"));
        disk.cut();
        assertThat(top.resolve("old")).hasContent("old");
        assertThat(top.resolve("staged")).hasContent("new");
    }

    @Test
    void rename_isDurableOnceItsTargetDirectoryIsSynced() throws IOException {
        disk.createDirectory(top.resolve("folder"));
        write("staged", true);
        disk.syncDirectory(top);
        disk.rename(top.resolve("staged"), top.resolve("folder/new"));
        disk.syncDirectory(top.resolve("folder"));
        disk.cut();
        assertThat(top.resolve("folder/new")).hasContent("new");
        assertThat(top.resolve("staged")).doesNotExist();
    }

    @Test
    void directory_isLostWithItsContent() throws IOException {
        disk.createDirectory(top.resolve("folder"));
        write("folder/file", true);
        disk.syncDirectory(top.resolve("folder"));
        disk.cut();
        assertThat(top.resolve("folder")).doesNotExist();
    }

    @Test
    void deleted_isBackUntilItsDirectoryIsSynced() throws IOException {
        disk.delete(top.resolve("old"));
        disk.cut();
        assertThat(top.resolve("old")).hasContent("old");
    }

    @Test
    void afterTheCut_nothingCanBeDone() throws IOException {
        disk.cut();
        assertThatThrownBy(() -> disk.list(top)).isInstanceOf(PowerCutDisk.PowerCut.class);
    }
}
