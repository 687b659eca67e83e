package loom.aml.run;

import java.util.ArrayList;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.ChangeSet;
import loom.aml.store.FileChange;
import loom.aml.store.Finding;
import loom.aml.store.Plan;

/**
 * A plan without its removals: they are too many to be made unasked, and nobody can be asked. What else it does is done, unless it
 * does all or nothing.
 */
public record ReducedPlan(String operation, ChangeSet changes, List<Finding> findings, JsonObject policy)
        implements Plan {

    public ReducedPlan {
        findings = List.copyOf(findings);
    }

    /**
     * What is left of a plan.
     *
     * @param removed items that it would remove
     * @param items items in the store
     * @param isAllOrNothing whether nothing is to be done without the removals
     */
    public static ReducedPlan of(Plan plan, long removed, long items, boolean isAllOrNothing) {
        List<FileChange> rest = new ArrayList<>();
        if (!isAllOrNothing && !plan.changes().isWhole()) {
            for (FileChange change : plan.changes().changes()) {
                if (plan.changes().with(List.of(change)).forgotten() == 0) {
                    rest.add(change);
                }
            }
        }
        List<Finding> findings = new ArrayList<>(plan.findings());
        findings.add(Finding.of(
                Finding.Kind.NOT_CONFIRMED,
                plan.operation(),
                removed + " of " + items + " items were not removed: nobody could be asked",
                "check with '--dry-run'; then '--yes' removes them, or confirm.share and confirm.unattended allow it"));
        return new ReducedPlan(plan.operation(), plan.changes().with(rest), findings, plan.policy());
    }
}
