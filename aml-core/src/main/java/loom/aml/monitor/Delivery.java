package loom.aml.monitor;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import loom.aml.json.JsonObject;

/**
 * Delivers messages to hooks. Each hook has its own thread, and each message is tried several times with growing
 * pauses. Never fails and never exceeds its time limit; messages that did not arrive by then are undelivered.
 */
public final class Delivery {
    private final List<AlertHook> hooks;
    private final int attempts;
    private final Duration pause;
    private final Duration atMost;

    /**
     * @param attempts the number of attempts for each message
     * @param pause the pause before the second attempt; each later one is twice as long
     * @param atMost the time limit for all messages together
     */
    public Delivery(List<AlertHook> hooks, int attempts, Duration pause, Duration atMost) {
        this.hooks = List.copyOf(hooks);
        this.attempts = attempts;
        this.pause = pause;
        this.atMost = atMost;
    }

    public boolean hasHooks() {
        return !hooks.isEmpty();
    }

    /** Delivers messages. Returns those that were not delivered, with the reason. */
    public List<FailedDelivery> deliver(List<JsonObject> messages, Instant now) {
        if (hooks.isEmpty() || messages.isEmpty()) {
            return List.of();
        }
        List<FailedDelivery> undelivered = new ArrayList<>();
        long end = System.nanoTime() + atMost.toNanos();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            record Sent(AlertHook hook, JsonObject message, Future<String> failure) {}
            List<Sent> all = new ArrayList<>();
            for (AlertHook hook : hooks) {
                for (JsonObject message : messages) {
                    all.add(new Sent(hook, message, threads.submit(() -> attempt(hook, message))));
                }
            }
            for (Sent sent : all) {
                String failure = failureOf(sent.failure(), end - System.nanoTime());
                if (!failure.isEmpty()) {
                    undelivered.add(new FailedDelivery(now, sent.hook().name(), failure, sent.message()));
                }
            }
        } finally {
            threads.shutdownNow();
        }
        return undelivered;
    }

    private static String failureOf(Future<String> failure, long nanos) {
        try {
            return failure.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            failure.cancel(true);
            return "no time was left";
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause());
        } catch (CancellationException e) {
            return "delivery was abandoned";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure.cancel(true);
            return "delivery was interrupted";
        }
    }

    /**
     * Tries a message until it is delivered. Returns the error of the last attempt; empty if the message was delivered.
     */
    private String attempt(AlertHook hook, JsonObject message) throws InterruptedException {
        String failure = "";
        for (int attempt = 0; attempt < attempts; attempt++) {
            if (attempt > 0) {
                Thread.sleep(pause.multipliedBy(1L << (attempt - 1)));
            }
            try {
                hook.deliver(message);
                return "";
            } catch (AlertHook.RefusedException e) {
                return String.valueOf(e.getMessage());
            } catch (IOException e) {
                failure = e.getClass().getSimpleName() + ": " + e.getMessage();
            }
        }
        return failure;
    }
}
