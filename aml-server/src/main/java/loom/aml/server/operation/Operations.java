package loom.aml.server.operation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import loom.aml.json.JsonObject;
import loom.aml.server.event.Events;

/**
 * The operations of a host: at most one for each store at a time. Ended ones are kept until there are {@value #MOST} newer
 * ones, and their results until there are {@value #RESULTS} newer ones; the store records their changes as runs. Thread-safe.
 */
public final class Operations implements AutoCloseable {
    /** The name of the event. */
    public static final String CHANGED = "operation";

    private static final int MOST = 200;
    private static final int RESULTS = 20;
    private static final Duration GRACE = Duration.ofSeconds(8);

    private final Events events;
    private final InstantSource clock;
    private final Map<String, Operation> byId = new LinkedHashMap<>();
    private final Map<String, Operation> running = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean isClosed;
    private long started;

    public Operations(Events events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    /**
     * Starts an operation.
     *
     * @param store the id of the store
     * @param command the command with the same use case
     * @param problem describes a failure as a problem document
     * @throws OperationRunningException if another one works on the store
     * @throws HostStoppingException if the host is being stopped
     */
    public Operation start(String store, String command, Work work, Function<Exception, JsonObject> problem)
            throws OperationRunningException, HostStoppingException {
        synchronized (this) {
            if (isClosed) {
                throw new HostStoppingException();
            }
            Operation other = running.get(store);
            if (other != null) {
                throw new OperationRunningException(other);
            }
            String id = UUID.randomUUID().toString();
            Operation operation = new Operation(
                    id, store, command, clock, changed -> events.publish(CHANGED, store, changed.summary()));
            byId.put(id, operation);
            running.put(store, operation);
            before(MOST).forEach(old -> byId.remove(old.id()));
            before(RESULTS).forEach(Operation::dropResult);
            Thread thread =
                    Thread.ofVirtual().name("aml-operation-" + id).unstarted(() -> run(operation, work, problem));
            threads.removeIf(each -> !each.isAlive());
            thread.start();
            threads.add(thread);
            started++;
            return operation;
        }
    }

    /** Returns the operations that have ended and are older than the latest ones. */
    private List<Operation> before(int latest) {
        return byId.values().stream()
                .limit(Math.max(0, byId.size() - latest))
                .filter(each -> each.state() != Operation.State.RUNNING)
                .toList();
    }

    private void run(Operation operation, Work work, Function<Exception, JsonObject> problem) {
        events.publish(CHANGED, operation.store(), operation.summary());
        Operation.State state = Operation.State.FAILED;
        Optional<JsonObject> result = Optional.empty();
        Optional<JsonObject> failure = Optional.empty();
        try {
            result = Optional.of(work.run(operation.progress()));
            state = Operation.State.DONE;
        } catch (CancellationException e) {
            state = Operation.State.CANCELLED;
        } catch (Exception e) {
            failure = Optional.of(problem.apply(e));
        } finally {
            // The next operation may begin as soon as somebody sees the end of this one.
            synchronized (this) {
                running.remove(operation.store());
            }
            operation.end(state, result, failure);
        }
    }

    public synchronized Optional<Operation> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Returns the operations, the newest first. */
    public synchronized List<Operation> list() {
        return List.copyOf(byId.values()).reversed();
    }

    /** Returns the number of operations that were started so far. */
    public synchronized long started() {
        return started;
    }

    /** Returns the number of operations that are running. */
    public synchronized int runningCount() {
        return running.size();
    }

    /** Cancels all operations and waits a few seconds for their end. */
    @Override
    public void close() {
        List<Thread> waited;
        List<Operation> cancelled;
        synchronized (this) {
            isClosed = true;
            waited = List.copyOf(threads);
            cancelled = List.copyOf(running.values());
        }
        cancelled.forEach(Operation::cancel);
        long deadline = System.nanoTime() + GRACE.toNanos();
        try {
            for (Thread thread : waited) {
                long left = deadline - System.nanoTime();
                if (left > 0) {
                    thread.join(Duration.ofNanos(left));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
