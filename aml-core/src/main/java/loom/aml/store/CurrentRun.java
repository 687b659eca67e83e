package loom.aml.store;

import org.jspecify.annotations.Nullable;

/** The run that makes a change, for records that refer to it. */
public interface CurrentRun {

    /** Returns the id of the run. */
    String run();

    /** Returns the id of the backup that was made before the first change; null without a backup. */
    @Nullable
    String backup();
}
