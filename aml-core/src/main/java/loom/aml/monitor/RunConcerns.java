package loom.aml.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Concerns from the records of runs on a store.
 *
 * @param ahead the time of a verified snapshot that is dated in the future, so that its age is unknown
 * @param proved when backups were last proved to be usable or unusable
 * @param incident the loss of items; empty if no items were lost or a user acknowledged it
 * @param expected the number of items that the store should have according to the last backup and the runs since; empty
 *     if no backup counted them
 * @param advice the action to take if the store has far fewer items
 * @param waiting the work that is deferred because the clock may be wrong
 * @param unconfirmed the removals that await confirmation
 */
public record RunConcerns(
        Optional<Instant> ahead,
        Optional<Instant> proved,
        Optional<String> incident,
        Optional<Long> expected,
        String advice,
        List<String> waiting,
        List<String> unconfirmed) {

    /** No concerns are known. */
    public static final RunConcerns NONE = new RunConcerns(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "", List.of(), List.of());

    public RunConcerns {
        waiting = List.copyOf(waiting);
        unconfirmed = List.copyOf(unconfirmed);
    }

    /** Returns the loss of a store that has so many items; empty if no items were lost. */
    Optional<String> lossOf(long items, boolean isAllKnown) {
        if (incident.isPresent() || !isAllKnown) {
            return incident;
        }
        return expected.filter(before -> isLoss(before, items))
                .map(before -> "the store has " + items + " items instead of " + before);
    }

    /**
     * Returns whether a drop from {@code before} to {@code now} items is an incident: to none, or to less than half.
     */
    public static boolean isLoss(long before, long now) {
        return before > 0 && (now == 0 || 2 * now < before);
    }
}
