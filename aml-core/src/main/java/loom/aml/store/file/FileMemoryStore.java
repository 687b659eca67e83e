package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import loom.aml.io.Access;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.io.DiskFullException;
import loom.aml.io.Encoding;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.io.TextInput;
import loom.aml.item.CollectionReader;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import loom.aml.store.ChangeLog;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionFile;
import loom.aml.store.CollectionScan;
import loom.aml.store.FileChange;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.NoStoreException;
import loom.aml.store.OpenCollection;
import loom.aml.store.Pins;
import loom.aml.store.Progress;
import loom.aml.store.Scanned;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;
import loom.aml.store.Workers;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.Ownership;
import loom.aml.store.log.PathWithin;
import loom.aml.store.log.RealFolders;
import org.jspecify.annotations.Nullable;

/**
 * The store that lies in a directory. Other programs may write it at any time: it is read without locks, since whoever replaces
 * a file does it by rename, and written by {@link Transaction}s.
 */
public final class FileMemoryStore implements MemoryStore {
    /** Bytes that a document which is not a collection never exceeds: pins, the schema version, what monitoring keeps. */
    static final long LARGEST_DOCUMENT = 64_000_000;

    private final Disk disk;
    private final Path root;
    private final StoreOptions options;
    private final Workers workers;
    private final LogFolder logs;
    private final Disk.@Nullable OsLock lock;
    private final List<Finding> recovered;

    private FileMemoryStore(
            Disk disk,
            Path root,
            StoreOptions options,
            LogFolder logs,
            Disk.@Nullable OsLock lock,
            List<Finding> recovered) {
        this.disk = disk;
        this.root = root;
        this.options = options;
        this.workers = options.workers();
        this.logs = logs;
        this.lock = lock;
        this.recovered = List.copyOf(recovered);
    }

    /**
     * Opens a store for looking at it. Nothing is written, not even what a crash left to be settled.
     *
     * @throws NoStoreException if there is none
     */
    public static FileMemoryStore openReadOnly(Disk disk, Path path, StoreOptions options) throws IOException {
        Path root = rootOf(disk, path);
        LogFolder logs = new LogFolder(disk, root);
        return new FileMemoryStore(disk, root, options, logs, null, new Recovery(disk, root, options, logs).due());
    }

    /**
     * Opens a store for changing it: waits for other runs of ours to end, and settles what a crash interrupted.
     *
     * @throws NoStoreException if there is none
     * @throws loom.aml.store.StoreLockedException if another run holds the store for too long
     */
    public static FileMemoryStore open(Disk disk, Path path, StoreOptions options) throws IOException {
        return open(disk, path, options, options.lockWait());
    }

