package loom.aml.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Something other than a regular file never blocks aml, and the message names it. */
class OddFileTest {
    private final LocalDisk disk = new LocalDisk();

    @TempDir
    private Path directory;

    enum Odd {
        PIPE,
        SOCKET,
        DIRECTORY,
        LINK,
        DANGLING_LINK,
        LINK_TO_DEVICE;

        void make(Path path) throws IOException {
            switch (this) {
                case PIPE -> {
                    try {
                        assumeTrue(
                                new ProcessBuilder("mkfifo", path.toString())
                                                .start()
                                                .waitFor()
                                        == 0,
                                "no mkfifo");
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }
                case SOCKET ->
                    ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
                case DIRECTORY -> Files.createDirectory(path);
                case LINK -> Files.createSymbolicLink(path, Files.writeString(path.resolveSibling("target"), "x"));
                case DANGLING_LINK -> Files.createSymbolicLink(path, path.resolveSibling("nowhere"));
                case LINK_TO_DEVICE -> Files.createSymbolicLink(path, Path.of("/dev/zero"));
            }
        }
    }

    private static void isRefused(Path path, Executable opening) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThatThrownBy(opening::execute)
                        .isInstanceOf(NotRegularFileException.class)
                        .hasMessageContaining(path.toString())
                        .hasMessageContaining("expected a regular file, found "));
    }

    @ParameterizedTest
    @EnumSource(Odd.class)
    void openForReading_acceptsRegularFilesOnly(Odd odd) throws IOException {
        Path path = directory.resolve("f");
        odd.make(path);

        isRefused(path, () -> disk.open(path));
    }

    @ParameterizedTest
    @EnumSource(Odd.class)
    void openForWriting_acceptsRegularFilesOnly(Odd odd) throws IOException {
        Path path = directory.resolve("f");
        odd.make(path);

        isRefused(path, () -> disk.append(path));
    }

    @ParameterizedTest
    @EnumSource(Odd.class)
    void lock_acceptsRegularFilesOnly(Odd odd) throws IOException {
        Path path = directory.resolve("f");
        odd.make(path);
        Access access = disk.access(directory);

        isRefused(path, () -> disk.tryLock(path, access));
    }

    @ParameterizedTest
    @EnumSource(Odd.class)
    void directoryReplacedByAPipe_doesNotBlock(Odd odd) throws IOException {
        Path path = directory.resolve("f");
        odd.make(path);

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            if (odd == Odd.DIRECTORY) {
                disk.syncDirectory(path);
            } else {
                assertThatThrownBy(() -> disk.syncDirectory(path)).isInstanceOf(IOException.class);
            }
        });
    }

    @Test
    void oversizedSmallFile_isRejectedByName() throws IOException {
        Path path = directory.resolve("config.json");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(3L << 30);
        }

        assertThatThrownBy(() -> SmallFile.read(disk, path, 1_000_000))
                .isInstanceOf(FileTooLargeException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining("3221 MB")
                .hasMessageContaining("at most 1 MB");
        assertThat(SmallFile.read(disk, Files.writeString(directory.resolve("small"), "12345"), 5))
                .hasSize(5);
        assertThatThrownBy(() -> SmallFile.read(disk, directory.resolve("small"), 4))
                .isInstanceOf(FileTooLargeException.class);
    }
}
