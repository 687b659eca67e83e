package loom.aml.store.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.store.CommitQueue;
import loom.aml.store.StoreOptions;
import loom.aml.store.log.Commit;
import loom.aml.store.log.RunRecord;
import org.jspecify.annotations.Nullable;

/**
 * A memory file, for many threads. Changes that arrive during a commit wait and are then committed together. Each is a run
 * of its own and durable when it is acknowledged. Between commits no lock is held, and other programs may write the file
 * at any time.
 *
 * <p>The path may be a symbolic link, which is followed at each access, since server-memory replaces a link by a file.
 *
 * <p>Thread-safe.
 */
public final class GraphStore implements AutoCloseable {
    /** The number of concurrent syncs. More gain nothing. */
    private static final int SYNCS = 16;

    private final Disk disk;
    private final Path path;
    private final StoreOptions options;
    private final GraphCommit commit;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            SYNCS, Thread.ofPlatform().daemon().name("aml-commit-", 0).factory());
    private final CommitQueue<WaitingChange<?>> queue = new CommitQueue<>(this::commit);
    private @Nullable GraphPlace place;

    /**
     * Opens a memory file, which need not exist.
     *
     * @param random provides the last digits of run ids
     * @throws java.nio.file.NoSuchFileException if its directory does not exist
     */
    public GraphStore(Disk disk, Path path, StoreOptions options, RandomGenerator random) throws IOException {
        this.disk = disk;
        this.path = path.toAbsolutePath();
        this.options = options;
        this.commit = new GraphCommit(options, random, threads);
        place();
    }

    private synchronized GraphPlace place() throws IOException {
        Path real = GraphPlace.resolve(disk, path);
        GraphPlace known = place;
        if (known != null && known.file().path().equals(real)) {
            return known;
        }
        GraphPlace found = new GraphPlace(disk, real, options);
        place = found;
        return found;
    }

    /** Returns the path of the file, for people. */
    public String location() {
        return FileName.text(path);
    }

    /**
     * Returns the present graph, empty if the file does not exist.
     *
     * @throws loom.aml.io.DamagedException if the content cannot be that of a memory file
     */
    public GraphView read() throws IOException {
        GraphFile file = place().file();
        GraphDocument document = file.readComplete().document();
        return new GraphView(document.graph(), file.findings(document));
    }

    /** Makes a change asynchronously. The future completes once the change is durable. */
    public <R> CompletableFuture<Changed<R>> submit(GraphChange<R> change) {
        WaitingChange<R> waiting = new WaitingChange<>(change);
        queue.addAll(List.of(waiting));
        return waiting.changed();
    }

    /**
     * Makes a change and returns once it is durable.
     *
     * @throws RefusedException if the graph does not permit it; nothing was changed
     * @throws IOException if the change could not be made
     */
    public <R> Changed<R> change(GraphChange<R> change) throws IOException, RefusedException {
        try {
            return submit(change).join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RefusedException refused -> throw refused;
                case IOException io -> throw io;
                case null, default -> throw e;
            }
        }
    }

    /** Commits a group of changes. */
    private void commit(List<WaitingChange<?>> group) {
        try {
            commit.run(place(), group);
        } catch (Throwable e) {
            // Whatever the failure, nobody may wait for ever.
            group.forEach(waiting -> waiting.fail(e));
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    /** Returns the ids of all runs that changed the file, in their order. */
    public List<String> runs() throws IOException {
        GraphPlace now = place();
        now.settle();
        return now.runs();
    }

    /**
     * Returns the change that reverses a run.
     *
     * @throws RefusedException if the run does not exist, was undone already, or changed something else than lines
     */
    public GraphChange<Undone> undoOf(String run) throws IOException, RefusedException {
        GraphPlace now = place();
        now.settle();
        if (!now.hasRecord(run)) {
            throw new RefusedException("no run '" + run + "'");
        }
        String undo = now.undoOf(run);
        if (undo != null) {
            throw new RefusedException("run " + run + " was already undone by run " + undo);
        }
        RunRecord record = now.read(run);
        if (record.damage().isPresent()) {
            throw new IOException("the record of run " + run + " is damaged: "
                    + record.damage().get());
        }
        if (record.commits().isEmpty()) {
            throw new RefusedException("run " + run + " changed nothing");
        }
        List<LineEdit> edits = new ArrayList<>();
        for (Commit change : record.commits()) {
            if (!(change instanceof Commit.LinesEdited lines)) {
                throw new RefusedException("run " + run + " did not only edit lines; 'aml undo' undoes it");
            }
            edits.addAll(LineEdit.all(lines.edits()));
        }
        return new GraphChange.Undo(run, FileName.last(now.file().path()), edits);
    }

    /** Commits everything submitted and stops. */
    @Override
    public void close() {
        queue.close();
        threads.close();
    }
}