    /**
     * The same for those who would rather not wait for other runs of ours. Locks of single files are waited for as ever: one that a
     * crash left behind would otherwise stay for ever.
     *
     * @param wait how long to wait for another run
     */
    public static FileMemoryStore open(Disk disk, Path path, StoreOptions options, Duration wait) throws IOException {
        Path root = rootOf(disk, path);
        LogFolder logs = new LogFolder(disk, root);
        Disk.OsLock lock = MaintenanceLock.take(disk, root, wait);
        boolean opened = false;
        try {
            List<Finding> recovered = new Recovery(disk, root, options, logs).run();
            FileMemoryStore store = new FileMemoryStore(disk, root, options, logs, lock, recovered);
            opened = true;
            return store;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /**
     * Makes an empty store: the directory, those above it, and {@code global/}, by which it is known as one.
     *
     * @return its real path
     * @throws FileAlreadyExistsException if something stands there that is not an empty directory
     */
    public static Path create(Disk disk, Path path) throws IOException {
        Path root = makeDirectory(disk, path);
        disk.createDirectory(root.resolve("global"));
        disk.syncDirectory(root);
        return root;
    }

    /**
     * Makes a directory in which a store can be made, and those above it.
     *
     * @return its real path
     * @throws FileAlreadyExistsException if something stands there that is not an empty directory
     */
    public static Path makeDirectory(Disk disk, Path path) throws IOException {
        return makeDirectory(disk, path, disk::createDirectory);
    }

    /** The same for a directory that is to be open to whom another one is: one of the backups of the store that was lost. */
    public static Path makeDirectoryLike(Disk disk, Path path, Path other) throws IOException {
        Access access = disk.access(other);
        return makeDirectory(disk, path, directory -> Ownership.createDirectory(disk, directory, access));
    }

    private interface Making {
        void make(Path directory) throws IOException;
    }

    private static Path makeDirectory(Disk disk, Path path, Making making) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (!disk.state(absolute).isDirectory()) {
            makeDirectories(disk, absolute, making);
        } else if (!disk.list(absolute).isEmpty()) {
            throw new FileAlreadyExistsException(FileName.text(absolute));
        }
        return disk.realPath(absolute);
    }

    private static void makeDirectories(Disk disk, Path directory, Making making) throws IOException {
        Path parent = directory.getParent();
        if (parent != null && disk.state(parent).isMissing()) {
            makeDirectories(disk, parent, disk::createDirectory);
        }
        making.make(directory);
        if (parent != null) {
            disk.syncDirectory(parent);
        }
    }

    private static Path rootOf(Disk disk, Path path) throws IOException {
        Path root;
        try {
            root = disk.realPath(path);
        } catch (NoSuchFileException e) {
            throw new NoStoreException(FileName.text(path), "there is nothing there; 'aml init' makes an empty store");
        }
        if (!disk.state(root).isDirectory()) {
            throw new NoStoreException(FileName.text(path), "a store is a directory, this is none");
        }
        StoreSigns.require(disk, root);
        return root;
    }

    /** The real path of the store. */
    public Path root() {
        return root;
    }

    public StorePlace place() {
        return new StorePlace(disk, root, options);
    }

    /** Where runs on this store are recorded. */
    public LogFolder logs() {
        return logs;
    }

    public StoreOptions options() {
        return options;
    }

    public Disk disk() {
        return disk;
    }

    /** What opening the store settled, or, if it was opened for reading, what there is to be settled. */
    public List<Finding> recovered() {
        return recovered;
    }

    @Override
    public String location() {
        return FileName.text(root);
    }

    @Override
    public StoreListing list() throws IOException {
        return StoreLister.list(disk, root);
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
                            + "), so nothing can be removed safely; mend it, or move it away if nothing is pinned",
                    e);
        }
    }

    @Override
    public Optional<Document> document(String path) throws IOException {
        Path file = PathWithin.of(disk, root, path);
        if (disk.state(file).isMissing()) {
            return Optional.empty();
        }
        try (FileInput input = disk.open(file)) {
            return Optional.of(new Document(input.state(), input.readAll(file, LARGEST_DOCUMENT)));
        }
    }

    @Override
    public TextInput text(CollectionFile file) throws IOException {
        return TextInput.of(disk.open(PathWithin.of(disk, root, file.path())), options.gzipLimits());
    }

    @Override
    public <R> List<Scanned<R>> scan(StoreListing listing, Selection selection, CollectionScan<R> scan)
            throws IOException {
        Map<CollectionFile, FileState> files = listing.collections();
        List<CollectionFile> selected =
                files.keySet().stream().filter(selection::includes).toList();
        return workers.map(
                selected,
                file -> stateIn(files, file).size(),
                file -> scan(file, stateIn(files, file), files.containsKey(file.twin()), scan));
    }

    private static FileState stateIn(Map<CollectionFile, FileState> files, CollectionFile file) {
        return files.getOrDefault(file, FileState.MISSING);
    }

    private <R> Scanned<R> scan(CollectionFile file, FileState listed, boolean hasTwin, CollectionScan<R> scan)
            throws IOException {
        try (TextInput text = TextInput.of(disk.open(FileName.resolve(root, file.path())), options.gzipLimits())) {
            Opened opened = new Opened(file, text, hasTwin);
            R result = scan.scan(opened);
            return new Scanned.Read<>(file, text.state(), text.encoding(), opened.textBytes, opened.elements, result);
        } catch (DamagedException e) {
            return new Scanned.LeftAlone<>(file, listed, Finding.damaged(file.path(), e));
        } catch (IOException e) {
            return new Scanned.LeftAlone<>(file, listed, Unreadable.finding(disk, root, file.path(), e));
        }
    }

    private static final class Opened implements OpenCollection {
        private final CollectionFile file;
        private final TextInput text;
        private final boolean hasTwin;
        private long textBytes;
        private int elements;

        Opened(CollectionFile file, TextInput text, boolean hasTwin) {
            this.file = file;
            this.text = text;
            this.hasTwin = hasTwin;
        }

        @Override
        public CollectionFile file() {
            return file;
        }

        @Override
        public FileState state() {
            return text.state();
        }

        @Override
        public Encoding encoding() {
            return text.encoding();
        }

        @Override
        public boolean hasTwin() {
            return hasTwin;
        }

        @Override
        public int read(CollectionReader.Visitor visitor) throws IOException {
            CountedText counted = new CountedText(text);
            elements = CollectionReader.read(counted, file.kind(), visitor);
            textBytes = counted.bytes();
            return elements;
        }
    }

    @Override
    public List<FileOutcome> apply(ChangeSet changes, ChangeLog log, Progress progress) throws IOException {
        if (lock == null) {
            throw new IllegalStateException("the store was opened for reading only");
        }
        List<FileOutcome> outcomes = new ArrayList<>(makeFolders(changes.folders()));
        outcomes.addAll(applyAll(changes, log, progress));
        return outcomes;
    }

    /** Makes directories; what could not be made is in the answer. */
    private List<FileOutcome> makeFolders(List<ChangeSet.Folder> folders) {
        List<FileOutcome> failed = new ArrayList<>();
        RealFolders real = new RealFolders(disk, root);
        for (ChangeSet.Folder folder : folders) {
            try {
                if (real.make(folder.path(), folder.access())) {
                    disk.syncDirectory(Objects.requireNonNull(
                            FileName.resolve(root, folder.path()).getParent(), "it lies in the store"));
                }
            } catch (IOException e) {
                failed.add(FileOutcome.notMade(folder.path(), Unreadable.finding(disk, root, folder.path(), e)));
            }
        }
        return failed;
    }

    private List<FileOutcome> applyAll(ChangeSet changes, ChangeLog log, Progress progress) throws IOException {
        List<FileChange> all = changes.changes();
        if (changes.isWhole() && !all.isEmpty()) {
            return new Whole(disk, root, options, log, progress, all).run(byCollection(all), workers.silent());
        }
        FileOutcome[] outcomes = new FileOutcome[all.size()];
        AtomicInteger done = new AtomicInteger();
        AtomicBoolean full = new AtomicBoolean();
        workers.silent()
                .map(
                        byCollection(all),
                        group -> all.get(group.getFirst()).seen().size(),
                        group -> {
                            for (int place : group) {
                                FileChange change = all.get(place);
                                outcomes[place] = applyOne(change, log, place + 1, full);
                                progress.done(done.incrementAndGet(), all.size());
                            }
                            return group;
                        });
        return List.of(outcomes);
    }

    /** A full disk stops the run: what comes after would only fail as well, and the room is needed for setting things right. */
    private FileOutcome applyOne(FileChange change, ChangeLog log, int number, AtomicBoolean full) {
        DiskFullException reason = new DiskFullException(new IOException("no space left on the device"));
        if (!full.get()) {
            try {
                return new Transaction(disk, root, options, log).run(change, number);
            } catch (DiskFullException e) {
                full.set(true);
                reason = e;
            }
        }
        return FileOutcome.notMade(change, List.of(Unreadable.finding(disk, root, change.path(), reason)));
    }

    /**
     * The places of the changes, those to both files of a collection in turn, the suffixed one first: what leaves it relies on
     * the plain one being as it was.
     */
    private static List<List<Integer>> byCollection(List<FileChange> changes) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int place = 0; place < changes.size(); place++) {
            String path = changes.get(place).path();
            Optional<CollectionFile> file = CollectionFile.ofPath(path);
            String key = file.map(f -> f.agent() + "/" + f.kind()).orElse(path);
            groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(place);
        }
        groups.values().forEach(group -> group.sort(Comparator.comparing(place -> isOfPlainName(changes.get(place)))));
        return List.copyOf(groups.values());
    }

    private static boolean isOfPlainName(FileChange change) {
        return CollectionFile.ofPath(change.path())
                .map(file -> !file.suffixed())
                .orElse(true);
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
