package loom.aml.maintain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loom.aml.backup.AutoBackup;
import loom.aml.compress.CompressPlan;
import loom.aml.compress.Compressor;
import loom.aml.index.UpdateResult;
import loom.aml.merge.combine.Merges;
import loom.aml.migrate.MigrationPlan;
import loom.aml.prune.PrunePlan;
import loom.aml.prune.Pruner;
import loom.aml.prune.ReappearedItems;
import loom.aml.run.AutoMigration;
import loom.aml.run.Execution;
import loom.aml.run.History;
import loom.aml.run.Job;
import loom.aml.run.MergeRun;
import loom.aml.run.Report;
import loom.aml.run.RunRetention;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.ChangeSet;
import loom.aml.store.ClockVerdict;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Plan;
import loom.aml.store.Removal;
import loom.aml.store.Selection;
import loom.aml.store.StoreChange;
import loom.aml.store.log.ArchiveParts;
import loom.aml.store.log.LogFolder;
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPlan;

/**
 * The daily job on one store: migrates older items, collects garbage, prunes, compresses and updates the index. Opening
 * the store has recovered from a crash before. Each step copies the data that it changes.
 */
public final class Maintenance {
    private static final String OPERATION = "maintain";

    private final MemoryStore store;
    private final MaintainPolicy policy;
    private final ClockVerdict clock;

    public Maintenance(MemoryStore store, MaintainPolicy policy) {
        this(store, policy, ClockVerdict.trusting(store.options().clock().instant()));
    }

    /**
     * @param clock the time to which ages are relative; while it is not trusted, nothing is removed because of its age
     */
    public Maintenance(MemoryStore store, MaintainPolicy policy, ClockVerdict clock) {
        this.store = store;
        this.policy = policy;
        this.clock = clock;
    }

    /** Decides on the removals of a step right before it is executed. */
    public interface Gate {
        /** Admits all removals. */
        Gate OPEN = new Gate() {
            @Override
            public Plan admit(Plan plan, long items) {
                return plan;
            }
        };

        /**
         * Returns the plan that may be executed: this plan, with or without its removals.
         *
         * @param items the number of items in the store
         */
        Plan admit(Plan plan, long items) throws IOException;

        /** Called when the initial backup failed, which fails the job. */
        default void backupFailed(IOException e) {}
    }

    /**
     * The plans of the job.
     *
     * @param migration the items to migrate; empty if disabled
     * @param gc the plan of garbage collection
     * @param prune the removals among the remaining items
     * @param merge the merges of items as they are now; empty if disabled
     * @param compress the files to compress among the unchanged ones
     */
    public record Plans(
            Optional<MigrationPlan> migration,
            GcPlan gc,
            PrunePlan prune,
            Optional<Merges> merge,
            CompressPlan compress) {}

    /**
     * The result of the job.
     *
     * @param run the id of the run that contains the steps
     * @param backup the initial backup; empty if disabled
     * @param migration the migration; empty if disabled
     * @param gc the report of garbage collection
     * @param prune the report of the prune
     * @param merge the report of the merges; empty if disabled
     * @param compress the report of the compression
     * @param index the update of the index; empty if it is disabled or failed
     * @param indexFindings why the index could not be updated; the store is unaffected
     * @param returned the number of pruned items that had been pruned before and had come back
     * @param items the number of items in the store before the job
     */
    public record Result(
            String run,
            Optional<AutoBackup.Result> backup,
            Optional<AutoMigration.Result> migration,
            Report gc,
            Report prune,
            Optional<Report> merge,
            Report compress,
            Optional<UpdateResult> index,
            List<Finding> indexFindings,
            long returned,
            long items,
            long bytesBefore,
            long bytesAfter) {
        public Report.Outcome outcome() {
            boolean isBackedUp = backup.isEmpty() || backup.get().isComplete();
            Report.Outcome outcome = gc.outcome()
                    .and(prune.outcome())
                    .and(merge.map(Report::outcome).orElse(Report.Outcome.DONE))
                    .and(compress.outcome())
                    .and(isBackedUp && indexFindings.isEmpty() ? Report.Outcome.DONE : Report.Outcome.PARTIAL);
            return migration.map(result -> result.outcome().and(outcome)).orElse(outcome);
        }

        /** Returns whether any step changed data that can be restored. */
        public boolean canBeUndone() {
            return Stream.concat(
                            migration.flatMap(AutoMigration.Result::report).stream(),
                            Stream.concat(Stream.of(gc, prune, compress), merge.stream()))
                    .anyMatch(Report::canBeUndone);
        }

        /** Returns all findings without repetitions, in order. */
        public List<Finding> findings() {
            Set<Finding> all = new LinkedHashSet<>();
            migration.ifPresent(result -> all.addAll(result.findings()));
            backup.ifPresent(result -> all.addAll(result.findings()));
            all.addAll(gc.findings());
            all.addAll(prune.findings());
            merge.ifPresent(report -> all.addAll(report.findings()));
            all.addAll(compress.findings());
            all.addAll(indexFindings);
            return List.copyOf(all);
        }
    }

