package loom.aml.app.run;

import java.io.IOException;
import java.util.List;
import loom.aml.app.Census;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.Removals;
import loom.aml.backup.restore.RestorePlan;
import loom.aml.config.GeneralSettings;
import loom.aml.merge.combine.Merges;
import loom.aml.run.ReducedPlan;
import loom.aml.run.Undo;
import loom.aml.store.Plan;

/**
 * Decides which removals need a confirmation: those of more than a configured share of the items. Asks the user if
 * possible; otherwise the removals are skipped, unless the request or the configuration allows them.
 */
public final class Consent {
    private final OpenStore opened;
    private final FrontEnd frontEnd;
    private final boolean isConfirmed;
    private long removedBefore;

    /**
     * @param isConfirmed whether the request confirms all removals
     */
    public Consent(OpenStore opened, FrontEnd frontEnd, boolean isConfirmed) {
        this.opened = opened;
        this.frontEnd = frontEnd;
        this.isConfirmed = isConfirmed;
    }

    /** Returns whether the user may have to be asked. If not, plans need not be made in advance. */
    public boolean mayAsk() {
        return !isConfirmed && frontEnd.canAsk();
    }

    /**
     * Returns the plan, without its removals if these need a confirmation that nobody can give, together with the plans
     * before it.
     *
     * @param atLeast the number of items that the store is known to have; they are counted if necessary
     */
    public Plan admitted(Plan plan, long atLeast) throws IOException {
        long removed = plan.forgets();
        if (removed == 0
                || isConfirmed
                || frontEnd.canAsk()
                || opened.setting(GeneralSettings.CONFIRM_UNATTENDED).equals("allow")) {
            return plan;
        }
        double share = opened.setting(GeneralSettings.CONFIRM_SHARE);
        if (removedBefore + removed <= share * atLeast) {
            removedBefore += removed;
            return plan;
        }
        // Items that earlier plans removed are no longer counted.
        long items = Math.max(atLeast, Census.of(opened).items());
        if (removedBefore + removed <= share * items) {
            removedBefore += removed;
            return plan;
        }
        String operation = plan.operation();
        return ReducedPlan.of(
                plan,
                removed,
                items,
                operation.equals(Undo.OPERATION)
                        || operation.equals(RestorePlan.OPERATION)
                        || operation.equals(Merges.OPERATION));
    }

    /**
     * Asks the user if the plans remove too many items.
     *
     * @param isMigrated whether older items were migrated before
     * @throws DeclinedException if the user declines
     */
    public void require(String operation, List<Plan> steps, boolean isMigrated) throws IOException, DeclinedException {
        if (!mayAsk()) {
            return;
        }
        long removed = 0;
        for (Plan step : steps) {
            removed += step.forgets();
        }
        if (removed == 0) {
            return;
        }
        long items = Census.of(opened).items();
        if (removed > opened.setting(GeneralSettings.CONFIRM_SHARE) * items
                && !frontEnd.confirm(
                        new Removals(operation, steps, removed, items, operation.equals(Undo.OPERATION)))) {
            throw new DeclinedException(isMigrated);
        }
    }
}
