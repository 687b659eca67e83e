package loom.aml.run;

import java.util.Optional;
import java.util.Set;
import loom.aml.store.log.RunRecord;

/**
 * How many items a store should hold: as many as the last backup counted, but for those that runs of ours took or brought since.
 * Runs are shown to it from the newest to the oldest.
 */
final class ExpectedItems {
    /** The key under which a record has the number of items that a backup counted. */
    static final String ITEMS = "items";

    private static final Set<String> COUNTING =
            Set.of(OperationNames.BACKUP_CREATE, OperationNames.BACKUP_AUTO, OperationNames.BACKUP_ACKNOWLEDGE);

    private long changed;
    private Optional<Expected> found = Optional.empty();

    /**
     * What is expected.
     *
     * @param snapshot the snapshot of the backup that counted; empty if it made none
     */
    record Expected(long items, String snapshot) {}

    /** Takes the next older run into account; nothing more is needed once this returns true. */
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
        changed += run.inserted() - run.removed();
        return false;
    }

    Optional<Expected> expected() {
        return found;
    }
}
