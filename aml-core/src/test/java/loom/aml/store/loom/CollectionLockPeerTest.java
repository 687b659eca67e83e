package loom.aml.store.loom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import loom.aml.NodePeer;
import loom.aml.io.Disk;
import loom.aml.io.LocalDisk;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.StoreOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our locks beside those of the library that the runtime uses, in a process of its own. */
class CollectionLockPeerTest {
    /** The shortest that the library knows. It keeps a lock alive twice as often. */
    private static final long PEER_STALE_MS = 2_000;

    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration STALE = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofSeconds(20);

    private static final Path SOURCES = Path.of("src/test/peer");
    private static final NodePeer.Scripts SCRIPTS = new NodePeer.Scripts(
            Path.of("target/peer"),
            List.of(SOURCES.resolve("peer.js"), SOURCES.resolve("package.json"), SOURCES.resolve("package-lock.json")));

    @TempDir
    private Path directory;

    private final Disk disk = new LocalDisk();
    private Path file;
    private Path lock;
    private NodePeer peer;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        SCRIPTS.install();
    }

    @BeforeEach
    void start() throws IOException {
        file = Files.writeString(directory.resolve("patterns.json"), "0");
        lock = directory.resolve("patterns.json.lock");
        peer = SCRIPTS.start("peer.js");
        // Locks grow stale within seconds here: the start of Node is not to be among them.
        assertThat(peer.ask("check", file, PEER_STALE_MS)).isEqualTo("ok free");
    }

    @AfterEach
    void end() throws IOException {
        peer.close();
    }

    private static StoreOptions options(Duration wait, Duration stale) {
        return StoreOptions.DEFAULT.withLockWait(wait).withLockStale(stale);
    }

    private CollectionLock take(Duration wait, Duration stale) throws IOException {
        return CollectionLock.take(disk, file, options(wait, stale));
    }

    private void makeOld() throws IOException {
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(10)));
    }

    @Test
    void lock_thatWeHold_isHeldForThem() throws IOException {
        CollectionLock ours = take(SOON, STALE);

        assertThat(peer.ask("check", file, PEER_STALE_MS)).isEqualTo("ok held");
        assertThat(peer.ask("lock", file, PEER_STALE_MS)).isEqualTo("no ELOCKED");
        ours.close();
        assertThat(peer.ask("lock", file, PEER_STALE_MS)).isEqualTo("ok locked");
        assertThat(peer.ask("unlock", file)).isEqualTo("ok unlocked");
        assertThat(lock).doesNotExist();
    }

    @Test
    void lock_thatTheyHold_isHeldForUs() throws IOException {
        assertThat(peer.ask("lock", file, PEER_STALE_MS)).isEqualTo("ok locked");

        assertThatThrownBy(() -> take(SOON, STALE)).isInstanceOfSatisfying(StoreLockedException.class, locked -> {
            assertThat(locked.lock()).isEqualTo(lock.toString());
            assertThat(locked.waited()).isEqualTo(SOON);
        });
        assertThat(peer.ask("unlock", file)).isEqualTo("ok unlocked");
        take(SOON, STALE).close();
        assertThat(lock).doesNotExist();
    }

    @Test
    void lock_neverLetsTwoIn() throws IOException {
        int times = 60;
        peer.send("count", file, times);
        for (int i = 0; i < times; i++) {
            try (CollectionLock ours = take(LONG, STALE)) {
                int n = Integer.parseInt(Files.readString(file));
                assertThat(ours.isOurs()).isTrue();
                Files.writeString(file, Integer.toString(n + 1));
            }
        }

        assertThat(peer.answer()).isEqualTo("ok counted");
        assertThat(file).hasContent(Integer.toString(2 * times));
    }

    @Test
    void lock_thatTheyKeepAlive_isNeverTakenOver() throws IOException {
        assertThat(peer.ask("lock", file, PEER_STALE_MS)).isEqualTo("ok locked");

        assertThatThrownBy(() -> take(Duration.ofMillis(3_400), Duration.ofMillis(2_400)))
                .isInstanceOf(StoreLockedException.class);

        assertThat(peer.ask("unlock", file)).as("it has not lost it").isEqualTo("ok unlocked");
    }

    @Test
    void lock_thatTheyDiedWith_isTakenOver() throws Exception {
        assertThat(peer.ask("lock", file, PEER_STALE_MS)).isEqualTo("ok locked");
        peer.kill();
        assertThat(lock).isDirectory();

        try (CollectionLock ours = take(LONG, Duration.ofMillis(100))) {
            assertThat(ours.isOurs()).isTrue();
        }
        assertThat(lock).doesNotExist();
    }

    @Test
    void lock_thatWeDiedWith_isTakenOverByThem() throws IOException {
        take(SOON, STALE);
        makeOld();

        assertThat(peer.ask("lock", file, PEER_STALE_MS)).isEqualTo("ok locked");
    }

    @Test
    void lock_thatTheyTookFromUsWhileWeWereStopped_isNotOurs_andStaysTheirs() throws IOException {
        CollectionLock ours = take(SOON, STALE);
        makeOld();
        assertThat(peer.ask("lock", file, PEER_STALE_MS)).isEqualTo("ok locked");

        assertThat(ours.isOurs()).isFalse();
        ours.close();

        assertThat(lock).isDirectory();
        assertThat(peer.ask("unlock", file)).isEqualTo("ok unlocked");
    }

    @Test
    void lock_withAFileInIt_isTakenByNobody() throws IOException {
        Files.createDirectory(lock);
        Files.writeString(lock.resolve("keep"), "");
        makeOld();

        assertThat(peer.ask("lock", file, PEER_STALE_MS)).isEqualTo("no ENOTEMPTY");
        assertThatThrownBy(() -> take(Duration.ofMillis(100), Duration.ofMillis(10)))
                .isInstanceOf(StoreLockedException.class);
        assertThat(lock.resolve("keep")).exists();
    }
}
