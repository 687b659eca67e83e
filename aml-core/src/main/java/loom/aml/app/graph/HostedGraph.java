package loom.aml.app.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.LocalDisk;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.Finding;
import loom.aml.store.StoreOptions;
import loom.aml.store.file.ReadErrors;
import loom.aml.store.graph.Changed;
import loom.aml.store.graph.GraphChange;
import loom.aml.store.graph.GraphStore;
import loom.aml.store.graph.GraphView;
import loom.aml.store.graph.RefusedException;
import loom.aml.store.graph.Undone;

/**
 * The use cases on a memory file for a long-lived process with many threads, such as a server. Each change is a run of its
 * own, with its own undo, and durable when its method returns. Concurrent changes are committed together. No lock is held
 * between commits.
 *
 * <p>Thread-safe.
 */
public final class HostedGraph implements AutoCloseable {
    private final Disk disk;
    private final Path file;
    private final GraphStore store;

    private HostedGraph(Disk disk, Path file, GraphStore store) {
        this.disk = disk;
        this.file = file;
        this.store = store;
    }

    /** Opens a memory file of this machine with the usual options. */
    public static HostedGraph open(Path file) throws IOException {
        return open(new LocalDisk(), file, StoreOptions.DEFAULT, RandomGenerator.getDefault());
    }

    /**
     * Opens a memory file, which need not exist, to fail early if that is not possible.
     *
     * @param random provides the last digits of run ids
     * @throws IOException if its directory does not exist
     */
    public static HostedGraph open(Disk disk, Path file, StoreOptions options, RandomGenerator random)
            throws IOException {
        return new HostedGraph(disk, file.toAbsolutePath(), new GraphStore(disk, file, options, random));
    }

    /** Returns the path of the file, for people. */
    public String location() {
        return store.location();
    }

    /**
     * Returns the present graph, empty if the file does not exist.
     *
     * @throws IOException if it cannot be read
     */
    public GraphView read() throws IOException {
        try {
            return store.read();
        } catch (IOException e) {
            throw inWords(e);
        }
    }

    /**
     * Makes a change and returns once it is durable.
     *
     * @throws RefusedException if the graph does not permit it; nothing was changed
     * @throws IOException if the change could not be made
     */
    public <R> Changed<R> change(GraphChange<R> change) throws IOException, RefusedException {
        try {
            return store.change(change);
        } catch (IOException e) {
            throw inWords(e);
        }
    }

    /** Returns the ids of all runs that changed the file, in their order. */
    public List<String> runs() throws IOException {
        return store.runs();
    }

    /**
     * Undoes a run: puts back what it deleted, and removes what it added. Whatever was changed since is kept and reported.
     * The undo is a run, too.
     *
     * @throws RefusedException if the run does not exist or was undone already
     * @throws IOException if the record of the run cannot be read, or the file cannot be changed
     */
    public Changed<Undone> undo(String run) throws IOException, RefusedException {
        return change(store.undoOf(run));
    }

    /** Adds the advice that a person needs to an error of the operating system. */
    private IOException inWords(IOException e) {
        if (e instanceof DamagedException || e instanceof StoreLockedException || e.getClass() == IOException.class) {
            return e;
        }
        Path directory = file.resolveSibling("");
        Finding finding = ReadErrors.finding(disk, directory, FileName.last(file), e);
        return new IOException(
                location() + ": " + finding.what() + (finding.advice().isEmpty() ? "" : "; " + finding.advice()), e);
    }

    /** Commits everything submitted and closes the file. */
    @Override
    public void close() {
        store.close();
    }
}
