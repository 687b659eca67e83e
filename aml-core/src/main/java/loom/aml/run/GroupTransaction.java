package loom.aml.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import loom.aml.item.ItemKey;
import loom.aml.item.Revision;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.ItemChange;
import loom.aml.store.MemoryStore;
import loom.aml.store.ParallelTasks;
import loom.aml.store.Progress;
import loom.aml.store.ResolvedChanges;
import loom.aml.store.StoreChange;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunLog;

/**
 * Stores the items of a group in one transaction per collection. Each item has a run of its own, with its record and
 * archive.
 */
final class GroupTransaction {
    private final ExecutorService threads;
    private final RandomGenerator random;

    /**
     * @param threads sync files concurrently
     * @param random provides the last digits of run ids
     */
    GroupTransaction(ExecutorService threads, RandomGenerator random) {
        this.threads = threads;
        this.random = random;
    }

    /** An item to store. The first call of {@link #end} or {@link #fail} counts. */
    interface Entry {
        /** Returns the operation as shown by {@code history}. */
        String operation();

        ItemChange.Put put();

        /** Returns further members of the record. */
        JsonObject details();

        /**
         * Called when the run has ended and its changes are durable.
         *
         * @param revision the revision of the item in its collection; empty unless it was stored
         */
        void end(GroupLog.Result result, Optional<Revision> revision, Report report);

        /** Called if the item could not be stored. */
        void fail(Throwable e);
    }

    /** The start of a group. */
    private record Started(Instant at, long nanos) {}

    /**
     * Stores the items of a group and ends each entry. An invalid entry fails alone.
     *
     * @throws IOException if the transaction failed; the caller then fails all entries
     */
    void commit(MemoryStore store, List<? extends Entry> group) throws IOException {
        Started started = new Started(store.options().clock().instant(), System.nanoTime());
        List<Entry> valid = new ArrayList<>();
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
    private static ResolvedChanges resolve(MemoryStore store, List<? extends Entry> group, List<Entry> valid)
            throws IOException {
        List<ItemChange> puts = new ArrayList<>();
        for (Entry entry : group) {
            try {
                ItemChange.Put put = entry.put();
                put.requireValid();
                puts.add(put);
                valid.add(entry);
            } catch (IllegalArgumentException e) {
                entry.fail(e);
            }
        }
        return store.changes(puts);
    }

    private List<RunLog> begin(MemoryStore store, List<Entry> group, Instant now) throws IOException {
        List<LogFolder.Start> starts = new ArrayList<>();
        for (Entry entry : group) {
            ItemKey key = entry.put().key();
            JsonObject policy = JsonObject.builder()
                    .putAll(entry.details())
                    .put("items", List.of(key.toString()))
                    .build();
            starts.add(new LogFolder.Start(
                    entry.operation(),
                    JsonObject.builder().put("policy", policy).build()));
        }
        return LogFolder.of(store.place()).begin(starts, now, random, threads);
    }

    private void commit(
            MemoryStore store, CollectionChange.PutItems change, List<Entry> group, List<RunLog> runs, Started started)
            throws IOException {
        List<Entry> here = new ArrayList<>();
        List<RunLog> runsHere = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            ItemChange.Put put = group.get(i).put();
            if (change.puts().stream().anyMatch(other -> other == put)) {
                here.add(group.get(i));
                runsHere.add(runs.get(i));
            }
        }
        List<ItemChange.Put> puts = here.stream().map(Entry::put).toList();
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
            Entry entry,
            GroupLog log,
            CollectionFile file,
            boolean isCommitted,
            Optional<Finding> failure,
            Started started)
            throws IOException {
        ItemChange.Put put = entry.put();
        GroupLog.Result result = log.resultOf(file, put);
        boolean isStored = isCommitted && result == GroupLog.Result.STORED;
        boolean isFailed = failure.isPresent() && !isStored;
        Optional<FileOutcome> stored = isStored ? Optional.of(log.outcomeOf(file, put)) : Optional.empty();
        run.event(finished(isFailed, stored));
        if (isFailed) {
            entry.fail(
                    new IOException(failure.get().where() + " " + failure.get().what()));
            return;
        }
        Report report = new Report(
                run.run(),
                entry.operation(),
                Report.Outcome.DONE,
                stored.stream().toList(),
                List.of(),
                null,
                started.at,
                Duration.ofNanos(System.nanoTime() - started.nanos));
        GroupLog.Result end = isStored || result == GroupLog.Result.CONFLICT ? result : GroupLog.Result.UNCHANGED;
        entry.end(end, isStored ? log.revisionOf(file, put) : Optional.empty(), report);
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
}
