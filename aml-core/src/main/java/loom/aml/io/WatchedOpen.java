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
 * Opens files that were regular files a moment ago. If a pipe replaces such a file meanwhile, the open blocks forever,
 * and Java cannot open without blocking. A watching thread detects an open that takes long. It opens the other end of
 * the pipe, or restarts the open if the pipe has lost its name by then.
 */
final class WatchedOpen {
    private static final long PAUSE_NANOS = 500_000_000;
    private static final long LONG_NANOS = 1_000_000_000;

    /** The bits of a mode that hold the file type. */
    private static final int TYPE = 0170000;

    private static final int PIPE = 0010000;

    private static final Map<Thread, Opening> OPENINGS = new ConcurrentHashMap<>();

    static {
        Thread watch = new Watch();
        watch.setDaemon(true);
        watch.start();
    }

    /** A named class, because every start uses it and linking a method reference would slow the start. */
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

    /** Opens a file. The caller checks whether it is still a regular file. */
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
            // Thread.sleep would load classes that the AOT cache does not contain.
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
                // Opens both ends at once: this never blocks and releases every thread that waits for either end.
                FileChannel.open(
                                file,
                                Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))
                        .close();
            } else {
                BlockedOpens.restart();
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            // The file system is slow, or the path is not a pipe; the loop tries again.
        }
    }

    private static boolean isPipe(Path file) throws IOException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                && ((int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & TYPE) == PIPE;
    }
}
