package loom.aml.server.page;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import loom.aml.app.monitor.ShowStatus;
import loom.aml.server.service.HostServices;
import loom.aml.server.stores.ServedStore;

/**
 * The status of each store. Judging the health reads all items, so a page shows the last judgement, and one that is older than a
 * few seconds is renewed in the background. Thread-safe.
 */
final class Statuses {
    private static final Duration FRESH = Duration.ofSeconds(5);
    /** After this time a page waits for the new judgement. */
    private static final Duration OLD = Duration.ofMinutes(2);

    private final HostServices services;
    private final Map<String, Seen> byStore = new ConcurrentHashMap<>();
    private final Set<String> renewed = ConcurrentHashMap.newKeySet();

    Statuses(HostServices services) {
        this.services = services;
    }

    /** A status and when it was read. */
    record Seen(ShowStatus.Result status, Instant at) {}

    Seen of(ServedStore store) throws IOException {
        Instant now = store.memory().now();
        Seen seen = byStore.get(store.id());
        if (seen == null || seen.at().plus(OLD).isBefore(now)) {
            return read(store);
        }
        if (seen.at().plus(FRESH).isBefore(now) && renewed.add(store.id())) {
            Thread.ofVirtual().name("aml-status").start(() -> renew(store));
        }
        return seen;
    }

    /** Makes the next page judge the store again, after a change that it must show. */
    void forget(ServedStore store) {
        byStore.remove(store.id());
    }

    private Seen read(ServedStore store) throws IOException {
        Seen seen = new Seen(store.memory().status(), store.memory().now());
        byStore.put(store.id(), seen);
        return seen;
    }

    private void renew(ServedStore store) {
        try {
            read(store);
        } catch (IOException e) {
            // The next page reads it itself and says what is wrong.
            byStore.remove(store.id());
        } catch (RuntimeException e) {
            services.failures().report(e);
        } finally {
            renewed.remove(store.id());
        }
    }
}
