package loom.aml.cli.schedule;

import java.io.IOException;
import java.util.Optional;

/** Something that runs jobs of this user at their times. */
public interface Scheduler {

    /** What it is called. */
    String name();

    /** Whether it can be used here. */
    boolean isThere() throws IOException;

    /** What {@link #install} would write, for people to read. */
    String text(Schedule schedule);

    /** Enters the jobs of a store, in the place of those that it had. All else stays as it is. */
    void install(Schedule schedule) throws IOException;

    /** What is entered for a store; nothing if nothing is. */
    Optional<String> installed(String store) throws IOException;

    /** Takes back what was entered for a store; whether there was anything. */
    boolean remove(String store) throws IOException;
}
