package loom.aml.server.event;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import loom.aml.app.host.ChangeWatch;
import loom.aml.json.JsonObject;
import loom.aml.server.stores.ServedStore;

/** Publishes an event when anybody changed a store. Looks at stores only while somebody follows the events. */
public final class StoreWatches implements AutoCloseable {
    /** The name of the event. */
    public static final String CHANGED = "store";

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Events events;
    private final Map<String, ChangeWatch> watches = new ConcurrentHashMap<>();

    public StoreWatches(Events events) {
        this.events = events;
    }

    /** Watches a store from now on. */
    public void watch(ServedStore store) {
        watches.computeIfAbsent(
                store.id(),
                id -> ChangeWatch.start(
                        store.opener(),
                        INTERVAL,
                        events::isFollowed,
                        () -> events.publish(
                                CHANGED,
                                id,
                                JsonObject.builder().put("store", id).build())));
    }

    @Override
    public void close() {
        watches.values().forEach(ChangeWatch::close);
    }
}
