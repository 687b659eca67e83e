package loom.aml.server.event;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import loom.aml.app.host.ChangeWatch;
import loom.aml.json.JsonObject;
import loom.aml.server.stores.ServedStore;

/**
 * Reports that anybody changed a store, to those who follow the events and to other listeners. There is one watch for each store,
 * which looks only while somebody wants to know. Thread-safe.
 */
public final class StoreWatches implements AutoCloseable {
    /** The name of the event. */
    public static final String CHANGED = "store";

    private final Events events;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();

    public StoreWatches(Events events) {
        this.events = events;
    }

    /** Publishes an event for each change of a store from now on. */
    public void watch(ServedStore store) {
        watched(store);
    }

    /**
     * Reports each change of a store to a listener from now on.
     *
     * @param isWanted whether the listener wants to know
     * @param changed called in another thread after a change, and once when changes become wanted
     */
    public void watch(ServedStore store, BooleanSupplier isWanted, Runnable changed) {
        watched(store).listeners.add(new Listener(isWanted, changed));
    }

    private Watched watched(ServedStore store) {
        return watched.computeIfAbsent(store.id(), id -> {
            JsonObject data = JsonObject.builder().put("store", id).build();
            return new Watched(store, new Listener(events::isFollowed, () -> events.publish(CHANGED, id, data)));
        });
    }

    /** A store with the listeners that are interested in it. The thread of the watch uses their states. */
    private static final class Watched {
        private final List<Listener> listeners = new CopyOnWriteArrayList<>();
        private final ChangeWatch watch;
        private boolean wasLooking;

        Watched(ServedStore store, Listener first) {
            listeners.add(first);
            watch = ChangeWatch.start(store.opener(), ChangeWatch.INTERVAL, this::isWanted, this::changed);
        }

        private boolean isWanted() {
            boolean isWanted = false;
            for (Listener listener : listeners) {
                isWanted |= listener.isWantedNow(wasLooking);
            }
            wasLooking = isWanted;
            return isWanted;
        }

        private void changed() {
            for (Listener listener : listeners) {
                if (listener.isWanting) {
                    listener.changed.run();
                }
            }
        }
    }

    private static final class Listener {
        private final BooleanSupplier isWanted;
        private final Runnable changed;
        private boolean isWanting;

        Listener(BooleanSupplier isWanted, Runnable changed) {
            this.isWanted = isWanted;
            this.changed = changed;
        }

        /** @param isWatched whether another listener has wanted to know, so that the watch reports no change at first */
        boolean isWantedNow(boolean isWatched) {
            boolean was = isWanting;
            isWanting = isWanted.getAsBoolean();
            if (isWanting && !was && isWatched) {
                changed.run();
            }
            return isWanting;
        }
    }

    @Override
    public void close() {
        watched.values().forEach(each -> each.watch.close());
    }
}
