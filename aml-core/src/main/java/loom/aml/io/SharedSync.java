package loom.aml.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes something durable for several threads at once. A sync covers everything that was written before it began, so the
 * threads that ask for one while another is running share the next one.
 *
 * <pre>
 *   thread 1   write  sync ========
 *   thread 2     write  sync ......========
 *   thread 3       write  sync ....waits...
 * </pre>
 *
 * Thread-safe.
 */
public final class SharedSync {
    private final Action action;
    private final ReentrantLock turn = new ReentrantLock();

    /** The round that has not begun yet; guarded by this. */
    private @Nullable Round next;

    public SharedSync(Action action) {
        this.action = action;
    }

    /** Makes everything durable that was written before it is called. */
    @FunctionalInterface
    public interface Action {
        void run() throws IOException;
    }

    private static final class Round {
        private final CountDownLatch end = new CountDownLatch(1);
        private volatile @Nullable Throwable failure;
    }

    /**
     * Makes everything durable that this thread has written.
     *
     * @throws IOException if that failed, for each thread that shared the attempt: a second one may not report it again
     */
    public void sync() throws IOException {
        Round round;
        boolean isLeader = false;
        synchronized (this) {
            if (next == null) {
                next = new Round();
                isLeader = true;
            }
            round = next;
        }
        if (isLeader) {
            lead(round);
        } else {
            follow(round);
        }
    }

    private void lead(Round round) throws IOException {
        turn.lock();
        try {
            synchronized (this) {
                // A thread that comes later may have written after the sync began.
                next = null;
            }
            action.run();
        } catch (IOException | RuntimeException | Error e) {
            round.failure = e;
            throw e;
        } finally {
            turn.unlock();
            round.end.countDown();
        }
    }

    private static void follow(Round round) throws IOException {
        try {
            round.end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a sync");
        }
        switch (round.failure) {
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> {
                // Durable.
            }
        }
    }
}
