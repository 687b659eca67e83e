package loom.aml.app;

import java.util.List;
import loom.aml.store.Plan;

/**
 * Removals that need a confirmation.
 *
 * @param steps the plans that remove items, in the order of execution
 * @param removed the number of items that they remove
 * @param items the number of items in the store
 * @param isUndo whether an earlier run is undone; {@code removed} is an upper limit then
 */
public record Removals(String operation, List<Plan> steps, long removed, long items, boolean isUndo) {
    public Removals {
        steps = List.copyOf(steps);
    }

    /** Returns the share of the items that would be removed, from 0 to 1. */
    public double share() {
        return (double) removed / Math.max(1, items);
    }
}
