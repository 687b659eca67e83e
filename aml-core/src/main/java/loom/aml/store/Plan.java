package loom.aml.store;

import java.util.List;
import loom.aml.json.JsonObject;

/**
 * What a capability would do to a store, decided and not yet done. Immutable. A dry run is a plan that nobody executes; all
 * plans are executed the same way, by {@code loom.aml.run}.
 */
public interface Plan {

    /** The operation as {@code history} lists it: {@code prune}. */
    String operation();

    ChangeSet changes();

    /** How many items leave the store, at most. */
    default long removes() {
        return changes().removed();
    }

    /** How many items leave the store without an identical copy that stays, at most: what a person is asked about. */
    default long forgets() {
        return changes().forgotten();
    }

    /** How many items stay and are changed, as far as the plan counts them. */
    default long transforms() {
        return 0;
    }

    /** What was found on the way, and what stays although a rule would have it gone. */
    List<Finding> findings();

    /** The policy that led to it, for the record. */
    JsonObject policy();
}
