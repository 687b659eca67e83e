package loom.aml.store.loom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import loom.aml.io.LocalDisk;
import loom.aml.io.PatientTicker;
import loom.aml.io.Ticker;
import loom.aml.store.StoreOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks that nobody holds any more, and some that somebody does. */
class AbandonedLocksTest {
    private static final Duration STALE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final Ticker ticker = new PatientTicker();

    private Path file(String name) {
        return directory.resolve(name);
    }

    private Path left(String name) throws IOException {
        return Files.createDirectory(file(name + ".lock"));
    }

    private void free(Ticker with, Path... files) throws IOException {
        StoreOptions options = StoreOptions.DEFAULT.withLockStale(STALE).withTicker(with);
        new AbandonedLocks(new LocalDisk(), options).free(List.of(files));
    }

    @Test
    void free_ofSeveral_takesNoLongerThanOfOne() throws IOException {
        Path one = left("a.json");
        Path other = left("b.json");
        Path third = left("c.json");

        free(ticker, file("a.json"), file("b.json"), file("c.json"));

        assertThat(one).doesNotExist();
        assertThat(other).doesNotExist();
        assertThat(third).doesNotExist();
        assertThat(Duration.ofNanos(ticker.nanos())).isBetween(STALE, STALE.plusSeconds(1));
    }

    @Test
    void free_waitsNoLongerThanAnybodyWaitsForALock() throws IOException {
        Path lock = left("a.json");
        Duration wait = Duration.ofSeconds(5);
        StoreOptions options =
                StoreOptions.DEFAULT.withLockStale(STALE).withLockWait(wait).withTicker(ticker);

        new AbandonedLocks(new LocalDisk(), options).free(List.of(file("a.json")));

        assertThat(lock).exists();
        assertThat(Duration.ofNanos(ticker.nanos())).isBetween(wait, wait.plusSeconds(1));
    }

    @Test
    void free_whereNothingIsLocked_waitsForNothing() throws IOException {
        free(ticker, file("a.json"), file("b.json"));

        assertThat(ticker.nanos()).isZero();
    }

    @Test
    void free_leavesWhatSomebodyKeepsAlive() throws IOException {
        Path alive = left("a.json");
        Path dead = left("b.json");
        Ticker touching = new Ticker() {
            @Override
            public long nanos() {
                return ticker.nanos();
            }

            @Override
            public void pause(long millis) throws IOException {
                ticker.pause(millis);
                Files.setLastModifiedTime(alive, FileTime.from(Instant.EPOCH.plusNanos(ticker.nanos())));
            }
        };

        free(touching, file("a.json"), file("b.json"));

        assertThat(alive).isDirectory();
        assertThat(dead).doesNotExist();
        assertThat(Duration.ofNanos(ticker.nanos()))
                .as("nobody waits for the living")
                .isBetween(STALE, STALE.plusSeconds(1));
    }

    @Test
    void free_keepsALockDirectoryThatIsNotEmpty_andALockThatIsAFile() throws IOException {
        Path full = Files.createFile(left("a.json").resolve("somebody's"));
        Path noLock = Files.createFile(file("b.json.lock"));

        free(ticker, file("a.json"), file("b.json"));

        assertThat(full).exists();
        assertThat(noLock).exists();
    }
}
