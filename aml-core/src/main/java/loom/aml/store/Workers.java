package loom.aml.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Runs independent tasks on all cores, the largest first, and returns the results in the order of the tasks. */
public final class Workers {
    /** The number of threads that wait for the disk at once. More bring little, and each holds a file in memory. */
    private static final int WAITING = 32;

    private final int threads;
    private final Progress progress;

    public Workers(int threads) {
        this(threads, Progress.NONE);
    }

    /** @param progress is informed of each completed task */
    public Workers(int threads, Progress progress) {
        this.threads = threads;
        this.progress = progress;
    }

    /** Returns workers that report no progress. */
    public Workers silent() {
        return new Workers(threads);
    }

    /**
     * Returns workers with twice the threads, if there are several: for work that spends half of its time waiting for
     * the disk.
     */
    public Workers overlapping() {
        return threads == 1 ? this : new Workers(2 * threads, progress);
    }

    /**
     * Returns workers with many threads, if there are several: for many small tasks that wait for the disk most of the time. Their
     * syncs then become one.
     */
    public Workers waiting() {
        return threads == 1 ? this : new Workers(Math.max(WAITING, threads), progress);
    }

    /** One task. */
    @FunctionalInterface
    public interface Work<T, R> {
        R on(T piece) throws IOException;
    }

    /**
     * Runs all tasks. After a failure, no further task is started.
     *
     * @param size returns the size of a task, in any unit
     */
    public <T, R> List<R> map(List<T> pieces, ToLongFunction<T> size, Work<T, R> work) throws IOException {
        AtomicInteger done = new AtomicInteger();
        Work<T, R> task = piece -> {
            R result = work.on(piece);
            progress.done(done.incrementAndGet(), pieces.size());
            return result;
        };
        if (threads == 1 || pieces.size() < 2) {
            List<R> results = new ArrayList<>();
            for (T piece : pieces) {
                results.add(task.on(piece));
            }
            return results;
        }
        List<Integer> order = IntStream.range(0, pieces.size())
                .boxed()
                .sorted((one, other) ->
                        Long.compare(size.applyAsLong(pieces.get(other)), size.applyAsLong(pieces.get(one))))
                .toList();
        try (ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, pieces.size()))) {
            List<Future<R>> futures = new ArrayList<>(Collections.nCopies(pieces.size(), null));
            for (int i : order) {
                futures.set(i, pool.submit(() -> task.on(pieces.get(i))));
            }
            return resultsOf(futures);
        }
    }

    private static <R> List<R> resultsOf(List<Future<R>> futures) throws IOException {
        List<R> results = new ArrayList<>();
        try {
            for (Future<R> future : futures) {
                results.add(resultOf(future));
            }
            return results;
        } finally {
            // After a failure, tasks that have not started are dropped. A running one is not interrupted: that would
            // close files which it may share with others.
            futures.forEach(future -> future.cancel(false));
        }
    }

    private static <R> R resultOf(Future<R> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while working on files");
        }
    }
}
