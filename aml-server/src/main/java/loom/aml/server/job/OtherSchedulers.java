package loom.aml.server.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import loom.aml.app.job.JobKind;

/** The schedulers of the machine that may run the same jobs. */
@FunctionalInterface
public interface OtherSchedulers {
    /**
     * Returns the jobs of a store that another scheduler runs, with the name of the scheduler.
     *
     * @param store the real path of the store
     * @throws IOException if that cannot be determined
     */
    Map<JobKind, String> jobsOf(Path store) throws IOException;
}
