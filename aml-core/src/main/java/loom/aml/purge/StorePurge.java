package loom.aml.purge;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.store.FileChange;
import loom.aml.store.FileVersion;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreChange;
import loom.aml.store.file.StoreTree;

/** Purges the files of a store. Not safe for use by several threads. */
public final class StorePurge {
    /** The bytes of the largest file that is searched: it is read into memory. */
    static final long LARGEST = 1L << 30;

    private final MemoryStore store;
    private final ContentPurge content;
    private final WantedText wanted;

    public StorePurge(MemoryStore store, ContentPurge content, WantedText wanted) {
        this.store = store;
        this.content = content;
        this.wanted = wanted;
    }

    /** Makes one change through the transaction of the store. */
    @FunctionalInterface
    public interface Change {
        /** Returns the problems. */
        List<Finding> make(StoreChange change) throws IOException;
    }

    /** Returns the files that hold it, and changes nothing. */
    public PurgePlan plan() throws IOException {
        return each(_ -> List.of());
    }

    /** Purges all files. Returns the changed ones. */
    public PurgePlan run(Change change) throws IOException {
        PurgePlan done = each(change);
        removeFolders();
        return done;
    }

    private PurgePlan each(Change change) throws IOException {
        StoreTree tree = tree();
        List<Place> places = new ArrayList<>();
        List<Finding> unsure = new ArrayList<>();
        for (Finding unlisted : tree.findings()) {
            if (unlisted.isProblem()) {
                unsure.add(PurgePlan.finding(wanted.masked(unlisted.where()), unlisted.what()));
            }
        }
        for (Map.Entry<String, FileState> file : tree.files().entrySet()) {
            String path = file.getKey();
            try {
                Found found = find(path);
                if (found.purged instanceof Purged.Unsure no) {
                    unsure.add(PurgePlan.finding(wanted.masked(path), no.reason()));
                } else if (found.change.isPresent()) {
                    unsure.addAll(change.make(found.change.get()));
                    places.add(
                            new Place(Place.Kind.STORE, store.location(), wanted.masked(path), found.purged.count()));
                }
            } catch (NoSuchFileException e) {
                // Removed since it was listed.
            } catch (IOException e) {
                unsure.add(PurgePlan.finding(wanted.masked(path), "cannot be read (" + e.getMessage() + ")"));
            }
        }
        return new PurgePlan(places, unsure);
    }

    private record Found(Purged purged, Optional<StoreChange> change) {}

    private Found find(String path) throws IOException {
        try (FileInput file = store.requireFiles().open(path)) {
            if (file.state().size() > LARGEST) {
                return new Found(
                        new Purged.Unsure(
                                "has " + file.state().size() + " bytes, and at most " + LARGEST + " are searched"),
                        Optional.empty());
            }
            Purged purged = content.of(path, file.stream().readAllBytes());
            FileVersion seen = new FileVersion(file.state());
            return new Found(
                    purged,
                    switch (purged) {
                        case Purged.Changed changed ->
                            Optional.of(new FileChange.Purge(path, seen, Optional.of(changed.content())));
                        case Purged.Removed _ -> Optional.of(new FileChange.Purge(path, seen, Optional.empty()));
                        case Purged.Free _, Purged.Unsure _ -> Optional.empty();
                    });
        }
    }

    private StoreTree tree() throws IOException {
        return StoreTree.of(
                store.place().disk(), store.place().root(), store.place().scope());
    }

    /** Removes the empty folders whose names are purged, such as that of an agent. */
    private void removeFolders() throws IOException {
        Disk disk = store.place().disk();
        for (String folder : new ArrayList<>(tree().directories()).reversed()) {
            Path path = FileName.resolve(store.place().root(), folder);
            if (content.isRemovedFolder(folder) && disk.names(path).isEmpty()) {
                disk.delete(path);
                disk.syncDirectory(Objects.requireNonNull(path.getParent(), "a folder of the store is below its root"));
            }
        }
    }
}
