package loom.aml.cli.schedule;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.job.JobKind;

/** A service that runs jobs of this user at given times. */
public interface Scheduler {

    /** Returns the name of the scheduler. */
    String name();

    /** Returns whether it can be used on this machine. */
    boolean isThere() throws IOException;

    /** Returns the entries that {@link #install} would write. */
    String text(Schedule schedule);

    /** Installs the jobs of a store and replaces its previous jobs. Other entries are preserved. */
    void install(Schedule schedule) throws IOException;

    /** Returns the entries of a store; empty if absent. */
    Optional<String> installed(String store) throws IOException;

    /**
     * Returns the jobs of a store that it runs.
     *
     * @throws IOException if that cannot be determined
     */
    Set<JobKind> jobs(String store) throws IOException;

    /** Removes the entries of a store; returns whether there were any. */
    boolean remove(String store) throws IOException;
}
