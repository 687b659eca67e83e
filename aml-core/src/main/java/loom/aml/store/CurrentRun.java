package loom.aml.store;

import org.jspecify.annotations.Nullable;

/** The run that makes a change, as far as what is written may name it. */
public interface CurrentRun {

    /** Returns the id of the run. */
    String run();

    /** Returns the id of the backup that was made before the first change; null if none was. */
    @Nullable
    String backup();
}
