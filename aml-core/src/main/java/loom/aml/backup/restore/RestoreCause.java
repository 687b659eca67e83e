package loom.aml.backup.restore;

import loom.aml.store.Cause;
import loom.aml.store.Reason;

/**
 * Why a collection leaves when a snapshot is restored.
 *
 * @param snapshot the id of the snapshot
 */
record RestoreCause(String snapshot) implements Cause {
    @Override
    public String strategy() {
        return "restore";
    }

    @Override
    public String rule() {
        return "not in snapshot " + snapshot;
    }

    @Override
    public Reason reason() {
        return Reason.NOT_IN_SNAPSHOT;
    }
}
