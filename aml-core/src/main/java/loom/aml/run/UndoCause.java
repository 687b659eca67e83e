package loom.aml.run;

import loom.aml.store.Cause;
import loom.aml.store.Reason;

/**
 * The cause of removing what an undone run had brought.
 *
 * @param run the run
 */
record UndoCause(String run) implements Cause {
    @Override
    public String strategy() {
        return OperationNames.UNDO;
    }

    @Override
    public String rule() {
        return "brought by run " + run;
    }

    @Override
    public Reason reason() {
        return Reason.NOT_IN_SNAPSHOT;
    }
}
