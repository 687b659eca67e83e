package loom.aml.app.guard;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreOpener;
import loom.aml.io.FolderEvents;
import loom.aml.item.ItemKind;

/** Looks at stores at intervals, and reports what other programs changed. Lists files, and reads those that changed. */
public final class WatchStores {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    /** Stores of collections are opened for each look. */
    private static final int LOOKS_PER_COLLECTIONS = 10;

    private final Function<Path, StoreOpener> stores;
    private final RunHook.Observers observers;
    private final Events events;

    /** Receives what is found. */
    public interface Events {
        void found(Observed observed);

        /** A store cannot be looked at. Called once until it can be again. */
        void failed(Path store, IOException failure);
    }

    public WatchStores(Function<Path, StoreOpener> stores, RunHook.Observers observers, Events events) {
        this.stores = stores;
        this.observers = observers;
        this.events = events;
    }

    /**
     * A store to watch.
     *
     * @param root its real path
     * @param isOfNotes whether its files are notes
     */
    private record Watched(Path root, boolean isOfNotes) {}

    /**
     * Looks once at each store and returns what was found.
     *
     * @throws loom.aml.store.NoStoreException if one is not a store
     */
    public List<Observed> once(List<Path> paths) throws IOException {
        List<Observed> found = new ArrayList<>();
        for (Watched store : watched(paths)) {
            found.add(look(store));
        }
        return found;
    }

    /**
     * Looks until the thread is interrupted.
     *
     * @throws loom.aml.store.NoStoreException if one is not a store at the beginning
     */
    public void run(List<Path> paths) throws IOException, InterruptedException {
        List<Watched> all = watched(paths);
        Set<Path> failed = new HashSet<>();
        try (FolderEvents events = events(all)) {
            for (long round = 0; ; round++) {
                for (Watched store : all) {
                    if (store.isOfNotes || round % LOOKS_PER_COLLECTIONS == 0) {
                        look(store, failed);
                    }
                }
                events.await(INTERVAL);
            }
        }
    }

    /** Notes are few and written whole: each version that another program overwrites soon is worth a look at once. */
    private static FolderEvents events(List<Watched> all) throws IOException {
        return FolderEvents.in(
                all.stream().filter(Watched::isOfNotes).map(Watched::root).toList());
    }

    private List<Watched> watched(List<Path> paths) throws IOException {
        List<Watched> all = new ArrayList<>();
        for (Path path : paths) {
            try (OpenStore opened = stores.apply(path).forReading()) {
                all.add(new Watched(
                        opened.store().place().root(), opened.store().kinds().contains(ItemKind.NOTE)));
            }
        }
        return all;
    }

    private Observed look(Watched store) throws IOException {
        StoreObserver observer = observers.of(store.root);
        return store.isOfNotes
                ? observer.look(store.root, StoreObserver.Occasion.ANY)
                : observer.look(StoreObserver.Occasion.ANY);
    }

    private void look(Watched store, Set<Path> failed) {
        try {
            Observed found = look(store);
            failed.remove(store.root);
            if (found.kind() == Observed.Kind.BEGUN || found.kind() == Observed.Kind.CHANGED) {
                events.found(found);
            }
        } catch (IOException e) {
            if (failed.add(store.root)) {
                events.failed(store.root, e);
            }
        }
    }
}
