package loom.aml.cli;

import java.io.IOException;
import java.util.List;
import loom.aml.store.NoStoreException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * A command of the command line, whose name and summary are in {@link CommandEntry}. Implementations parse options, call a
 * use case and print its result. They have no state.
 */
public interface Command {

    /** Returns a complete command line as an example. */
    String example();

    /** Adds the options and operands of this command. */
    void describe(CommandSpec spec);

    ExitCode run(ParseResult arguments, Session session) throws IOException;

    /** Starts work in other threads that {@link #run} will need, while the options are parsed. */
    default void prepare() {
        // Most commands need nothing that would take longer than a thread.
    }

    /** Returns the exit codes of the command. */
    default List<ExitCode> exitCodes() {
        return ExitCode.USUAL;
    }

    /** Returns the exit code for a failure before or in {@link #run}; {@code usual} is the code of other commands. */
    default ExitCode failure(ExitCode usual) {
        return usual;
    }

    /** Returns whether the command works on a store, whose path may precede the command. */
    default boolean takesStore() {
        return true;
    }

    /** Sets the user with whose rights the command accesses the store. */
    default void settle(ParseResult arguments, Session session) throws IOException {
        if (takesStore()) {
            try {
                session.location().path();
            } catch (NoStoreException e) {
                // The command reports it, or does not need a store.
            }
        }
    }
}
