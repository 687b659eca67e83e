package loom.aml.server.service;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import loom.aml.server.stores.ServedStore;

/**
 * A value of each store that takes long to read. A caller gets the last one, and one that is no longer fresh is renewed in the
 * background; only the first one, and one in place of an old one, is waited for. Thread-safe.
 */
public final class RenewedByStore<T> {
    private final Duration fresh;
    private final Duration old;
    private final Reading<T> reading;
    private final FailureMapping failures;
    private final Map<String, Seen<T>> byStore = new ConcurrentHashMap<>();
    private final Set<String> renewed = ConcurrentHashMap.newKeySet();

    /**
     * @param fresh a value is renewed after this time
     * @param old a caller waits for a new value after this time
     */
    public RenewedByStore(Duration fresh, Duration old, Reading<T> reading, FailureMapping failures) {
        this.fresh = fresh;
        this.old = old;
        this.reading = reading;
        this.failures = failures;
    }

    /** Reads the value. */
    @FunctionalInterface
    public interface Reading<T> {
        T of(ServedStore store) throws IOException;
    }

    /** A value and when it was read. */
    public record Seen<T>(T value, Instant at) {}

    public Seen<T> of(ServedStore store) throws IOException {
        Instant now = store.memory().now();
        Seen<T> seen = byStore.get(store.id());
        if (seen == null || seen.at().plus(old).isBefore(now)) {
            return read(store);
        }
        if (seen.at().plus(fresh).isBefore(now) && renewed.add(store.id())) {
            Thread.ofVirtual().name("aml-renewal").start(() -> renew(store));
        }
        return seen;
    }

    /** Makes the next caller wait for a new value, after a change that it must show. */
    public void forget(ServedStore store) {
        byStore.remove(store.id());
    }

    private Seen<T> read(ServedStore store) throws IOException {
        Seen<T> seen = new Seen<>(reading.of(store), store.memory().now());
        byStore.put(store.id(), seen);
        return seen;
    }

    private void renew(ServedStore store) {
        try {
            read(store);
        } catch (IOException e) {
            // The next caller reads it itself and says what is wrong.
            byStore.remove(store.id());
        } catch (RuntimeException e) {
            failures.report(e);
        } finally {
            renewed.remove(store.id());
        }
    }
}
