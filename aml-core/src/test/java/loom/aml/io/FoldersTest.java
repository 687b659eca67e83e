package loom.aml.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
    private final Disk disk = new LocalDisk();

    @TempDir
    private Path directory;

    @Test
    void create_returnsTheMissingFolders_theOutermostFirst() throws IOException {
        Path inner = directory.resolve("a/b");

        assertThat(Folders.create(disk, inner)).containsExactly(directory.resolve("a"), inner);
        assertThat(Folders.create(disk, inner)).isEmpty();
    }

    @Test
    void create_setsTheAccessOfEachNewFolder() throws IOException {
        Access access = new Access(PosixFilePermissions.fromString("rwx------"), null, null);

        for (Path folder : Folders.create(disk, directory.resolve("a/b"), access)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void deleteEmpty_stopsAtTheFirstFolderWithAnotherEntry() throws IOException {
        List<Path> created = Folders.create(disk, directory.resolve("a/b/c"));
        Files.createFile(directory.resolve("a/other"));

        Folders.deleteEmpty(disk, created);

        assertThat(directory.resolve("a/b")).doesNotExist();
        assertThat(directory.resolve("a/other")).exists();
        Folders.deleteEmpty(disk, created);
        assertThat(directory.resolve("a/other")).exists();
    }
}
