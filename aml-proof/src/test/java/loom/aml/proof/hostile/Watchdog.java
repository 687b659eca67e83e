package loom.aml.proof.hostile;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs work with a time limit, and prints its stack if it exceeds the limit. */
final class Watchdog {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Watchdog() {}

    static <T> T watch(String what, Callable<T> work) throws InterruptedException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = Thread.ofPlatform().daemon().start(task);
        try {
            return task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(what, e.getCause());
        } catch (TimeoutException e) {
            AssertionError late = new AssertionError(what + " did not end within " + PATIENCE.toSeconds() + " s");
            late.setStackTrace(thread.getStackTrace());
            throw late;
        }
    }
}
