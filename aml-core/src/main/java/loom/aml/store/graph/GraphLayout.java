package loom.aml.store.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.storage.PrivateFolder;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileVersion;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.NoStoreException;
import loom.aml.store.Rendering;
import loom.aml.store.StoreKind;
import loom.aml.store.StoreListing;
import loom.aml.store.StoreScope;
import loom.aml.store.Version;
import loom.aml.store.file.FileLocks;
import loom.aml.store.file.Layout;

/**
 * A memory file as a store of one collection. Its root is the directory of the file, which belongs to the user and may hold
 * several memory files, so temporary files are in aml's folder beside the file.
 *
 * <pre>
 * memory.jsonl                     the entities and relations, see {@link GraphRendering}
 * memory.jsonl-backup/aml/         records, archives, backups, temporary files, the lock of a run
 * .aml/memory.jsonl/               aml's documents: pins, usage
 * </pre>
 */
final class GraphLayout implements Layout {
    /** server-memory writes its file in one step that takes far less; its copies write it in place. */
    static final Duration QUIET = Duration.ofSeconds(2);

    private static final String LOCK = ".store-lock";

    private final String name;
    private final Duration quiet;
    private final GraphScope scope;

    /**
     * @param name the name of the file
     * @param quiet how long the file must have been unchanged before a change
     */
    GraphLayout(String name, Duration quiet) {
        this.name = name;
        this.quiet = quiet;
        this.scope = new GraphScope(name);
    }

    @Override
    public StoreKind kind() {
        return StoreKind.GRAPH;
    }

    @Override
    public Set<ItemKind> kinds() {
        return Set.of(ItemKind.NOTE);
    }

    @Override
    public void require(Disk disk, Path root) throws IOException {
        FileState state = disk.state(beside(root));
        if (!state.isFile() && !state.isMissing()) {
            throw new NoStoreException(FileName.text(beside(root)), "not a file, so not a memory file");
        }
    }

    @Override
    public StoreListing list(Disk disk, Path root) throws IOException {
        SortedMap<CollectionFile, Version> collections = new TreeMap<>();
        SortedSet<String> agents = new TreeSet<>();
        FileState state = disk.state(beside(root));
        if (!state.isMissing()) {
            collections.put(file(), new FileVersion(state));
            agents.add(CollectionFile.TOP);
        }
        return new StoreListing(agents, collections, new TreeMap<>(), new TreeMap<>(), List.of());
    }

    private CollectionFile file() {
        return collection(name);
    }

    /** Returns the only collection of a memory file. */
    static CollectionFile collection(String name) {
        return new CollectionFile(CollectionFile.TOP, ItemKind.NOTE, name);
    }

    @Override
    public List<CollectionFile> filesOf(ItemKey key) {
        return List.of(file());
    }

    @Override
    public Rendering rendering(CollectionFile file) {
        return new GraphRendering();
    }

    @Override
    public Path beside(Path root) {
        return FileName.resolve(root, name);
    }

    @Override
    public Path workFolder(Disk disk, Path root) {
        return folder(disk, root).path();
    }

    private PrivateFolder folder(Disk disk, Path root) {
        return PrivateFolder.beside(disk, beside(root));
    }

    @Override
    public StoreScope scope() {
        return scope;
    }

    @Override
    public FileLocks locks() {
        return FileLocks.NONE;
    }

    @Override
    public Duration quiet() {
        return quiet;
    }

    @Override
    public String documentPath(String path) {
        return scope.documents() + path;
    }

    @Override
    public Path maintenanceLock(Disk disk, Path root) throws IOException {
        PrivateFolder folder = folder(disk, root);
        folder.prepare();
        return folder.path().resolve(LOCK);
    }

    @Override
    public Optional<String> idOf(byte[] fields) {
        return NewEntity.nameOf(fields);
    }

    @Override
    public byte[] shaped(ItemKey key, byte[] text) throws DamagedException {
        return NewEntity.shaped(key, text);
    }

    /** With the last entity of a name, its relations are removed, as server-memory does. */
    @Override
    public List<ItemChange> linked(MemoryStore store, ItemChange change) throws IOException {
        return change instanceof ItemChange.Remove remove
                ? EntityRelations.of(store, file()).removalsWith(remove)
                : List.of();
    }
}
