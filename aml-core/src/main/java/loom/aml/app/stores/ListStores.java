package loom.aml.app.stores;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import loom.aml.locate.FoundStore;
import loom.aml.locate.MachineStores;
import loom.aml.locate.MemoryFolders;
import loom.aml.store.MemoryStore;
import loom.aml.store.NoStoreException;
import loom.aml.store.StoreKind;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;

/** Lists the stores on this machine with their figures, without reading their items. */
public final class ListStores {

    private final Disk disk;
    private final MemoryFolders folders;
    private final StoreOptions options;

    public ListStores(Disk disk, MemoryFolders folders, StoreOptions options) {
        this.disk = disk;
        this.folders = folders;
        this.options = options;
    }

    /**
     * The request.
     *
     * @param directory the working directory, whose project comes first
     * @param roots further folders with projects
     * @param only the stores to list, whether they are found or not; all that are found if empty
     */
    public record Request(Path directory, List<Path> roots, List<Path> only) {
        public Request {
            roots = List.copyOf(roots);
            only = List.copyOf(only);
        }
    }

    /** A store with its figures. */
    public record Entry(FoundStore store, StoreFigures figures) {
        JsonObject toJson() {
            return JsonObject.builder()
                    .put("id", store.id())
                    .put("store", FileName.text(store.path()))
                    .put("kind", store.kind().word())
                    .put("scope", store.scope().word())
                    .put("project", store.project().map(FileName::text).orElse(null))
                    .put("project_state", store.state().word())
                    .put("read_only", store.kind().isReadOnly())
                    .put("agents", figures.agents())
                    .putValue("items", figures.items().orElse(null))
                    .put("bytes", figures.bytes())
                    .put("changed", figures.changed().map(Instant::toString).orElse(null))
                    .put("health", figures.health().word())
                    .put("warnings", figures.warnings())
                    .build();
        }
    }

    /**
     * The stores.
     *
     * @param problems folders that could not be listed
     */
    public record Result(List<Entry> stores, List<String> problems) {
        /** Returns whether a store or a folder could not be listed. */
        public boolean isPartial() {
            return !problems.isEmpty()
                    || stores.stream().anyMatch(entry -> entry.figures.health() == StoreFigures.Health.UNREADABLE);
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("stores", stores.stream().map(Entry::toJson).toList())
                    .put("problems", problems)
                    .build();
        }
    }

    /** Describes a failure for people. */
    public interface Description {
        String of(IOException failure);
    }

    /** Finds the stores and reads their figures. */
    public Result run(Request request, Description description) throws IOException {
        MachineStores.Result found =
                MachineStores.find(folders, request.directory, request.roots, ClientFiles.of(folders));
        List<Entry> entries = new ArrayList<>(found.stores().size());
        for (FoundStore store : request.only.isEmpty() ? found.stores() : named(request.only, found.stores())) {
            entries.add(new Entry(store, figures(store, description)));
        }
        return new Result(List.copyOf(entries), found.problems());
    }

    /** Returns the stores with these real paths. Their project is known only if they were found. */
    private List<FoundStore> named(List<Path> paths, List<FoundStore> found) throws IOException {
        List<FoundStore> named = new ArrayList<>();
        for (Path path : paths) {
            Optional<FoundStore> known =
                    found.stream().filter(store -> store.path().equals(path)).findFirst();
            named.add(known.isPresent() ? known.get() : alone(path));
        }
        return named;
    }

    private FoundStore alone(Path path) throws IOException {
        StoreKind kind = StoreKind.LOOM;
        try (MemoryStore store = StoreKinds.openReadOnly(disk, path, options)) {
            kind = store.kind();
        } catch (NoStoreException e) {
            // Its figures say so.
        }
        return new FoundStore(kind, FoundStore.Scope.OTHER, path, Optional.empty(), FoundStore.ProjectState.NONE);
    }

    private StoreFigures figures(FoundStore store, Description description) {
        try {
            return StoreFigures.of(disk, options, store);
        } catch (IOException e) {
            return StoreFigures.unreadable(description.of(e));
        }
    }
}
