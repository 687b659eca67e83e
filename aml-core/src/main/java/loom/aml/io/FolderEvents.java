package loom.aml.io;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Waits for changes in directories, not in those below them. File systems of other machines report no changes, so a caller
 * must also look at intervals. Used by one thread.
 */
public final class FolderEvents implements AutoCloseable {
    /** A program truncates a file before it writes it: the pause between both is shorter than this. */
    private static final Duration PAUSE = Duration.ofMillis(10);

    private static final int MOST_PAUSES = 5;

    private final WatchService service;

    private FolderEvents(WatchService service) {
        this.service = service;
    }

    /**
     * Begins to notice changes.
     *
     * @throws IOException if the system supports no more of this
     */
    public static FolderEvents in(List<Path> directories) throws IOException {
        WatchService service = FileSystems.getDefault().newWatchService();
        boolean isMade = false;
        try {
            for (Path directory : directories) {
                directory.register(
                        service,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
            }
            isMade = true;
            return new FolderEvents(service);
        } finally {
            if (!isMade) {
                service.close();
            }
        }
    }

    /** Waits until something has changed and is being left alone for a moment, at most for the given time. */
    public void await(Duration most) throws InterruptedException {
        WatchKey key = service.poll(most.toNanos(), TimeUnit.NANOSECONDS);
        for (int pause = 0; key != null && pause < MOST_PAUSES; pause++) {
            key.pollEvents();
            key.reset();
            key = service.poll(PAUSE.toNanos(), TimeUnit.NANOSECONDS);
        }
        if (key != null) {
            key.pollEvents();
            key.reset();
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
