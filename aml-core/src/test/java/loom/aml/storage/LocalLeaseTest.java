package loom.aml.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import loom.aml.io.LocalDisk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leases on a folder, between processes and hosts. */
class LocalLeaseTest {
    private static final Duration BRIEF = Duration.ofMillis(600);

    @TempDir
    private Path directory;

    private Path memory;

    /** Another process: takes the lease, prints that, and keeps it until it is killed or its input ends. */
    static final class Holder {
        public static void main(String[] args) throws IOException {
            try (Lease lease =
                    target(Path.of(args[0])).lease(BackupTarget.WRITER, new LeaseTerms("test", BRIEF, Duration.ZERO))) {
                System.out.println("taken " + lease.sequence());
                System.in.read();
                lease.requireHeld();
                System.out.println("held");
            } catch (StoreLockedException e) {
                System.out.println("locked");
            } catch (LeaseLostException e) {
                System.out.println("lost");
            }
        }
    }

    @BeforeEach
    void makeStore() throws IOException {
        memory = Files.createDirectories(directory.resolve("memory")).toRealPath();
    }

    private static LocalTarget target(Path memory) {
        return LocalTarget.beside(new LocalDisk(), memory);
    }

    private Lease take(Duration patience) throws IOException {
        return target(memory).lease(BackupTarget.WRITER, new LeaseTerms("test", BRIEF, patience));
    }

    private Path file() {
        return memory.resolveSibling("memory-backup").resolve("aml/.backup-lock");
    }

    private Process another() throws IOException {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classes,
                        Holder.class.getName(),
                        memory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Writes the lease of a host into the file, as that host would. */
    private void heldBy(LeaseHost host, Duration duration) throws IOException {
        take(Duration.ZERO).close();
        LeaseRecord record = new LeaseRecord("test", host, 1, 7, 3, duration, Instant.now(), false);
        Files.write(file(), record.toBytes());
    }

    @Test
    void processes_excludeEachOther() throws Exception {
        Process holder = another();
        BufferedReader said = holder.inputReader(UTF_8);
        assertThat(said.readLine()).isEqualTo("taken 1");

        assertThatThrownBy(() -> take(BRIEF.multipliedBy(3)))
                .isInstanceOf(StoreLockedException.class)
                .hasMessageContaining(".backup-lock is held by another test");

        holder.getOutputStream().write('\n');
        holder.getOutputStream().flush();
        assertThat(said.readLine()).as("its lease was renewed meanwhile").isEqualTo("held");
        assertThat(holder.waitFor()).isZero();
        try (Lease lease = take(Duration.ZERO)) {
            assertThat(lease.sequence()).isEqualTo(2);
            Process second = another();
            assertThat(second.inputReader(UTF_8).readLine()).isEqualTo("locked");
            assertThat(second.waitFor()).isZero();
            lease.requireHeld();
        }
    }

    @Test
    void leaseOfAKilledProcess_isTakenAtOnce() throws Exception {
        for (int round = 1; round <= 3; round++) {
            Process holder = another();
            assertThat(holder.inputReader(UTF_8).readLine()).isEqualTo("taken " + (2 * round - 1));
            assertThat(LeaseRecord.of(Files.readAllBytes(file())).orElseThrow().isReleased())
                    .isFalse();

            holder.destroyForcibly().waitFor();

            try (Lease lease = take(Duration.ZERO)) {
                assertThat(lease.sequence()).isEqualTo(2L * round);
            }
        }
    }

    @Test
    void leaseOfAnotherHost_thatDoesNotSeeTheLock_isRespected_untilItIsStale() throws IOException {
        heldBy(new LeaseHost("elsewhere", "m", "b"), BRIEF);

        assertThatThrownBy(() -> take(Duration.ofMillis(100)))
                .isInstanceOf(StoreLockedException.class)
                .hasMessageContaining("on elsewhere");
        long began = System.nanoTime();
        try (Lease lease = take(Duration.ofSeconds(30))) {
            assertThat(lease.sequence()).isEqualTo(8);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(BRIEF);
        }
    }

    @Test
    void leaseOfAnotherHost_thatIsRenewed_isRespected() throws Exception {
        LeaseHost elsewhere = new LeaseHost("elsewhere", "m", "b");
        Duration lasts = BRIEF.multipliedBy(5);
        heldBy(elsewhere, lasts);
        Thread holder = Thread.ofVirtual().start(() -> {
            for (int renewal = 4; renewal < 50; renewal++) {
                LeaseRecord record = new LeaseRecord("test", elsewhere, 1, 7, renewal, lasts, Instant.now(), false);
                try {
                    // Not cut off before: an empty file would be free.
                    Files.write(file(), record.toBytes(), StandardOpenOption.WRITE);
                    Thread.sleep(lasts.dividedBy(30));
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        });

        assertThatThrownBy(() -> take(lasts.plus(BRIEF))).isInstanceOf(StoreLockedException.class);

        holder.join();
    }

    @Test
    void leaseOfThisMachine_fromBeforeARestart_isTakenAtOnce() throws IOException {
        LeaseHost here = LeaseHost.current(new LocalDisk());
        heldBy(new LeaseHost(here.name(), here.machine(), "before the restart"), Duration.ofHours(1));

        take(Duration.ZERO).close();
    }

    @Test
    void leaseOfAnotherContainer_onThisMachine_isTakenAtOnce() throws IOException {
        LeaseHost here = LeaseHost.current(new LocalDisk());
        assumeFalse(here.boot().isEmpty());
        heldBy(new LeaseHost("another-container", "", here.boot()), Duration.ofHours(1));

        take(Duration.ZERO).close();
    }

    @Test
    void lockFileOfAnEarlierVersion_isEmpty_andFree() throws IOException {
        take(Duration.ZERO).close();
        Files.write(file(), new byte[0]);

        try (Lease lease = take(Duration.ZERO)) {
            assertThat(lease.sequence()).isEqualTo(1);
        }
    }

    @Test
    void holder_whoseFileWasTakenOver_findsOut() throws Exception {
        try (Lease lease = take(Duration.ZERO)) {
            LeaseRecord other =
                    new LeaseRecord("test", new LeaseHost("elsewhere", "m", "b"), 1, 9, 0, BRIEF, Instant.now(), false);
            // In place, as another host would: this process must not open the file, which would end its lock.
            Process writer = new ProcessBuilder("sh", "-c", "cat > \"$0\"", file().toString()).start();
            try (var out = writer.getOutputStream()) {
                out.write(other.toBytes());
            }
            assertThat(writer.waitFor()).isZero();

            long patience = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            assertThatThrownBy(() -> {
                        while (System.nanoTime() < patience) {
                            lease.requireHeld();
                            Thread.sleep(20);
                        }
                    })
                    .isInstanceOf(LeaseLostException.class)
                    .hasMessageContaining("on elsewhere");
        }
        assertThat(LeaseRecord.of(Files.readAllBytes(file())).orElseThrow().sequence())
                .as("the lease of the other is not returned")
                .isEqualTo(9);
    }
}
