package loom.aml.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import loom.aml.item.Revision;
import loom.aml.json.JsonObject;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.CommitQueue;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;

/**
 * Stores items for many threads (group commit). Writes that arrive during a commit wait and are then committed
 * together, in one transaction per collection. Every write is a run of its own, with its own record, archive and undo,
 * and is durable when it is acknowledged. The store is open and locked against other runs only while a group is
 * committed.
 *
 * <p>Thread-safe.
 */
public final class GroupCommit implements AutoCloseable {
    /** The number of concurrent syncs. More gain nothing. */
    private static final int SYNCS = 16;

    private final Opener opener;
    private final GroupTransaction transaction;
    private final CommitQueue<Waiting> queue =
            new CommitQueue<>(this::commitGroup, waiting -> waiting instanceof WaitingWork<?>);
    private final ExecutorService threads = Executors.newFixedThreadPool(
            SYNCS, Thread.ofPlatform().daemon().name("aml-commit-", 0).factory());

    /** Opens the store for one group. */
    @FunctionalInterface
    public interface Opener {
        MemoryStore open() throws IOException;
    }

    /** @param random provides the last digits of run ids */
    public GroupCommit(Opener opener, RandomGenerator random) {
        this.opener = opener;
        this.transaction = new GroupTransaction(threads, random);
    }

    /**
     * An item to store.
     *
     * @param operation the operation as shown by {@code history}: {@code add}
     * @param details further members of the record
     */
    public record Write(String operation, ItemChange.Put put, JsonObject details) {}

    /** The outcome of a write. */
    public enum Outcome {
        /** The item is stored durably. */
        STORED,
        /** The item already has the requested content. */
        UNCHANGED,
        /** The precondition failed; nothing was changed. */
        CONFLICT
    }

    /**
     * An acknowledged write.
     *
     * @param revision the revision of the item in its collection; empty unless it was stored
     * @param report the report of its run
     */
    public record Written(Outcome outcome, Optional<Revision> revision, Report report) {
        /** Returns the id of the run. */
        public String run() {
            return report.run();
        }
    }

    /** Work on the store that is not part of a group. */
    @FunctionalInterface
    public interface Work<T> {
        T on(MemoryStore store) throws Exception;
    }

    /** An entry of the queue: a write, or work that runs alone. */
    private sealed interface Waiting {
        void fail(Throwable e);
    }

    private record WaitingWrite(Write write, CompletableFuture<Written> written)
            implements Waiting, GroupTransaction.Entry {
        @Override
        public String operation() {
            return write.operation;
        }

        @Override
        public ItemChange.Put put() {
            return write.put;
        }

        @Override
        public JsonObject details() {
            return write.details;
        }

        @Override
        public void end(GroupLog.Result result, Optional<Revision> revision, Report report) {
            Outcome outcome = switch (result) {
                case STORED -> Outcome.STORED;
                case CONFLICT -> Outcome.CONFLICT;
                case UNCHANGED -> Outcome.UNCHANGED;
            };
            written.complete(new Written(outcome, revision, report));
        }

        @Override
        public void fail(Throwable e) {
            written.completeExceptionally(e);
        }
    }

    private record WaitingWork<T>(Work<T> work, CompletableFuture<T> result) implements Waiting {
        void run(MemoryStore store) {
            try {
                result.complete(work.on(store));
            } catch (Exception e) {
                fail(e);
            }
        }

        @Override
        public void fail(Throwable e) {
            result.completeExceptionally(e);
        }
    }

    /**
     * Stores an item and returns once it is durable.
     *
     * @throws IOException if it could not be stored
     */
    public Written write(Write write) throws IOException {
        try {
            return submit(write).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreLockedException locked) {
                throw locked;
            }
            if (e.getCause() instanceof IOException io) {
                throw new IOException(io.getMessage(), io);
            }
            throw e.getCause() instanceof RuntimeException invalid ? invalid : e;
        }
    }

    /** Stores an item asynchronously. The future completes once the item is durable. */
    public CompletableFuture<Written> submit(Write write) {
        return submitAll(List.of(write)).getFirst();
    }

    /** Stores several items. Those in the same collection are committed together. */
    public List<CompletableFuture<Written>> submitAll(List<Write> writes) {
        List<WaitingWrite> waiting = new ArrayList<>();
        for (Write write : writes) {
            waiting.add(new WaitingWrite(write, new CompletableFuture<>()));
        }
        queue.addAll(waiting);
        return waiting.stream().map(WaitingWrite::written).toList();
    }

    /**
     * Runs work on the store between two groups, after everything submitted before, under the same lock and without
     * deadlock. The work records its own changes.
     */
    public <T> CompletableFuture<T> submitWork(Work<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        queue.addAll(List.of(new WaitingWork<>(work, result)));
        return result;
    }

    /** Commits the writes of a group, then runs the work that ends it, if any. */
    private void commitGroup(List<Waiting> waiting) {
        List<WaitingWrite> group = new ArrayList<>();
        Optional<WaitingWork<?>> work = Optional.empty();
        for (Waiting next : waiting) {
            if (next instanceof WaitingWork<?> last) {
                work = Optional.of(last);
            } else {
                group.add((WaitingWrite) next);
            }
        }
        try (MemoryStore store = opener.open()) {
            if (!group.isEmpty()) {
                transaction.commit(store, group);
            }
            if (work.isPresent()) {
                work.get().run(store);
            }
        } catch (Throwable e) {
            // Whatever the failure, no writer may wait for ever.
            group.forEach(one -> one.fail(e));
            work.ifPresent(one -> one.fail(e));
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    /** Commits everything submitted and stops. */
    @Override
    public void close() {
        queue.close();
        threads.close();
    }
}
