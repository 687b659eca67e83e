package loom.aml.app.host;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreOpener;
import loom.aml.store.CollectionFile;
import loom.aml.store.Version;

/**
 * Looks at a store at intervals and reports that somebody changed it. Lists files and reads none, and only while the
 * changes are wanted.
 */
public final class ChangeWatch implements AutoCloseable {
    /** The usual interval. */
    public static final Duration INTERVAL = Duration.ofSeconds(1);

    private final StoreOpener stores;
    private final BooleanSupplier isWanted;
    private final Runnable changed;
    private final Thread thread;

    private ChangeWatch(StoreOpener stores, Duration interval, BooleanSupplier isWanted, Runnable changed) {
        this.stores = stores;
        this.isWanted = isWanted;
        this.changed = changed;
        this.thread = Thread.ofPlatform().daemon().name("aml-watch").unstarted(() -> watch(interval));
    }

    /**
     * Starts to look at a store.
     *
     * @param isWanted whether anybody wants to know
     * @param changed called in another thread after a change, and once when changes become wanted
     */
    public static ChangeWatch start(StoreOpener stores, Duration interval, BooleanSupplier isWanted, Runnable changed) {
        ChangeWatch watch = new ChangeWatch(stores, interval, isWanted, changed);
        watch.thread.start();
        return watch;
    }

    private void watch(Duration interval) {
        Optional<Map<CollectionFile, Version>> before = Optional.empty();
        try {
            while (true) {
                Optional<Map<CollectionFile, Version>> now = isWanted.getAsBoolean() ? look() : Optional.empty();
                // Without a former look, a change since the wish to know may have been missed.
                if (now.isPresent() && !before.equals(now)) {
                    changed.run();
                }
                before = now;
                Thread.sleep(interval);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** Returns the versions of all collections; empty if the store cannot be listed now. */
    private Optional<Map<CollectionFile, Version>> look() {
        try (OpenStore store = stores.forReading()) {
            return Optional.of(Map.copyOf(store.store().list().collections()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
