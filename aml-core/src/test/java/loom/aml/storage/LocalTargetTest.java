package loom.aml.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import loom.aml.io.FaultyDisk;
import loom.aml.io.LocalDisk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder beside a store. */
class LocalTargetTest extends BackupTargetContract {
    @TempDir
    private Path directory;

    private Path memory;

    @BeforeEach
    void makeStore() throws IOException {
        memory = Files.createDirectories(directory.resolve("memory")).toRealPath();
    }

    @Override
    protected BackupTarget target() {
        return new LocalTarget(new LocalDisk(), PrivateFolder.beside(new LocalDisk(), memory));
    }

    @Override
    protected BackupTarget sameTarget() {
        return target();
    }

    private static Lease writer(BackupTarget target) throws IOException {
        return target.lease(BackupTarget.WRITER, LeaseTerms.of("test", Duration.ZERO));
    }

    private Path folder() {
        return memory.resolveSibling("memory-backup").resolve("aml");
    }

    private SortedSet<String> files() throws IOException {
        try (Stream<Path> paths = Files.walk(folder())) {
            return new TreeSet<>(paths.filter(Files::isRegularFile)
                    .map(path -> folder().relativize(path).toString())
                    .toList());
        }
    }

    private static void put(BackupTarget target, String name) throws IOException {
        try (BackupTarget.Upload upload = target.upload()) {
            upload.write(new byte[] {1}, 0, 1);
            upload.publish(name);
        }
    }

    @Test
    void folder_isOpenToTheOwnerAlone() throws IOException {
        try (Lease _ = writer(target())) {
            put(target(), "generations/a/b");
        }

        assertThat(Files.readString(folder().resolve(".gitignore"))).isEqualTo("*\n");
        try (Stream<Path> paths = Files.walk(folder())) {
            assertThat(paths)
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .endsWith("------"));
        }
    }

    @Test
    void lease_sweepsUploadsOfThoseThatDied() throws IOException {
        FaultyDisk disk = new FaultyDisk();
        BackupTarget died = new LocalTarget(disk, PrivateFolder.beside(disk, memory));
        SortedSet<String> before;
        try (Lease _ = writer(died)) {
            put(died, "generations/a/b");
            before = files();
            BackupTarget.Upload upload = died.upload();
            upload.write(new byte[1000], 0, 1000);
            assertThat(files()).hasSizeGreaterThan(before.size());
        }

        writer(target()).close();

        assertThat(files()).isEqualTo(before);
    }

    @Test
    void delete_leavesNoEmptyFolders() throws IOException {
        try (Lease _ = writer(target())) {
            put(target(), "generations/a/segments/1");
            put(target(), "generations/b/segments/1");
            target().delete("generations/a/segments/1");
        }

        assertThat(folder().resolve("generations/a")).doesNotExist();
        assertThat(folder().resolve("generations/b/segments/1")).exists();
    }

    @Test
    void names_throughLinks_areRefused() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        try (Lease _ = writer(target())) {
            put(target(), "generations/a/b");
            Files.createSymbolicLink(folder().resolve("generations/link"), outside);

            assertThatThrownBy(() -> put(target(), "generations/link/evil")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> target().open("generations/link/secret").close())
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> target().delete("generations/link/secret")).isInstanceOf(IOException.class);
        }
        assertThat(outside.resolve("secret")).hasContent("secret");
        assertThat(outside).isDirectoryContaining(path -> path.endsWith("secret"));
        assertThat(outside.resolve("evil")).doesNotExist();
        assertThat(target().list("generations/")).containsExactly(new BackupTarget.Stored("generations/a/b", 1));
    }

    @Test
    void list_beforeAnythingWasWritten_isEmptyAndMakesNothing() throws IOException {
        assertThat(target().list("generations/")).isEmpty();
        assertThat(folder()).doesNotExist();
    }
}
