package loom.aml.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Runs the same task for several values concurrently and waits for all of them. */
public final class ParallelTasks {
    private ParallelTasks() {}

    /** A task that may fail. */
    @FunctionalInterface
    public interface Task<T> {
        void run(T thing) throws IOException;
    }

    /**
     * Runs a task for each value.
     *
     * @throws IOException the first failure; all other tasks have ended by then
     */
    public static <T> void forEach(ExecutorService threads, List<T> things, Task<T> task) throws IOException {
        List<Future<?>> running = new ArrayList<>();
        for (T thing : things.subList(Math.min(1, things.size()), things.size())) {
            running.add(threads.submit(() -> {
                task.run(thing);
                return null;
            }));
        }
        IOException failure = null;
        try {
            if (!things.isEmpty()) {
                task.run(things.getFirst());
            }
        } catch (IOException e) {
            failure = e;
        }
        for (Future<?> one : running) {
            failure = after(one, failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static @Nullable IOException after(Future<?> one, @Nullable IOException failure) {
        try {
            one.get();
            return failure;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            IOException cause = e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
            if (failure == null) {
                return cause;
            }
            failure.addSuppressed(cause);
            return failure;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failure == null ? new IOException("interrupted while waiting for the disk", e) : failure;
        }
    }
}
