package loom.aml.run;

import java.io.IOException;
import java.time.Instant;
import java.util.random.RandomGenerator;
import loom.aml.json.JsonObject;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunLog;

/** Begins the records of runs. */
interface Recorder {

    /**
     * Begins a record.
     *
     * @param about the members at the beginning of the record, such as the policy
     */
    RunLog begin(String operation, JsonObject about, Instant now) throws IOException;

    /** Returns a recorder of runs that are not steps of another. */
    static Recorder ofRuns(LogFolder logs, RandomGenerator random) {
        return (operation, about, now) -> logs.begin(operation, about, now, random);
    }
}
