package loom.aml.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Collects the writes of many threads and passes them to one thread in groups (group commit). Writes that arrive during
 * a commit wait and form the next group.
 *
 * <p>Thread-safe.
 *
 * @param <T> a write that waits
 */
public final class CommitQueue<T> implements AutoCloseable {
    /** Bounds the group, so that the last writer does not wait for a file that keeps growing. */
    private static final int LARGEST_GROUP = 256;

    private static final int PAUSES = 10;
    private static final long PAUSE_NANOS = 100_000;

    private final Predicate<T> isLast;
    private final Committer<T> commits;
    private final ConcurrentLinkedQueue<T> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isScheduled = new AtomicBoolean();
    private final ExecutorService committer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("aml-committer").factory());
    private int lastGroup;

    /** Commits a group. */
    @FunctionalInterface
    public interface Committer<T> {
        /** Commits writes in this order, of which there is at least one. Reports failures to those who wait. */
        void commit(List<T> group);
    }

    /** Creates a queue whose groups end anywhere. */
    public CommitQueue(Committer<T> commits) {
        this(commits, _ -> false);
    }

    /** @param isLast whether a write is the last of its group */
    public CommitQueue(Committer<T> commits, Predicate<T> isLast) {
        this.commits = commits;
        this.isLast = isLast;
    }

    /** Adds writes, which are committed in this order. */
    public void addAll(List<? extends T> writes) {
        queue.addAll(writes);
        schedule();
    }

    private void schedule() {
        if (isScheduled.compareAndSet(false, true)) {
            committer.execute(this::commitAll);
        }
    }

    private void commitAll() {
        try {
            while (!queue.isEmpty()) {
                commitGroup();
            }
        } finally {
            isScheduled.set(false);
            // The thread of a write that arrived in between did not schedule a commit.
            if (!queue.isEmpty()) {
                schedule();
            }
        }
    }

    private void commitGroup() {
        awaitWriters();
        List<T> group = new ArrayList<>();
        for (T next = queue.poll(); next != null; ) {
            group.add(next);
            next = group.size() < LARGEST_GROUP && !isLast.test(next) ? queue.poll() : null;
        }
        lastGroup = group.size();
        if (!group.isEmpty()) {
            commits.commit(group);
        }
    }

    /**
     * Waits briefly for writers that were just acknowledged, because they often have another write, which would
     * otherwise wait for two commits.
     */
    private void awaitWriters() {
        for (int pause = 0; pause < PAUSES && queue.size() < lastGroup; pause++) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Commits everything added before and stops. */
    @Override
    public void close() {
        committer.close();
    }
}