    /** Plans without changing anything. A removal that two steps would make is counted for the first. */
    public Plans plan() throws IOException {
        GcPlan gc = new GarbageCollector(policy.gc(), clock.cautiousNow())
                .plan(store, Selection.ALL, History.undoneTidying(store));
        PrunePlan prune = new Pruner(policy.prune(), clock).plan(store, Selection.ALL, returned());
        CompressPlan compress = compressor().compress(store, Selection.ALL);
        PrunePlan rest = without(prune, gc);
        Optional<MigrationPlan> migration = policy.migration().isPresent()
                ? Optional.of(policy.migration().get().plan(store))
                : Optional.empty();
        Optional<Merges> merge =
                policy.merge() ? Optional.of(new MergeRun(store).plan(Selection.ALL, false)) : Optional.empty();
        return new Plans(migration, gc, rest, merge, without(compress, gc, rest));
    }

    private Compressor compressor() {
        return new Compressor(policy.compress(), clock);
    }

    /** Files that the other steps write are too recent to be compressed. */
    private static CompressPlan without(CompressPlan compress, Plan... others) {
        Set<String> written = Arrays.stream(others)
                .flatMap(plan -> plan.changes().changes().stream())
                .map(StoreChange::path)
                .collect(Collectors.toSet());
        List<StoreChange> rest = compress.changes().changes().stream()
                .filter(change -> !written.contains(change.path()))
                .toList();
        return new CompressPlan(
                compress.operation(),
                new ChangeSet(rest),
                compress.findings(),
                compress.policy(),
                rest.stream().mapToLong(change -> change.seen().bytes()).sum());
    }

    private static PrunePlan without(PrunePlan prune, GcPlan gc) {
        Map<CollectionFile, BitSet> gone = new HashMap<>();
        for (StoreChange change : gc.changes().changes()) {
            if (change instanceof CollectionChange.Rewrite rewrite) {
                BitSet ordinals = gone.computeIfAbsent(rewrite.file(), _ -> new BitSet());
                rewrite.removals().forEach(removal -> ordinals.set(removal.ordinal()));
            }
        }
        List<StoreChange> rest = new ArrayList<>();
        for (StoreChange change : prune.changes().changes()) {
            if (change instanceof CollectionChange.Rewrite rewrite) {
                BitSet ordinals = gone.getOrDefault(rewrite.file(), new BitSet());
                List<Removal> removals = rewrite.removals().stream()
                        .filter(removal -> !ordinals.get(removal.ordinal()))
                        .toList();
                if (!removals.isEmpty() || rewrite.encoding() != null) {
                    rest.add(
                            new CollectionChange.Rewrite(rewrite.file(), rewrite.seen(), removals, rewrite.encoding()));
                }
            } else {
                rest.add(change);
            }
        }
        return new PrunePlan(new ChangeSet(rest), prune.findings(), prune.policy(), prune.items());
    }

    private ReappearedItems returned() throws IOException {
        return new History(store).returned();
    }

    private record Index(Optional<UpdateResult> update, List<Finding> findings) {}

