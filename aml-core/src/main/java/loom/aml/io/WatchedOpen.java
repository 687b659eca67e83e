package loom.aml.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import loom.aml.io.posix.BlockedOpens;

/**
 * Opens files that were regular ones a moment ago. A pipe that takes the name of one in that moment would make the open wait for ever,
 * and Java has no way of opening without waiting. So a thread watches: where an open takes long it opens the other end of the pipe
 * that stands there, or, if the pipe has lost its name by then, makes the open begin again.
 */
final class WatchedOpen {
    private static final long PAUSE_NANOS = 500_000_000;
    private static final long LONG_NANOS = 1_000_000_000;

    /** The type in a mode, and that of a pipe. */
    private static final int TYPE = 0170000;

    private static final int PIPE = 0010000;

    private static final Map<Thread, Opening> OPENINGS = new ConcurrentHashMap<>();

    static {
        Thread watch = new Watch();
        watch.setDaemon(true);
        watch.start();
    }

    /** A class of its own, since each start goes through here, and linking a method reference shows in its time. */
    private static final class Watch extends Thread {
        Watch() {
            super("aml-open-watch");
        }

        @Override
        public void run() {
            watch();
        }
    }

    private record Opening(Path file, long since) {}

    private WatchedOpen() {}

    /** Opens a file. Whether it still is a regular file is for the caller to find out. */
    static FileChannel open(Path file, Set<OpenOption> options) throws IOException {
        Thread thread = Thread.currentThread();
        OPENINGS.put(thread, new Opening(file, System.nanoTime()));
        try {
            return FileChannel.open(file, options);
        } finally {
            OPENINGS.remove(thread);
        }
    }

    private static void watch() {
        while (true) {
            // Not Thread.sleep, which loads classes that no AOT cache holds.
            LockSupport.parkNanos(PAUSE_NANOS);
            if (Thread.interrupted()) {
                return;
            }
            for (Opening opening : OPENINGS.values()) {
                if (System.nanoTime() - opening.since > LONG_NANOS) {
                    release(opening.file);
                }
            }
        }
    }

    private static void release(Path file) {
        try {
            if (isPipe(file)) {
                // Both ends at once: this never waits, and whoever waits for either end goes on.
                FileChannel.open(
                                file,
                                Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))
                        .close();
            } else {
                BlockedOpens.restart();
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            // A slow file system is no pipe, and what could not be done is tried again.
        }
    }

    private static boolean isPipe(Path file) throws IOException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                && ((int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & TYPE) == PIPE;
    }
}
