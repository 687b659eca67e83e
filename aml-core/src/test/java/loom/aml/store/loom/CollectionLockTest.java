package loom.aml.store.loom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import loom.aml.WatchedDisk;
import loom.aml.io.Disk;
import loom.aml.io.LocalDisk;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.StoreOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock of one file, and what others may do to it between any two of our looks. */
class CollectionLockTest {
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final Duration SHORT_WAIT = Duration.ofMillis(60);
    private static final Duration STALE = Duration.ofMillis(20);
    private static final Duration SLOWLY_STALE = Duration.ofMillis(900);
    private static final Duration NEVER_STALE = Duration.ofHours(1);

    @TempDir
    private Path directory;

    private final Disk disk = new LocalDisk();
    private Path file;
    private Path lock;

    @BeforeEach
    void nameFiles() {
        file = directory.resolve("patterns.json");
        lock = directory.resolve("patterns.json.lock");
    }

    private static StoreOptions options(Duration wait, Duration stale) {
        return StoreOptions.DEFAULT.withLockWait(wait).withLockStale(stale);
    }

    private CollectionLock take(Disk on, Duration wait, Duration stale) throws IOException {
        return CollectionLock.take(on, file, options(wait, stale));
    }

    @Test
    void take_makesADirectory_andCloseRemovesIt() throws IOException {
        try (CollectionLock ours = take(disk, SHORT_WAIT, NEVER_STALE)) {
            assertThat(lock).isEmptyDirectory();
            assertThat(ours.isOurs()).isTrue();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void take_ofAWriteInFlight_takesTheLockOfTheFile() throws IOException {
        try (CollectionLock ours =
                CollectionLock.take(disk, directory.resolve("patterns.json.tmp"), options(SHORT_WAIT, NEVER_STALE))) {
            assertThat(ours.isOurs()).isTrue();
            assertThat(lock).isDirectory();
        }
    }

    @Test
    void take_waitsForWhatIsSetFree() throws IOException {
        Files.createDirectory(lock);
        int[] looks = {0};
        WatchedDisk watched = new WatchedDisk().before("createDirectory", ".lock", () -> {
            if (++looks[0] == 4) {
                Files.delete(lock);
            }
        });

        take(watched.disk(), WAIT, NEVER_STALE).close();

        assertThat(looks[0]).isEqualTo(4);
    }

    @Test
    void take_takesOverALockThatIsNotRefreshed() throws IOException {
        Files.createDirectory(lock);

        try (CollectionLock ours = take(disk, WAIT, STALE)) {
            assertThat(ours.isOurs()).isTrue();
        }
    }

    @Test
    void take_measuresStalenessByItsOwnClock() throws IOException {
        Files.createDirectory(lock);
        // The lock was modified a year ago by the wall clock, then a year in the future.
        for (Instant time : new Instant[] {
            Instant.now().minus(Duration.ofDays(365)), Instant.now().plus(Duration.ofDays(365))
        }) {
            Files.setLastModifiedTime(lock, FileTime.from(time));
            assertThatThrownBy(() -> take(disk, SHORT_WAIT, NEVER_STALE)).isInstanceOf(StoreLockedException.class);
        }
    }

    @Test
    void take_neverTakesWhatIsKeptAlive() throws IOException {
        Files.createDirectory(lock);
        long[] seconds = {0};
        WatchedDisk watched = new WatchedDisk()
                .before(
                        "state",
                        ".lock",
                        () -> Files.setLastModifiedTime(lock, FileTime.from(Instant.ofEpochSecond(seconds[0]++))));

        assertThatThrownBy(() -> take(watched.disk(), Duration.ofMillis(200), STALE))
                .isInstanceOfSatisfying(StoreLockedException.class, locked -> {
                    assertThat(locked.lock()).isEqualTo(lock.toString());
                    assertThat(locked).hasMessageContaining("another program");
                });
        assertThat(lock).isDirectory();
    }

    @Test
    void take_neverTakesALockWithAFileInIt() throws IOException {
        Files.createDirectory(lock);
        Files.createFile(lock.resolve("file"));

        assertThatThrownBy(() -> take(disk, SHORT_WAIT, STALE)).isInstanceOf(StoreLockedException.class);

        assertThat(lock.resolve("file")).exists();
    }

    @Test
    void take_neverRemovesAFileOrALinkAtTheLockPath() throws IOException {
        Files.writeString(lock, "not a lock of the library's");
        assertThatThrownBy(() -> take(disk, SHORT_WAIT, STALE)).isInstanceOf(StoreLockedException.class);
        assertThat(lock).hasContent("not a lock of the library's");

        Files.delete(lock);
        Files.createSymbolicLink(lock, directory.resolve("nowhere"));
        assertThatThrownBy(() -> take(disk, SHORT_WAIT, STALE)).isInstanceOf(StoreLockedException.class);
        assertThat(Files.isSymbolicLink(lock)).isTrue();
    }

    @Test
    void take_thatIsFasterThanAnotherWhoTakesOver_doesNotMind() throws IOException {
        Files.createDirectory(lock);
        WatchedDisk watched = new WatchedDisk().beforeFirst("delete", ".lock", () -> Files.delete(lock));

        take(watched.disk(), WAIT, STALE).close();

        assertThat(lock).doesNotExist();
    }

    @Test
    void take_thatCannotRecogniseItsLockAgain_setsItFree() throws IOException {
        WatchedDisk watched = new WatchedDisk().beforeFirst("openDirectory", ".lock", () -> {
            throw new FileSystemException(lock.toString(), null, "Input/output error");
        });

        assertThatThrownBy(() -> take(watched.disk(), SHORT_WAIT, NEVER_STALE)).isInstanceOf(FileSystemException.class);

        assertThat(lock).doesNotExist();
    }

    @Test
    void take_thatWasStoppedBeforeItsFirstLook_doesNotTakeTheLockOfOthersForItsOwn() throws IOException {
        WatchedDisk watched = new WatchedDisk().beforeFirst("openDirectory", ".lock", () -> {
            Thread.sleep(STALE.multipliedBy(2));
            // By now others have called it stale, taken it over, and work.
            Files.delete(lock);
            Files.createDirectory(lock);
            Files.createFile(lock.resolve("theirs"));
        });

        assertThatThrownBy(() -> take(watched.disk(), SHORT_WAIT, STALE)).isInstanceOf(StoreLockedException.class);

        assertThat(lock.resolve("theirs")).exists();
    }

    @Test
    void take_thatLostItsLockBeforeItsFirstCheck_takesItAgain() throws IOException {
        WatchedDisk watched = new WatchedDisk().beforeFirst("openDirectory", ".lock", () -> Files.delete(lock));

        try (CollectionLock ours = take(watched.disk(), WAIT, NEVER_STALE)) {
            assertThat(ours.isOurs()).isTrue();
        }
        assertThat(lock).doesNotExist();
    }

    /** The library takes over what is 30 s old, the runtime waits for 175 s. */
    @Test
    void take_givesTheLockAHeadStart_thatTheRuntimeOutlasts() throws IOException {
        try (CollectionLock ours = take(disk, SHORT_WAIT, NEVER_STALE)) {
            Duration ahead = Duration.between(
                    Instant.now(), Files.getLastModifiedTime(lock).toInstant());
            assertThat(ahead).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(120));
            assertThat(ahead.plusSeconds(30)).isLessThan(Duration.ofSeconds(175));
            assertThat(ours.isOurs()).isTrue();
        }
    }

    @Test
    void take_canBeInterrupted() throws Exception {
        Files.createDirectory(lock);
        Throwable[] thrown = {null};
        Thread waiting = Thread.ofPlatform().start(() -> {
            try {
                take(disk, WAIT, NEVER_STALE);
            } catch (IOException e) {
                thrown[0] = e;
            }
        });

        waiting.interrupt();
        waiting.join();

        assertThat(thrown[0]).isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void close_leavesTheLockOfOthersAlone() throws IOException {
        CollectionLock ours = take(disk, SHORT_WAIT, NEVER_STALE);
        Files.delete(lock);
        ours.close();
        assertThat(lock).as("nobody's").doesNotExist();

        CollectionLock again = take(disk, SHORT_WAIT, NEVER_STALE);
        Files.delete(lock);
        Files.createDirectory(lock);
        assertThat(again.isOurs()).isFalse();
        again.close();
        assertThat(lock).as("theirs").isDirectory();
    }

    @Test
    void close_saysThatALockWasBlocked() throws IOException {
        CollectionLock ours = take(disk, SHORT_WAIT, NEVER_STALE);
        FileTime made = Files.getLastModifiedTime(lock);
        Files.createFile(lock.resolve("file"));
        Files.setLastModifiedTime(lock, made);

        assertThatThrownBy(ours::close).isInstanceOf(DirectoryNotEmptyException.class);
    }

    @Test
    void keepAlive_touchesTheLockFromTimeToTime() throws Exception {
        try (CollectionLock ours = take(disk, SHORT_WAIT, SLOWLY_STALE)) {
            FileTime made = Files.getLastModifiedTime(lock);
            Thread.sleep(SLOWLY_STALE.dividedBy(3));
            ours.keepAlive();

            assertThat(Files.getLastModifiedTime(lock)).isGreaterThan(made);
            assertThat(ours.isOurs()).isTrue();
        }
        assertThat(lock).doesNotExist();
    }

    @Test
    void keepAlive_neverTouchesTheLockOfOthers() throws Exception {
        try (CollectionLock ours = take(disk, SHORT_WAIT, SLOWLY_STALE)) {
            Files.delete(lock);
            Files.createDirectory(lock);
            FileTime theirs = Files.getLastModifiedTime(lock);
            Thread.sleep(SLOWLY_STALE.dividedBy(3));
            ours.keepAlive();

            assertThat(Files.getLastModifiedTime(lock)).isEqualTo(theirs);
        }
    }
}
