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
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPlan;
import loom.aml.tidy.GcPolicy;
import loom.aml.tidy.UndoneRemovals;

/** Completes items, removes invalid and duplicate ones and leftovers, and repairs damaged files. */
public final class CollectGarbage {
    private final OpenStore opened;
    private final FrontEnd frontEnd;

    public CollectGarbage(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
        this.frontEnd = frontEnd;
    }

    /**
     * What to collect.
     *
     * @param isAgain whether items that {@code undo} restored may be removed again
     * @param isClockTrusted whether the clock is right, whatever the store suggests
     */
    public record Request(GcPolicy policy, Selection agents, boolean isAgain, boolean isClockTrusted) {}

    /** Returns what would be changed. */
    public RunPreview preview(Request request) throws IOException {
        AutoMigrated migrated = AutoMigrated.plan(opened);
        return new RunPreview(opened, plan(request, now(request)), migrated);
    }

    /**
     * Changes the store.
     *
     * @throws DeclinedException if a person was asked and did not confirm it
     */
    public RunResult run(Request request, RunOptions options) throws IOException, DeclinedException {
        // The migration is recorded as well, and would vouch for the clock.
        Instant now = now(request);
        try (AutoMigrated migrated = AutoMigrated.execute(opened, "gc", options)) {
            GcPlan plan = plan(request, now);
            RunResult result = new PlanRun(opened, frontEnd).execute(plan, plan.items(), migrated, options);
            ArchiveParts.removeOlder(opened.store().logs(),
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
