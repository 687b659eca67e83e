package loom.aml.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacementTest {
    @TempDir
    private Path directory;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void write_replacesTheFileAndKeepsItsMode() throws IOException {
        Path file = directory.resolve("aml.prom");
        Replacement.write(new LocalDisk(), file, bytes("one"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        Files.writeString(directory.resolve(".aml.prom.part"), "left by a crash");
        Replacement.write(new LocalDisk(), file, bytes("two"));
        assertThat(file).hasContent("two");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw----");
        assertThat(names()).containsExactly("aml.prom");
        Path secret = directory.resolve("secret");
        Replacement.writePrivately(new LocalDisk(), secret, bytes("s"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
    }

    @Test
    void failureAtAnyCall_leavesTheOldOrTheNewContent() throws IOException {
        Path file = directory.resolve("aml.prom");
        FaultyDisk counting = new FaultyDisk();
        Files.writeString(file, "old");
        Replacement.write(counting, file, bytes("new"));
        for (int call = 1; call <= counting.calls().size(); call++) {
            Files.writeString(file, "old");
            FaultyDisk disk = new FaultyDisk().failingAt(call, FaultyDisk.Fault.ERROR);
            assertThatThrownBy(() -> Replacement.write(disk, file, bytes("new")))
                    .isInstanceOf(IOException.class);
            assertThat(Files.readString(file)).isIn("old", "new");
        }
    }

    @Test
    void precondition_isCheckedWhenTheNewContentIsComplete_andKeepsTheOldContent() throws IOException {
        Disk disk = new LocalDisk();
        Path file = Files.writeString(directory.resolve("config"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> Replacement.write(disk, file, bytes("new"), disk.access(file), () -> {
                    assertThat(directory.resolve(".config.part")).hasContent("new");
                    throw new IOException("changed");
                }))
                .hasMessage("changed");

        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("config");
        Replacement.write(disk, file, bytes("new"), disk.access(file), () -> {});
        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void create_neverReplacesAFile() throws IOException {
        Access access = new Access(PosixFilePermissions.fromString("rw-------"), null, null);
        for (Disk disk : List.of(new LocalDisk(), new FaultyDisk().withoutLinks())) {
            Path file = directory.resolve("config");
            Replacement.create(disk, file, bytes("new"), access);
            assertThat(file).hasContent("new");

            assertThatThrownBy(() -> Replacement.create(disk, file, bytes("newer"), access))
                    .isInstanceOf(FileAlreadyExistsException.class);

            assertThat(file).hasContent("new");
            assertThat(names()).containsExactly("config");
            Files.delete(file);
        }
    }
}
