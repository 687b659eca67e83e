package loom.aml.store;

import java.util.List;
import loom.aml.json.JsonObject;

/**
 * The planned changes of a capability to a store. Immutable. A dry run is a plan that is not executed.
 * {@code loom.aml.run} executes all plans in the same way.
 */
public interface Plan {

    /** Returns the operation as {@code history} lists it: {@code prune}. */
    String operation();

    ChangeSet changes();

    /** Returns the maximum number of items that are removed from the store. */
    default long removes() {
        return changes().removed();
    }

    /**
     * Returns the maximum number of items that are removed without an identical copy that remains. This is the number
     * that a person is asked to confirm.
     */
    default long forgets() {
        return changes().forgotten();
    }

    /** Returns the number of items that are changed in place, as far as the plan counts them. */
    default long transforms() {
        return 0;
    }

    /** Returns the findings of the planning, which include items that are kept although a rule would remove them. */
    List<Finding> findings();

    /** Returns the policy of the plan, for the record. */
    JsonObject policy();
}
