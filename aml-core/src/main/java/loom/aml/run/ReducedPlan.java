package loom.aml.run;

import java.util.ArrayList;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.Finding;
import loom.aml.store.Plan;
import loom.aml.store.StoreChange;

/**
 * A plan without its removals, which need a confirmation that nobody can give. The other changes are made, unless the
 * plan is all or nothing.
 */
public record ReducedPlan(String operation, ChangeSet changes, List<Finding> findings, JsonObject policy)
        implements Plan {

    public ReducedPlan {
        findings = List.copyOf(findings);
    }

    /**
     * Returns a plan without its removals.
     *
     * @param removed the number of items that it would remove
     * @param items the number of items in the store
     * @param isAllOrNothing whether nothing is done without the removals
     */
    public static ReducedPlan of(Plan plan, long removed, long items, boolean isAllOrNothing) {
        List<StoreChange> rest = new ArrayList<>();
        if (!isAllOrNothing && !plan.changes().isWhole()) {
            for (StoreChange change : plan.changes().changes()) {
                if (plan.changes().with(List.of(change)).forgotten() == 0) {
                    rest.add(change);
                }
            }
        }
        List<Finding> findings = new ArrayList<>(plan.findings());
        findings.add(
                Finding.of(
                        Finding.Kind.NOT_CONFIRMED,
                        plan.operation(),
                        removed + " of " + items + " items were not removed: nobody could be asked",
                        "check with '--dry-run'; then remove them with '--yes', or allow it with confirm.share and confirm.unattended"));
        // An undo that does nothing has settled nothing: it can be tried again.
        JsonObject policy = isAllOrNothing ? Reversal.Entry.without(plan.policy()) : plan.policy();
        return new ReducedPlan(plan.operation(), plan.changes().with(rest), findings, policy);
    }
}
