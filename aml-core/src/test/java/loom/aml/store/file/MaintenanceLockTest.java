package loom.aml.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import loom.aml.TestStore;
import loom.aml.io.FaultyDisk;
import loom.aml.io.LocalDisk;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs of aml never change the same store at the same time. */
class MaintenanceLockTest {
    private static final StoreOptions OPTIONS = StoreOptions.DEFAULT.withLockWait(Duration.ofMillis(60));

    @TempDir
    private Path directory;

    private Path root;

    /** Another process: opens the store, prints that, and keeps it open until its input ends. */
    static final class Holder {
        public static void main(String[] args) throws IOException {
            try (MemoryStore store = StoreKinds.open(new LocalDisk(), Path.of(args[0]), OPTIONS)) {
                System.out.println("opened " + store.place().root());
                System.in.read();
            } catch (StoreLockedException e) {
                System.out.println("locked");
            }
        }
    }

    @BeforeEach
    void makeStore() {
        root = TestStore.in(directory).root();
    }

    private MemoryStore open(Path path) throws IOException {
        return StoreKinds.open(new LocalDisk(), path, OPTIONS);
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
                        root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String firstWord(Process process) throws IOException {
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        return line == null ? "" : line.split(" ")[0];
    }

    @Test
    void open_throughTwoLinksToOneStore_isExclusive() throws IOException {
        Path one = Files.createSymbolicLink(directory.resolve("one"), root);
        Path other = Files.createSymbolicLink(directory.resolve("other"), root.getParent());

        try (MemoryStore first = open(one)) {
            assertThatThrownBy(() -> open(other.resolve("memory")))
                    .isInstanceOfSatisfying(StoreLockedException.class, locked -> {
                        assertThat(locked.lock())
                                .isEqualTo(first.place()
                                        .root()
                                        .resolve(".aml-lock")
                                        .toString());
                        assertThat(locked.waited()).isEqualTo(Duration.ofMillis(60));
                        assertThat(locked).hasMessageContaining("another run of aml");
                    });
        }
        open(other.resolve("memory")).close();
    }

    @Test
    void open_forReading_waitsForNobody() throws IOException {
        try (MemoryStore first = open(root);
                MemoryStore second = StoreKinds.openReadOnly(new LocalDisk(), root, OPTIONS)) {
            assertThat(second.place().root()).isEqualTo(first.place().root());
        }
    }

    @Test
    void open_whileAnotherProcessHasTheStore_givesUpAfterTheWait_andItsDeathSetsItFree() throws Exception {
        Process other = another();
        assertThat(firstWord(other)).isEqualTo("opened");

        assertThatThrownBy(() -> open(root)).isInstanceOf(StoreLockedException.class);

        other.destroyForcibly().waitFor();
        open(root).close();
    }

    @Test
    void open_isExclusiveForOtherProcesses_evenAfterASecondTryInThisOne() throws Exception {
        try (MemoryStore first = open(root)) {
            assertThatThrownBy(() -> open(root)).isInstanceOf(StoreLockedException.class);
            Process other = another();
            assertThat(firstWord(other)).as("first has " + first.place().root()).isEqualTo("locked");
            other.waitFor();
        }
    }

    @Test
    void lockFile_staysAndIsPrivate() throws IOException {
        open(root).close();

        Path lock = root.resolve(".aml-lock");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock)))
                .isEqualTo("rw-------");
        assertThat(lock).isEmptyFile();
    }

    @Test
    void lockFile_isOursWhereItMayNotBeGivenToTheOwnerOfTheStore() throws IOException {
        StoreKinds.open(new FaultyDisk().forOrdinaryUser(), root, OPTIONS).close();

        assertThat(root.resolve(".aml-lock")).exists();
    }

    @Test
    void open_canBeInterruptedWhileItWaits() throws Exception {
        Throwable[] thrown = {null};
        try (MemoryStore first = open(root)) {
            Thread waiting = Thread.ofPlatform().start(() -> {
                try {
                    StoreKinds.open(new LocalDisk(), first.place().root(), OPTIONS.withLockWait(Duration.ofMinutes(5)))
                            .close();
                } catch (IOException e) {
                    thrown[0] = e;
                }
            });
            waiting.interrupt();
            waiting.join();
        }
        assertThat(thrown[0]).isInstanceOf(InterruptedIOException.class);
    }
}
