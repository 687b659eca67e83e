package loom.aml.server.page;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import loom.aml.app.OpenStore;
import org.jspecify.annotations.Nullable;

/**
 * A value that takes long to compute from a store. The latest one is kept while no collection of the store changes. Requests for
 * the same store wait for each other, so that it is computed once. Thread-safe.
 */
final class LatestByStore<T> {
    private final Duration age;
    private final Map<String, Slot<T>> slots = new ConcurrentHashMap<>();

    /** @param age the value is computed again after this time in any case, because it depends on more than the store */
    LatestByStore(Duration age) {
        this.age = age;
    }

    /** Computes the value. */
    @FunctionalInterface
    interface Computation<T> {
        /** @param fingerprint that of the store */
        T of(String fingerprint) throws IOException;
    }

    private static final class Slot<T> {
        private @Nullable T value;
        private String fingerprint = "";
        private Instant at = Instant.MIN;
    }

    /** @param store the id of the store */
    T of(String store, OpenStore opened, Computation<T> computation) throws IOException {
        Slot<T> slot = slots.computeIfAbsent(store, _ -> new Slot<>());
        synchronized (slot) {
            String fingerprint = opened.fingerprint();
            Instant now = opened.now();
            T known = slot.value;
            if (known != null
                    && slot.fingerprint.equals(fingerprint)
                    && Duration.between(slot.at, now).compareTo(age) < 0) {
                return known;
            }
            T value = computation.of(fingerprint);
            slot.value = value;
            slot.fingerprint = fingerprint;
            slot.at = now;
            return value;
        }
    }
}
