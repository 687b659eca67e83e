package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.item.CollectionReader;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.storage.PathWithin;
import loom.aml.store.ChangeLog;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionFile;
import loom.aml.store.CollectionScan;
import loom.aml.store.DocumentChange;
import loom.aml.store.FileMaintenance;
import loom.aml.store.FileOutcome;
import loom.aml.store.FileVersion;
import loom.aml.store.Finding;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.NoStoreException;
import loom.aml.store.OpenCollection;
import loom.aml.store.Pins;
import loom.aml.store.Progress;
import loom.aml.store.ReadOnlyStoreException;
import loom.aml.store.Rendering;
import loom.aml.store.ResolvedChanges;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreChange;
import loom.aml.store.StoreKind;
import loom.aml.store.StoreListing;
import loom.aml.store.StoreOptions;
import loom.aml.store.StorePaths;
import loom.aml.store.StoredItem;
import loom.aml.store.TextSlice;
import loom.aml.store.Version;
import loom.aml.store.Workers;
import loom.aml.store.log.LogFolder;
import org.jspecify.annotations.Nullable;

/**
 * The store in a directory. Other programs may write it at any time. Reading needs no locks, since writers replace
 * files by rename. {@link Transaction}s write.
 */
public final class FileMemoryStore implements MemoryStore {
    private final Disk disk;
    private final Path root;
    private final StoreOptions options;
    private final Layout layout;
    private final CollectionTexts texts;
    private final Workers workers;
    private final StorePaths place;
    private final Disk.@Nullable OsLock lock;
    private final List<Finding> recovered;

    private FileMemoryStore(
            Disk disk,
            Path root,
            StoreOptions options,
            Layout layout,
            Disk.@Nullable OsLock lock,
            List<Finding> recovered) {
        this.disk = disk;
        this.root = root;
        this.options = options;
        this.layout = layout;
        this.texts = new CollectionTexts(disk, root, options.gzipLimits(), layout);
        this.workers = options.workers();
        this.place = new StorePaths(
                disk, root, options, layout.kinds().contains(ItemKind.NOTE), layout.beside(root), layout.scope());
        this.lock = lock;
        this.recovered = List.copyOf(recovered);
    }

    /**
     * Opens a store read-only. Nothing is written; interrupted changes are not settled.
     *
     * @throws NoStoreException if the path does not contain a store
     */
    public static FileMemoryStore openReadOnly(Disk disk, Path path, StoreOptions options, Layout layout)
            throws IOException {
        Path root = rootOf(disk, path, layout);
        LogFolder logs = new LogFolder(disk, layout.beside(root));
        return new FileMemoryStore(
                disk, root, options, layout, null, new Recovery(disk, root, options, layout, logs).due());
    }

