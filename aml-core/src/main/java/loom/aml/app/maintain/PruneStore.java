package loom.aml.app.maintain;

import java.io.IOException;
import loom.aml.app.ClockJudgement;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.run.AutoMigrated;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.PlanRun;
import loom.aml.app.run.RunOptions;
import loom.aml.app.run.RunPreview;
import loom.aml.app.run.RunResult;
import loom.aml.prune.PrunePlan;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Pruner;
import loom.aml.prune.ReappearedItems;
import loom.aml.run.History;
import loom.aml.store.ClockVerdict;
import loom.aml.store.Selection;

/** Removes items by age, performance and space. */
public final class PruneStore {
    private final OpenStore opened;
    private final FrontEnd frontEnd;

    public PruneStore(OpenStore opened, FrontEnd frontEnd) {
        this.opened = opened;
        this.frontEnd = frontEnd;
    }

    /**
     * The request.
     *
     * @param isAgain whether items that {@code undo} restored may be removed again
     * @param isClockTrusted whether the user trusts the clock in any case
     */
    public record Request(PrunePolicy policy, Selection agents, boolean isAgain, boolean isClockTrusted) {
        /** Returns the request of the daily job: the configured policy for all agents. */
        public static Request daily(OpenStore opened) {
            return new Request(opened.policies().prune(), Selection.ALL, false, false);
        }
    }

    /** Plans the prune. */
    public RunPreview preview(Request request) throws IOException {
        AutoMigrated migrated = AutoMigrated.plan(opened);
        return new RunPreview(opened, plan(request, clock(request)), migrated);
    }

    /**
     * Removes the items.
     *
     * @throws DeclinedException if the user did not confirm it
     */
    public RunResult run(Request request, RunOptions options) throws IOException, DeclinedException {
        // Determined before the migration, whose record would confirm the clock.
        ClockVerdict clock = clock(request);
        try (AutoMigrated migrated = AutoMigrated.execute(opened, "prune", options)) {
            PrunePlan plan = plan(request, clock);
            return new PlanRun(opened, frontEnd).execute(plan, plan.items(), migrated, options);
        }
    }

    private ClockVerdict clock(Request request) throws IOException {
        return ClockJudgement.of(opened, request.isClockTrusted());
    }

    private PrunePlan plan(Request request, ClockVerdict clock) throws IOException {
        ReappearedItems returned = request.isAgain() ? ReappearedItems.NONE : new History(opened.store()).exempt();
        return new Pruner(request.policy(), clock).plan(opened.store(), request.agents(), returned);
    }
}
