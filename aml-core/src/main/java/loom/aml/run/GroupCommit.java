package loom.aml.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import loom.aml.item.ItemKey;
import loom.aml.item.Revision;
import loom.aml.json.JsonObject;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.Progress;
import loom.aml.store.ResolvedChanges;
import loom.aml.store.StoreChange;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunLog;

/**
 * Stores items for many threads (group commit). Writes that arrive during a commit wait and are then committed
 * together, in one transaction per collection. Every write is a run of its own, with its own record, archive and undo,
 * and is durable when it is acknowledged. The store is open and locked against other runs only while a group is
 * committed.
 *
 * <p>Thread-safe.
 */
public final class GroupCommit implements AutoCloseable {
    /** Bounds the group, so that the last writer does not wait for a file that keeps growing. */
    private static final int LARGEST_GROUP = 256;

    /** The number of concurrent syncs. More gain nothing. */
    private static final int SYNCS = 16;

    private static final int PAUSES = 10;
    private static final long PAUSE_NANOS = 100_000;

    private final Opener opener;
    private final RandomGenerator random;
    private final ConcurrentLinkedQueue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isScheduled = new AtomicBoolean();
    private final ExecutorService committer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("aml-committer").factory());
    private int lastGroup;
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
        this.random = random;
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

    private record WaitingWrite(Write write, CompletableFuture<Written> written) implements Waiting {
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
        List<CompletableFuture<Written>> results = new ArrayList<>();
        for (Write write : writes) {
            CompletableFuture<Written> written = new CompletableFuture<>();
            queue.add(new WaitingWrite(write, written));
            results.add(written);
        }
        schedule();
        return results;
    }

    /**
     * Runs work on the store between two groups, after everything submitted before, under the same lock and without
     * deadlock. The work records its own changes.
     */
    public <T> CompletableFuture<T> submitWork(Work<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        queue.add(new WaitingWork<>(work, result));
        schedule();
        return result;
    }

    private void schedule() {
        if (isScheduled.compareAndSet(false, true)) {
            committer.execute(this::commitAll);
        }
    }

    private void commitAll() {
        while (!queue.isEmpty()) {
            commitGroup();
        }
        isScheduled.set(false);
        // The thread of a write that arrived in between did not schedule a commit.
        if (!queue.isEmpty()) {
            schedule();
        }
    }

    private void commitGroup() {
        awaitWriters();
        List<WaitingWrite> group = new ArrayList<>();
        Optional<WaitingWork<?>> work = Optional.empty();
        for (Waiting next = queue.poll(); next != null; ) {
            if (next instanceof WaitingWork<?> last) {
                work = Optional.of(last);
                break;
            }
            group.add((WaitingWrite) next);
            next = group.size() < LARGEST_GROUP ? queue.poll() : null;
        }
        lastGroup = group.size();
        if (group.isEmpty() && work.isEmpty()) {
            return;
        }
        try (MemoryStore store = opener.open()) {
            if (!group.isEmpty()) {
                commit(store, group);
            }
            if (work.isPresent()) {
                work.get().run(store);
            }
        } catch (Throwable e) {
            // Whatever the failure, no writer may wait for ever.
            group.forEach(waiting -> waiting.fail(e));
            work.ifPresent(waiting -> waiting.fail(e));
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    /**
     * Waits briefly for writers that were just acknowledged, because they often have another write, which would
     * otherwise wait for two commits.
     */
    private void awaitWriters() {
        for (int pause = 0; pause < PAUSES && queue.size() < lastGroup; pause++) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** The start of a group. */
    private record Started(Instant at, long nanos) {}

    private void commit(MemoryStore store, List<WaitingWrite> group) throws IOException {
        Started started = new Started(store.options().clock().instant(), System.nanoTime());
        List<WaitingWrite> valid = new ArrayList<>();
        List<CollectionChange.PutItems> changes = new ArrayList<>();
        ResolvedChanges resolved = resolve(store, group, valid);
        for (StoreChange change : resolved.changes().changes()) {
            changes.add((CollectionChange.PutItems) change);
        }
        if (valid.isEmpty()) {
            return;
        }
        List<RunLog> runs = begin(store, valid, started.at);
        try {
            // One collection at a time: a failed transaction affects only its own writes.
            for (CollectionChange.PutItems change : changes) {
                commit(store, change, valid, runs, started);
            }
        } finally {
            for (RunLog run : runs) {
                run.close();
            }
        }
    }

    /** Resolves the writes of a group. An invalid write fails alone. */
    private static ResolvedChanges resolve(MemoryStore store, List<WaitingWrite> group, List<WaitingWrite> valid)
            throws IOException {
        List<ItemChange> puts = new ArrayList<>();
        for (WaitingWrite waiting : group) {
            try {
                ItemChange.Put put = waiting.write.put();
                put.requireValid();
                puts.add(put);
                valid.add(waiting);
            } catch (IllegalArgumentException e) {
                waiting.fail(e);
            }
        }
        return store.changes(puts);
    }

    private List<RunLog> begin(MemoryStore store, List<WaitingWrite> group, Instant now) throws IOException {
        List<LogFolder.Start> starts = new ArrayList<>();
        for (WaitingWrite waiting : group) {
            ItemKey key = waiting.write.put().key();
            JsonObject policy = JsonObject.builder()
                    .putAll(waiting.write.details())
                    .put("items", List.of(key.toString()))
                    .build();
            starts.add(new LogFolder.Start(
                    waiting.write.operation(),
                    JsonObject.builder().put("policy", policy).build()));
        }
        List<RunLog> runs = LogFolder.of(store.place()).begin(starts, now, random);
        ParallelTasks.forEach(threads, runs, RunLog::sync);
        return runs;
    }

    private void commit(
            MemoryStore store,
            CollectionChange.PutItems change,
            List<WaitingWrite> group,
            List<RunLog> runs,
            Started started)
            throws IOException {
        List<WaitingWrite> here = new ArrayList<>();
        List<RunLog> runsHere = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            ItemChange.Put put = group.get(i).write.put();
            if (change.puts().stream().anyMatch(other -> other == put)) {
                here.add(group.get(i));
                runsHere.add(runs.get(i));
            }
        }
        List<ItemChange.Put> puts =
                here.stream().map(waiting -> waiting.write.put()).toList();
        GroupLog log = new GroupLog(runsHere, puts, threads);
        FileOutcome outcome =
                store.apply(new ChangeSet(List.of(change)), log, Progress.NONE).getFirst();
        if (!outcome.isCommitted()) {
            log.withdrawAll();
        }
        Optional<Finding> failure = outcome.findings().stream()
                .filter(finding -> finding.isProblem() && finding.kind() != Finding.Kind.CONFLICT)
                .findFirst();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < here.size(); i++) {
            places.add(i);
        }
        ParallelTasks.forEach(threads, places, place -> {
            finish(runsHere.get(place), here.get(place), log, change.file(), outcome.isCommitted(), failure, started);
        });
    }

    private static void finish(
            RunLog run,
            WaitingWrite waiting,
            GroupLog log,
            CollectionFile file,
            boolean isCommitted,
            Optional<Finding> failure,
            Started started)
            throws IOException {
        ItemChange.Put put = waiting.write.put();
        GroupLog.Result result = log.resultOf(file, put);
        boolean isStored = isCommitted && result == GroupLog.Result.STORED;
        boolean isFailed = failure.isPresent() && !isStored;
        Optional<FileOutcome> stored = isStored ? Optional.of(log.outcomeOf(file, put)) : Optional.empty();
        run.event(finished(isFailed, stored));
        if (isFailed) {
            waiting.fail(
                    new IOException(failure.get().where() + " " + failure.get().what()));
            return;
        }
        Report report = new Report(
                run.run(),
                waiting.write.operation(),
                Report.Outcome.DONE,
                stored.stream().toList(),
                List.of(),
                null,
                started.at,
                Duration.ofNanos(System.nanoTime() - started.nanos));
        waiting.written.complete(new Written(
                isStored ? Outcome.STORED : result == GroupLog.Result.CONFLICT ? Outcome.CONFLICT : Outcome.UNCHANGED,
                isStored ? log.revisionOf(file, put) : Optional.empty(),
                report));
    }

    /** Returns the end of the record of a write. */
    private static JsonObject finished(boolean isFailed, Optional<FileOutcome> stored) {
        return JsonObject.builder()
                .put("event", "finished")
                .put("outcome", (isFailed ? Report.Outcome.FAILED : Report.Outcome.DONE).word())
                .put("inserted", stored.map(FileOutcome::inserted).orElse(0))
                .put("transformed", stored.map(FileOutcome::transformed).orElse(0))
                .put("problems", isFailed ? 1 : 0)
                .build();
    }

    /** Commits everything submitted and stops. */
    @Override
    public void close() {
        committer.close();
        threads.close();
    }
}
