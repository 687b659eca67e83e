package loom.aml.app.maintain;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.app.ClockJudgement;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.monitor.Monitoring;
import loom.aml.app.run.AutoMigrated;
import loom.aml.app.run.Consent;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.PlanRun;
import loom.aml.app.run.RunOptions;
import loom.aml.compress.CompressPlan;
import loom.aml.compress.Compressor;
import loom.aml.config.Policies;
import loom.aml.index.IndexState;
import loom.aml.index.UpdateResult;
import loom.aml.recall.Recall;
import loom.aml.recall.WarmList;
import loom.aml.run.Execution;
import loom.aml.run.History;
import loom.aml.run.Job;
import loom.aml.run.KnownFindings;
import loom.aml.run.Report;
import loom.aml.store.ClockVerdict;
import loom.aml.store.MemoryStore;
import loom.aml.store.Plan;
import loom.aml.store.PlanSummary;
import loom.aml.store.Selection;
import loom.aml.store.log.ArchiveParts;
import loom.aml.store.log.LogFolder;
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPlan;

/** Collects garbage, compresses, updates the index and lists the items worth caching, in this order. */
public final class OptimizeStore {
    private static final String OPERATION = "optimize all";

    private final OpenStore opened;
    private final MemoryStore store;
    private final Policies policies;
    private final FrontEnd frontEnd;

    public OptimizeStore(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
        this.store = opened.store();
        this.policies = opened.policies();
        this.frontEnd = frontEnd;
    }

    /**
     * The request.
     *
     * @param isClockTrusted whether the user trusts the clock in any case
     */
    public record Request(boolean isClockTrusted) {}

    /** Plans the optimization. */
    public OptimizePreview preview(Request request) throws IOException {
        ClockVerdict clock = ClockJudgement.of(opened, request.isClockTrusted());
        AutoMigrated migrated = AutoMigrated.plan(opened);
        GcPlan gc = gc(clock);
        CompressPlan compress = compress(clock);
        Optional<IndexState> index = IndexState.of(store.place(), store.list());
        return new OptimizePreview(
                opened.location(),
                store.recovered(),
                migrated,
                PlanSummary.of(gc),
                gc.findings(),
                compress,
                index.isPresent() && index.get().isPresent(),
                index.isPresent() && index.get().isFresh(),
                KnownFindings.of(store, OPERATION));
    }

    /**
     * Optimizes the store.
     *
     * @throws DeclinedException if the user did not confirm the removals
     */
    public OptimizeResult run(Request request, RunOptions options) throws IOException, DeclinedException {
        // Determined before the migration, whose record would confirm the clock.
        ClockVerdict clock = ClockJudgement.of(opened, request.isClockTrusted());
        try (AutoMigrated migrated = AutoMigrated.execute(opened, OPERATION, options)) {
            GcPlan found = gc(clock);
            Consent consent = new Consent(opened, frontEnd, options.isConfirmed());
            Plan gc = consent.admitted(found, found.items());
            consent.require(OPERATION, List.of(gc), migrated.done().isPresent());
            try (Job job = migrated.job().isPresent()
                    ? migrated.job().get()
                    : new Execution(store, opened.random()).begin(OPERATION)) {
                OptimizeResult result = run(job, gc, clock, migrated, options);
                job.end(result.outcome());
                return result.withMonitoring(new Monitoring(opened, frontEnd).afterRun(result.findings()));
            }
        }
    }

    private OptimizeResult run(Job job, Plan gc, ClockVerdict clock, AutoMigrated migrated, RunOptions options)
            throws IOException {
        Execution execution = new Execution(store, opened.random()).within(job);
        Execution.Options how = PlanRun.executionOptions(opened, options);
        Report tidied = execution.execute(gc, how);
        Report.Backup taken = tidied.backup();
        Report compressed =
                execution.execute(compress(clock), taken == null ? how : how.withSnapshot(taken.snapshot()));
        ArchiveParts.removeOlder(
                LogFolder.of(store.place()),
                clock.cautiousNow().minus(policies.gc().leftoverAge()));
        UpdateResult indexed = execution.index();
        WarmList warm = Recall.keepWarm(store, Selection.ALL, policies.recall());
        return new OptimizeResult(
                opened.location(),
                job.run(),
                migrated,
                tidied,
                compressed,
                indexed,
                warm.entries().size(),
                warm.bytes(),
                List.of(),
                KnownFindings.before(store, OPERATION, job.run()));
    }

    private GcPlan gc(ClockVerdict clock) throws IOException {
        return new GarbageCollector(policies.gc(), clock.cautiousNow())
                .plan(store, Selection.ALL, History.undoneTidying(store));
    }

    private CompressPlan compress(ClockVerdict clock) throws IOException {
        return new Compressor(policies.compress(), clock).compress(store, Selection.ALL);
    }
}