    /**
     * Opens a store for writing: waits for other runs of aml and settles interrupted changes. The wait for locks of single
     * files follows the options: an abandoned lock would otherwise remain for ever.
     *
     * @param wait the time to wait for another run
     * @throws NoStoreException if the path does not contain a store
     * @throws loom.aml.storage.StoreLockedException if another run holds the store for too long
     */
    public static FileMemoryStore open(Disk disk, Path path, StoreOptions options, Layout layout, Duration wait)
            throws IOException {
        Path root = rootOf(disk, path, layout);
        LogFolder logs = new LogFolder(disk, layout.beside(root));
        Disk.OsLock lock = MaintenanceLock.take(disk, root, layout, wait);
        boolean opened = false;
        try {
            List<Finding> recovered = new Recovery(disk, root, options, layout, logs).run();
            FileMemoryStore store = new FileMemoryStore(disk, root, options, layout, lock, recovered);
            opened = true;
            return store;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    private static Path rootOf(Disk disk, Path path, Layout layout) throws IOException {
        Path root;
        try {
            root = disk.realPath(path);
        } catch (NoSuchFileException e) {
            throw new NoStoreException(FileName.text(path), "does not exist; 'aml init' creates an empty store");
        }
        if (!disk.state(root).isDirectory()) {
            throw new NoStoreException(FileName.text(path), "not a directory, so not a store");
        }
        layout.require(disk, root);
        return root;
    }

    @Override
    public StorePaths place() {
        return place;
    }

    @Override
    public Optional<FileMaintenance> files() {
        return Optional.of(new StoreFiles(place, texts));
    }

    @Override
    public MemoryStore withFilesOf(Disk other) {
        return new FileMemoryStore(other, root, options, layout, null, List.of());
    }

    @Override
    public Instant now() {
        return disk.now();
    }

    @Override
    public List<Finding> recovered() {
        return recovered;
    }

    @Override
    public String location() {
        return FileName.text(layout.beside(root));
    }

    @Override
    public StoreListing list() throws IOException {
        return layout.list(disk, root);
    }

    @Override
    public Pins pins() throws IOException {
        Optional<Document> document = document(Pins.PATH);
        if (document.isEmpty()) {
            return Pins.NONE;
        }
        try {
            return Pins.parse(JsonObject.parse(document.get().content()));
        } catch (JsonSyntaxException e) {
            throw new IOException(
                    root.resolve(Pins.PATH) + " cannot be read (" + e.getMessage()
                            + "), so nothing can be removed safely; correct it, or move it away if nothing is pinned",
                    e);
        }
    }

    @Override
    public Optional<Document> document(String path) throws IOException {
        return document(path, FileReplacer.LARGEST_DOCUMENT);
    }

    @Override
    public Optional<Document> document(String path, long largest) throws IOException {
        Path file = PathWithin.of(disk, root, layout.documentPath(path));
        if (disk.state(file).isMissing()) {
            return Optional.empty();
        }
        try (FileInput input = disk.open(file)) {
            return Optional.of(new Document(new FileVersion(input.state()), input.readAll(file, largest)));
        }
    }

    @Override
    public <R> List<ScanResult<R>> scan(StoreListing listing, Selection selection, CollectionScan<R> scan)
            throws IOException {
        Map<CollectionFile, Version> files = listing.collections();
        List<CollectionFile> selected =
                files.keySet().stream().filter(selection::includes).toList();
        return workers.map(
                selected,
                file -> versionIn(files, file).bytes(),
                file -> ScannedFile.scan(texts, file, versionIn(files, file), files.containsKey(file.twin()), scan));
    }

    private static Version versionIn(Map<CollectionFile, Version> files, CollectionFile file) {
        return files.getOrDefault(file, Version.MISSING);
    }

    @Override
    public Version read(CollectionFile file, CollectionReader.Visitor visitor) throws IOException {
        return ScannedFile.read(texts, file, visitor);
    }

    @Override
    public void read(CollectionFile file, List<TextSlice> slices, TextSlice.Sink sink) throws IOException {
        TextSlices.read(texts, file, slices, sink);
    }

    @Override
    public List<CollectionFile> filesOf(ItemKey key) {
        return layout.filesOf(key);
    }

    @Override
    public byte[] asStored(ItemKey key, byte[] text) throws IOException {
        CollectionFile file = layout.filesOf(key).getFirst();
        Rendering rendering = texts.rendering(file);
        if (rendering == null) {
            return text;
        }
        byte[] former = get(key).map(StoredItem::text).orElse(null);
        byte[] given = former == null ? layout.shaped(key, text) : text;
        return CollectionTexts.asStored(rendering.in(texts.stored(file)), file, given, former);
    }

    @Override
    public Optional<String> idOf(byte[] fields) {
        return layout.idOf(fields);
    }

    @Override
    public Optional<StoredItem> get(ItemKey key) throws IOException {
        StoreListing files = list().only(layout.filesOf(key));
        for (ScanResult<Optional<StoredItem>> scanned : scan(files, Selection.ALL, file -> find(file, key))) {
            switch (scanned) {
                case ScanResult.Read<Optional<StoredItem>> read -> {
                    if (read.result().isPresent()) {
                        return read.result();
                    }
                }
                case ScanResult.LeftAlone<Optional<StoredItem>> unread ->
                    throw new IOException(unread.file() + " may contain it and cannot be read: "
                            + unread.finding().what());
            }
        }
        return Optional.empty();
    }

    private static Optional<StoredItem> find(OpenCollection collection, ItemKey key) throws IOException {
        AtomicReference<@Nullable StoredItem> found = new AtomicReference<>();
        collection.read(item -> {
            if (found.get() == null && ItemChanges.isOf(item, key.id())) {
                found.set(StoredItem.of(key.agent(), item));
            }
        });
        return Optional.ofNullable(found.get());
    }

    @Override
    public ResolvedChanges changes(List<ItemChange> changes) throws IOException {
        return ItemChanges.resolve(this, changes, layout);
    }

    @Override
    public List<FileOutcome> apply(ChangeSet changes, ChangeLog log, Progress progress) throws IOException {
        if (lock == null) {
            throw new IllegalStateException("the store was opened read-only");
        }
        if (layout.kind().isReadOnly() && !changes.isEmpty()) {
            throw new ReadOnlyStoreException(location(), layout.kind());
        }
        return new ChangeApplication(disk, root, options, layout, log, progress).apply(placed(changes));
    }

    /** Returns the changes with the documents at the paths of the layout. */
    private ChangeSet placed(ChangeSet changes) {
        List<StoreChange> placed = new ArrayList<>(changes.changes());
        placed.replaceAll(change -> change instanceof DocumentChange document ? placed(document) : change);
        return changes.with(placed);
    }

    private DocumentChange placed(DocumentChange change) {
        String path = layout.documentPath(change.path());
        return switch (change) {
            case DocumentChange.Put put -> new DocumentChange.Put(path, put.seen(), put.content());
            case DocumentChange.Compose compose ->
                new DocumentChange.Compose(path, compose.seen(), compose.composition(), compose.isArchived());
        };
    }

    @Override
    public StoreKind kind() {
        return layout.kind();
    }

    @Override
    public Set<ItemKind> kinds() {
        return layout.kinds();
    }

    @Override
    public List<ItemChange> linked(ItemChange change) throws IOException {
        return layout.linked(this, change);
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
