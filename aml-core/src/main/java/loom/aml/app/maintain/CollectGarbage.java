package loom.aml.app.maintain;

import java.io.IOException;
import java.time.Instant;
import loom.aml.app.ClockJudgement;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.run.AutoMigrated;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.PlanRun;
import loom.aml.app.run.RunOptions;
import loom.aml.app.run.RunPreview;
import loom.aml.app.run.RunResult;
import loom.aml.run.History;
import loom.aml.store.Selection;
import loom.aml.store.log.ArchiveParts;
import loom.aml.store.log.LogFolder;
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPlan;
import loom.aml.tidy.GcPolicy;
import loom.aml.tidy.UndoneRemovals;

/** Completes items, removes invalid and duplicate items and leftovers, and repairs damaged files. */
public final class CollectGarbage {
    private final OpenStore opened;
    private final FrontEnd frontEnd;

    public CollectGarbage(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
        this.frontEnd = frontEnd;
    }

    /**
     * The request.
     *
     * @param isAgain whether items that {@code undo} restored may be removed again
     * @param isClockTrusted whether the user trusts the clock in any case
     */
    public record Request(GcPolicy policy, Selection agents, boolean isAgain, boolean isClockTrusted) {
        /** Returns the request of the daily job: the configured policy for all agents. */
        public static Request daily(OpenStore opened) {
            return new Request(opened.policies().gc(), Selection.ALL, false, false);
        }
    }

    /** Plans garbage collection. */
    public RunPreview preview(Request request) throws IOException {
        AutoMigrated migrated = AutoMigrated.plan(opened);
        return new RunPreview(opened, plan(request, now(request)), migrated);
    }

    /**
     * Collects garbage.
     *
     * @throws DeclinedException if the user did not confirm it
     */
    public RunResult run(Request request, RunOptions options) throws IOException, DeclinedException {
        // Determined before the migration, whose record would confirm the clock.
        Instant now = now(request);
        try (AutoMigrated migrated = AutoMigrated.execute(opened, "gc", options)) {
            GcPlan plan = plan(request, now);
            RunResult result = new PlanRun(opened, frontEnd).execute(plan, plan.items(), migrated, options);
            ArchiveParts.removeOlder(
                    LogFolder.of(opened.store().place()),
                    now.minus(request.policy().leftoverAge()));
            return result;
        }
    }

    private Instant now(Request request) throws IOException {
        return ClockJudgement.of(opened, request.isClockTrusted()).cautiousNow();
    }

    private GcPlan plan(Request request, Instant now) throws IOException {
        UndoneRemovals undone = request.isAgain() ? UndoneRemovals.NONE : History.undoneTidying(opened.store());
        return new GarbageCollector(request.policy(), now).plan(opened.store(), request.agents(), undone);
    }
}
