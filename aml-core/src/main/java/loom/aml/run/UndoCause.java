package loom.aml.run;

import loom.aml.store.Cause;
import loom.aml.store.Reason;

/**
 * Why something leaves when a run is taken back that had brought it.
 *
 * @param run the run
 */
record UndoCause(String run) implements Cause {
    @Override
    public String strategy() {
        return Undo.OPERATION;
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
