package loom.aml.run;

import java.util.Optional;
import java.util.Set;
import loom.aml.store.log.RunRecord;

/**
 * Computes the number of items that a store should have: the number that the last backup counted, plus or minus the
 * changes of later runs, except those that other programs made. Receives runs from the newest to the oldest.
 */
final class ExpectedItems {
    /** The key of the number of items that a backup counted, in its record. */
    static final String ITEMS = "items";

    private static final Set<String> COUNTING =
            Set.of(OperationNames.BACKUP_CREATE, OperationNames.BACKUP_AUTO, OperationNames.BACKUP_ACKNOWLEDGE);

    private long changed;
    private Optional<Expected> found = Optional.empty();

    /**
     * The expected number of items.
     *
     * @param snapshot the snapshot of the backup that counted; empty if it created none
     */
    record Expected(long items, String snapshot) {}

    /** Processes the next older run. Returns true when no further runs are needed. */
    boolean see(RunRecord run) {
        if (found.isPresent()) {
            return true;
        }
        Optional<Long> counted = COUNTING.contains(run.operation())
                ? run.finished().filter(end -> end.has(ITEMS)).map(end -> end.number(ITEMS))
                : Optional.empty();
        if (counted.isPresent()) {
            found = Optional.of(new Expected(
                    Math.max(0, counted.get() + changed), run.ownSnapshot().orElse("")));
            return true;
        }
        if (!run.operation().equals(OperationNames.GUARD)) {
            changed += run.inserted() - run.removed();
        }
        return false;
    }

    Optional<Expected> expected() {
        return found;
    }
}
