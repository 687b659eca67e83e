package loom.aml.backup.create;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.repository.SnapshotText;
import loom.aml.io.DamagedException;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.Sha256;
import loom.aml.item.ItemKind;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.StorePaths;
import loom.aml.store.file.ReadErrors;
import loom.aml.store.graph.GraphReading;

/**
 * Reads changed files in parallel and writes their new bytes to the segment, one file after the other in the order of their
 * paths. Memory is bounded: a reader waits while its queue is full.
 */
final class StoreReading implements FileReading.Older, AutoCloseable {
    private static final int BLOCKS_AHEAD = 24;

    private final StorePaths store;
    private final Repository repository;
    private final Optional<Manifest> parent;
    private final Set<String> independent;
    private final List<Finding> findings;
    private final Framing framing;
    private final SegmentFiller filler;

    /**
     * @param parent the previous snapshot
     *
     * @param independent the paths of files to store without reference to it
     * @param findings receives a finding for each unreadable file
     */
    StoreReading(
            StorePaths store,
            Repository repository,
            Optional<Manifest> parent,
            Set<String> independent,
            List<Finding> findings) {
        this.store = store;
        this.repository = repository;
        this.parent = parent;
        this.independent = independent;
        this.findings = findings;
        this.framing = parent.isPresent() ? Framing.INCREMENT : Framing.FULL;
        this.filler = new SegmentFiller(repository, framing);
    }

    /**
     * A file that was read.
     *
     * @param at the position of its new bytes in the content of the segment
     */
    record Placed(FileVersion version, long at) {}

    /** Reads files in the given order. Files that no longer exist or cannot be read are missing in the result. */
    List<Placed> read(List<String> paths) throws IOException {
        Map<String, FileEntry> before = new HashMap<>();
        parent.ifPresent(manifest -> manifest.files().forEach(file -> before.put(file.path(), file)));
        List<Placed> read = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(store.options().threads());
        try {
            List<BlockingQueue<Block>> queues = new ArrayList<>();
            List<Future<Optional<FileVersion>>> readings = new ArrayList<>();
            for (String path : paths) {
                BlockingQueue<Block> queue = new ArrayBlockingQueue<>(BLOCKS_AHEAD);
                Optional<FileEntry> old = independent.contains(path) ? Optional.empty() : beforeOf(path, before);
                FileReading reading = new FileReading(
                        store.disk(),
                        store.root(),
                        store.options().gzipLimits(),
                        path,
                        notesIn(path),
                        old,
                        this,
                        queue,
                        framing);
                queues.add(queue);
                readings.add(pool.submit(reading::read));
            }
            for (int i = 0; i < paths.size(); i++) {
                long at = drain(queues.get(i));
                String path = paths.get(i);
                store.options().progress().done(i + 1, paths.size());
                resultOf(readings.get(i), path).ifPresent(version -> read.add(new Placed(version, at)));
            }
        } finally {
            pool.shutdownNow();
            pool.close();
        }
        return read;
    }

    /**
     * Returns the previous version of a file, also if the collection had its other file name (plain or suffixed) then.
     */
    private static Optional<FileEntry> beforeOf(String path, Map<String, FileEntry> before) {
        return Optional.ofNullable(before.get(path))
                .or(() -> CollectionFile.ofRuntime(path)
                        .map(file -> before.get(file.twin().path())));
    }

    /** Returns the way to count the notes in a file. */
    private FileReading.NoteCount notesIn(String path) {
        Optional<CollectionFile> notes = store.holdsNotes()
                ? CollectionFile.ofNotes(path).filter(file -> file.kind() == ItemKind.NOTE)
                : Optional.empty();
        if (notes.isEmpty()) {
            return OptionalInt::empty;
        }
        return notes.get().isGraph()
                ? () -> GraphReading.items(store.disk(), FileName.resolve(store.root(), path))
                : () -> OptionalInt.of(1);
    }

    /** Writes the blocks of one file and returns the position of the first one. */
    private long drain(BlockingQueue<Block> queue) throws IOException {
        long at = filler.offset();
        while (true) {
            Block block = take(queue);
            if (block instanceof Block.Compressed piece) {
                filler.add(piece);
            } else if (block instanceof Block.Raw piece) {
                filler.add(piece);
            } else if (block instanceof Block.Restart) {
                at = filler.offset();
            } else {
                return at;
            }
        }
    }

    private static Block take(BlockingQueue<Block> queue) throws IOException {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the backup was stopped");
        }
    }

    private Optional<FileVersion> resultOf(Future<Optional<FileVersion>> reading, String path) throws IOException {
        try {
            return reading.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> {
                    findings.add(unreadable(store, path, io));
                    return Optional.empty();
                }
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the backup was stopped");
        }
    }

    static Finding unreadable(StorePaths store, String path, IOException e) {
        Finding why = ReadErrors.finding(store.disk(), store.root(), path, e);
        return Finding.of(Finding.Kind.UNREADABLE, path, why.what() + ", so it is not in the backup", why.advice());
    }

    @Override
    public FileInput content(FileEntry version) throws IOException {
        return SnapshotText.of(repository, parent.orElseThrow(), version);
    }

    @Override
    public UnitTable units(FileEntry file) {
        ItemKind kind = CollectionFile.ofRuntime(file.path()).orElseThrow().kind();
        try {
            return UnitTable.of(content(file), kind);
        } catch (IOException e) {
            String what = e instanceof DamagedException damage ? damage.what() : String.valueOf(e.getMessage());
            synchronized (findings) {
                findings.add(Finding.of(
                        Finding.Kind.DAMAGED,
                        file.path(),
                        "can no longer be read from snapshot "
                                + parent.orElseThrow().id() + ": " + what,
                        "the whole file was stored again; 'aml backup verify --all' shows what else is damaged"));
            }
            return UnitTable.empty();
        }
    }

    /** Returns whether no new bytes were added. */
    boolean isEmpty() {
        return filler.isEmpty();
    }

    /** Adds metadata of the snapshot to the segment and returns its position. */
    long add(byte[] bytes) throws IOException {
        long at = filler.offset();
        filler.add(new Block.Raw(bytes, bytes.length));
        return at;
    }

    /** Publishes the segment; empty if nothing was added. */
    Optional<Sha256.Sum> publish(String directory) throws IOException {
        return filler.publish(directory);
    }

    @Override
    public void close() throws IOException {
        filler.close();
    }
}
