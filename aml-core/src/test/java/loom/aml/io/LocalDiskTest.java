package loom.aml.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LocalDiskTest extends DiskContract {
    private final Disk disk = new LocalDisk();

    @Override
    protected Disk disk() {
        return disk;
    }

    @Test
    void write_reportsAFullDisk() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full), "/dev/full is not available");
        try (FileOutput out = ChannelOutput.append(full)) {
            assertThatThrownBy(() -> out.write(new byte[10])).isInstanceOf(DiskFullException.class);
        }
    }

    @Test
    void diskFull_isDetectedByFreeSpaceWhateverTheLanguageOfTheMessage() {
        IOException german = new IOException("Auf dem Gerät ist kein Speicherplatz mehr verfügbar");

        assertThat(DiskFullException.orSame(german, dir, Long.MAX_VALUE))
                .isInstanceOf(DiskFullException.class)
                .hasCause(german);
        assertThat(DiskFullException.orSame(german, dir, 0)).isSameAs(german);
        assertThat(DiskFullException.orSame(german, dir.resolve("nothing"), Long.MAX_VALUE))
                .isSameAs(german);
    }

    @Test
    void diskFull_isDetectedByTheMessage() {
        assertThat(DiskFullException.orSame(new IOException("No space left on device"), dir, 0))
                .isInstanceOf(DiskFullException.class);
        assertThat(DiskFullException.orSame(new IOException("Disk quota exceeded"), dir, 0))
                .isInstanceOf(DiskFullException.class);
        IOException silent = new IOException();
        assertThat(DiskFullException.orSame(silent, dir, 0)).isSameAs(silent);
    }

    @Test
    void create_leavesNoFileIfTheOwnerCannotBeSet() throws IOException {
        Access mine = disk.access(dir);
        var foreigner = new Access(mine.mode(), () -> "a user of another file system", null);

        assertThatThrownBy(() -> disk.create(dir.resolve("file"), foreigner)).isInstanceOf(Exception.class);
        assertThatThrownBy(() -> disk.createDirectory(dir.resolve("directory"), foreigner))
                .isInstanceOf(Exception.class);
        assertThat(disk.list(dir)).isEmpty();
    }

    @Test
    void open_seesOneVersionDuringConcurrentReplacement() throws Exception {
        Path file = dir.resolve("patterns.json");
        Files.writeString(file, "0".repeat(10));
        AtomicBoolean done = new AtomicBoolean();
        List<Exception> failures = new ArrayList<>();
        Thread writer = Thread.ofPlatform().start(() -> {
            try {
                for (int n = 1; !done.get(); n++) {
                    Path staged = Files.writeString(
                            dir.resolve(".staged"), Integer.toString(n % 10).repeat(10 + n % 300));
                    disk.rename(staged, file);
                }
            } catch (IOException e) {
                failures.add(e);
            }
        });
        try {
            for (int i = 0; i < 300; i++) {
                try (FileInput in = disk.open(file)) {
                    byte[] all = in.stream().readAllBytes();
                    assertThat(all).hasSize((int) in.state().size()).containsOnly(all[0]);
                }
                assertThat(disk.list(dir)).extracting(DirectoryEntry::name).contains("patterns.json");
            }
        } finally {
            done.set(true);
            writer.join();
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void open_failsIfTheFileDisappears() {
        assertThatThrownBy(() -> disk.open(dir.resolve("gone")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("gone");
    }

    @Test
    void tryLock_excludesOtherCodeInThisProcess() throws IOException {
        Path file = write("lock", "");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.lock();

            assertThat(disk.tryLock(file, disk.access(file))).isEmpty();
        }
        disk.tryLock(file, disk.access(file)).orElseThrow().close();
    }

    @Test
    void tryLock_excludesOtherProcessesUntilTheyEnd() throws Exception {
        Path file = dir.resolve("lock");
        Access access = disk.access(dir).privateFile();
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Locker.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Writer ask = other.outputWriter(UTF_8);
                BufferedReader answer = other.inputReader(UTF_8)) {
            Disk.OsLock lock = disk.tryLock(file, access).orElseThrow();
            assertThat(disk.tryLock(file, access)).isEmpty();
            ask.write("lock\n");
            ask.flush();
            assertThat(answer.readLine())
                    .as("a second attempt in this process does not release it")
                    .isEqualTo("held");

            lock.close();
            ask.write("lock\n");
            ask.flush();
            assertThat(answer.readLine()).isEqualTo("taken");
            assertThat(disk.tryLock(file, access)).isEmpty();

            other.destroyForcibly().waitFor();
            disk.tryLock(file, access).orElseThrow().close();
        } finally {
            other.destroyForcibly();
        }
    }

    /** The other process: tries to lock the file once per input line. */
    static final class Locker {
        public static void main(String[] args) throws IOException {
            Disk disk = new LocalDisk();
            Path file = Path.of(args[0]);
            while (System.in.read() >= 0) {
                System.in.skipNBytes("ock\n".length());
                boolean taken = disk.tryLock(file, disk.access(file)).isPresent();
                System.out.println(taken ? "taken" : "held");
            }
        }
    }

    @Test
    void openDirectory_refersToTheSameDirectoryAfterReplacement() throws IOException {
        Path path = Files.createDirectory(dir.resolve("lock"));
        Instant time = Instant.parse("2030-01-01T00:00:00Z");
        try (OpenDirectory open = disk.openDirectory(path)) {
            open.setModified(time);
            assertThat(open.state().key()).isEqualTo(disk.state(path).key());
            assertThat(open.state().modified()).isEqualTo(time);
            Files.delete(path);
            Files.createDirectory(path);
            open.setModified(time);

            assertThat(Files.getLastModifiedTime(path).toInstant()).isNotEqualTo(time);
            assertThat(open.state().key()).isNotEqualTo(disk.state(path).key());
        }
    }
}