    /** Updates the index. A failure affects only the index, which is derived from the store. */
    private Index index(Execution execution) {
        if (!policy.index()) {
            return new Index(Optional.empty(), List.of());
        }
        try {
            UpdateResult update = execution.index();
            return new Index(Optional.of(update), List.of());
        } catch (IOException e) {
            Finding.Kind kind = e instanceof StoreLockedException ? Finding.Kind.LOCKED : Finding.Kind.FAILED;
            return new Index(
                    Optional.empty(),
                    List.of(Finding.of(
                            kind,
                            "index",
                            "could not be updated: " + e.getMessage(),
                            "searches read the store instead; 'aml optimize index' tries again")));
        }
    }

    /** Runs the job. */
    public Result run(Execution execution, Execution.Options options) throws IOException {
        return run(execution, options, Gate.OPEN);
    }

    private AutoBackup.Result backUp(Execution execution, Gate gate) throws IOException {
        try {
            return execution.backUp(policy.backup(), OPERATION, clock);
        } catch (IOException e) {
            gate.backupFailed(e);
            throw e;
        }
    }

    /**
     * Runs the job.
     *
     * @param gate decides before a step removes anything
     */
    public Result run(Execution execution, Execution.Options options, Gate gate) throws IOException {
        try (Job job = begin(execution, options, gate)) {
            Result result = run(job, execution.within(job), options, gate);
            job.end(result.outcome());
            RunRetention records = new RunRetention(LogFolder.of(store.place()), policy.keptRuns());
            records.forget();
            if (policy.keptVersions().isPresent()) {
                records.forgetVersions(
                        clock.cautiousNow().minus(policy.keptVersions().get()));
            }
            return result;
        }
    }

    /**
     * Starts the run. Records are stored beside the backups: if they cannot be written, no backup can be made either.
     */
    private static Job begin(Execution execution, Execution.Options options, Gate gate) throws IOException {
        try {
            return execution.begin(OPERATION);
        } catch (IOException e) {
            if (options.backup()) {
                gate.backupFailed(e);
            }
            throw e;
        }
    }

    private Report merge(Job job, Execution execution, Execution.Options options, Gate gate, long items)
            throws IOException {
        MergeRun merging = new MergeRun(store);
        Merges plan = merging.plan(Selection.ALL, false);
        Plan admitted = gate.admit(plan, items);
        return admitted.equals(plan)
                ? merging.steps(plan, execution, options, job)
                : execution.execute(admitted, options);
    }

    private Result run(Job job, Execution execution, Execution.Options options, Gate gate) throws IOException {
        long before = store.list().collectionBytes();
        Optional<AutoBackup.Result> backup = options.backup() ? Optional.of(backUp(execution, gate)) : Optional.empty();
        Execution.Options backedUp = backup.map(AutoBackup.Result::snapshot)
                .map(snapshot -> options.withSnapshot(snapshot.manifest().id()))
                .orElse(options);
        Optional<AutoMigration.Result> migrated = policy.migration().isPresent()
                ? Optional.of(policy.migration().get().run(store, execution, backedUp))
                : Optional.empty();
        GcPlan gc = new GarbageCollector(policy.gc(), clock.cautiousNow())
                .plan(store, Selection.ALL, History.undoneTidying(store));
        Report tidied = execution.execute(gate.admit(gc, gc.items()), backedUp);
        PrunePlan prune = new Pruner(policy.prune(), clock).plan(store, Selection.ALL, returned());
        Report pruned = execution.execute(gate.admit(prune, gc.items()), backedUp);
        Optional<Report> merged =
                policy.merge() ? Optional.of(merge(job, execution, backedUp, gate, gc.items())) : Optional.empty();
        Report compressed = execution.execute(compressor().compress(store, Selection.ALL), backedUp);
        Index index = index(execution);
        ArchiveParts.removeOlder(
                LogFolder.of(store.place()),
                clock.cautiousNow().minus(policy.gc().leftoverAge()));
        return new Result(
                job.run(),
                backup,
                migrated,
                tidied,
                pruned,
                merged,
                compressed,
                index.update,
                index.findings,
                prune.returned(),
                gc.items(),
                before,
                store.list().collectionBytes());
    }
}
