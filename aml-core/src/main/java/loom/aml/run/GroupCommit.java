package loom.aml.run;

import java.io.IOException;
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
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.ItemChange;
import loom.aml.store.Progress;
import loom.aml.store.ResolvedChanges;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunLog;
import loom.aml.store.loom.FileMemoryStore;

/**
 * Stores items for many threads at once: writes that come in while others are being committed wait and are committed together, by one
 * transaction for each collection. Every write is a run of its own, with its own record, archive and undo. It is durable when it is
 * acknowledged. The store is open, and locked against other runs of aml, only while a group is committed.
 *
 * <p>Safe for use by many threads.
 */
public final class GroupCommit implements AutoCloseable {
    /** So that the last of many writers does not wait for a file that grows without end. */
    private static final int LARGEST_GROUP = 256;

    /** Waits for the disk overlap; more at the same time gain nothing. */
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
        FileMemoryStore open() throws IOException;
    }

    /**
     * @param random draws the last digits of run ids;
     */
    public GroupCommit(Opener opener, RandomGenerator random) {
        this.opener = opener;
        this.random = random;
    }

    /**
     * An item to store.
     *
     * @param operation the operation as {@code history} lists it: {@code add}
     * @param details what else the record of the run says
     */
    public record Write(String operation, ItemChange.Put put, JsonObject details) {}

    /** What became of a write. */
    public enum Outcome {
        /** The item is stored, durably. */
        STORED,
        /** The item already was what it should become. */
        UNCHANGED,
        /** The precondition does not hold; nothing was changed. */
        CONFLICT
    }

    /**
     * An acknowledged write.
     *
     * @param run the id of its run
     */
    public record Written(String run, Outcome outcome) {}

    private record Waiting(Write write, CompletableFuture<Written> written) {}

    /**
     * Stores an item, and returns once it is durable.
     *
     * @throws IOException if it could not be stored
     */
    public Written write(Write write) throws IOException {
        try {
            return submit(write).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException io) {
                throw new IOException(io.getMessage(), io);
            }
            throw e.getCause() instanceof RuntimeException invalid ? invalid : e;
        }
    }

    /** Stores an item without waiting for it: the result is there once the item is durable. */
    public CompletableFuture<Written> submit(Write write) {
        return submitAll(List.of(write)).getFirst();
    }

    /** Stores several items, which are committed together as far as they are in one collection. */
    public List<CompletableFuture<Written>> submitAll(List<Write> writes) {
        List<CompletableFuture<Written>> results = new ArrayList<>();
        for (Write write : writes) {
            CompletableFuture<Written> written = new CompletableFuture<>();
            queue.add(new Waiting(write, written));
            results.add(written);
        }
        if (isScheduled.compareAndSet(false, true)) {
            committer.execute(this::commitAll);
        }
        return results;
    }

    private void commitAll() {
        while (!queue.isEmpty()) {
            commitGroup();
        }
        isScheduled.set(false);
        // A write that came in between was not scheduled by its thread.
        if (!queue.isEmpty() && isScheduled.compareAndSet(false, true)) {
            committer.execute(this::commitAll);
        }
    }

    private void commitGroup() {
        awaitWriters();
        List<Waiting> group = new ArrayList<>();
        for (Waiting next = queue.poll(); next != null; next = group.size() < LARGEST_GROUP ? queue.poll() : null) {
            group.add(next);
        }
        lastGroup = group.size();
        if (group.isEmpty()) {
            return;
        }
        try (FileMemoryStore store = opener.open()) {
            commit(store, group);
        } catch (Throwable e) {
            // Whatever it is, nobody may wait for ever.
            group.forEach(waiting -> waiting.written.completeExceptionally(e));
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    /** Writers that were acknowledged a moment ago often have the next write at hand: a commit without them would make them wait twice. */
    private void awaitWriters() {
        for (int pause = 0; pause < PAUSES && queue.size() < lastGroup; pause++) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void commit(FileMemoryStore store, List<Waiting> group) throws IOException {
        Instant now = store.options().clock().instant();
        List<Waiting> valid = new ArrayList<>();
        List<FileChange.PutItems> changes = new ArrayList<>();
        ResolvedChanges resolved = resolve(store, group, valid);
        for (FileChange change : resolved.changes().changes()) {
            changes.add((FileChange.PutItems) change);
        }
        if (valid.isEmpty()) {
            return;
        }
        List<RunLog> runs = begin(store, valid, now);
        try {
            // One collection after the other: a transaction that fails concerns its own writes only.
            for (FileChange.PutItems change : changes) {
                commit(store, change, valid, runs);
            }
        } finally {
            for (RunLog run : runs) {
                run.close();
            }
        }
    }

    /** A write that is not valid fails by itself. */
    private static ResolvedChanges resolve(FileMemoryStore store, List<Waiting> group, List<Waiting> valid)
            throws IOException {
        List<ItemChange> puts = new ArrayList<>();
        for (Waiting waiting : group) {
            try {
                ItemChange.Put put = waiting.write.put();
                FileMemoryStore.requireValid(put);
                puts.add(put);
                valid.add(waiting);
            } catch (IllegalArgumentException e) {
                waiting.written.completeExceptionally(e);
            }
        }
        return store.changes(puts);
    }

    private List<RunLog> begin(FileMemoryStore store, List<Waiting> group, Instant now) throws IOException {
        List<LogFolder.Start> starts = new ArrayList<>();
        for (Waiting waiting : group) {
            ItemKey key = waiting.write.put().key();
            JsonObject policy = JsonObject.builder()
                    .putAll(waiting.write.details())
                    .put("items", List.of(key.toString()))
                    .build();
            starts.add(new LogFolder.Start(
                    waiting.write.operation(),
                    JsonObject.builder().put("policy", policy).build()));
        }
        List<RunLog> runs = store.logs().begin(starts, now, random);
        ParallelTasks.forEach(threads, runs, RunLog::sync);
        return runs;
    }

    private void commit(FileMemoryStore store, FileChange.PutItems change, List<Waiting> group, List<RunLog> runs)
            throws IOException {
        List<Waiting> here = new ArrayList<>();
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
            finish(runsHere.get(place), here.get(place), log, change.file(), outcome.isCommitted(), failure);
        });
    }

    private static void finish(
            RunLog run,
            Waiting waiting,
            GroupLog log,
            CollectionFile file,
            boolean isCommitted,
            Optional<Finding> failure)
            throws IOException {
        ItemChange.Put put = waiting.write.put();
        GroupLog.Result result = log.resultOf(file, put);
        boolean isStored = isCommitted && result == GroupLog.Result.STORED;
        boolean isFailed = failure.isPresent() && !isStored;
        run.event(finished(isFailed, isStored ? Optional.of(log.outcomeOf(file, put)) : Optional.empty()));
        if (isFailed) {
            waiting.written.completeExceptionally(
                    new IOException(failure.get().where() + " " + failure.get().what()));
        } else {
            waiting.written.complete(new Written(
                    run.run(),
                    isStored
                            ? Outcome.STORED
                            : result == GroupLog.Result.CONFLICT ? Outcome.CONFLICT : Outcome.UNCHANGED));
        }
    }

    /** How the record of a write ends. */
    private static JsonObject finished(boolean isFailed, Optional<FileOutcome> stored) {
        return JsonObject.builder()
                .put("event", "finished")
                .put("outcome", (isFailed ? Report.Outcome.FAILED : Report.Outcome.DONE).word())
                .put("inserted", stored.map(FileOutcome::inserted).orElse(0))
                .put("transformed", stored.map(FileOutcome::transformed).orElse(0))
                .put("problems", isFailed ? 1 : 0)
                .build();
    }

    /** Commits what was submitted, and ends. */
    @Override
    public void close() {
        committer.close();
        threads.close();
    }
}
