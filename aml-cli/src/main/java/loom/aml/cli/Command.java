package loom.aml.cli;

import java.io.IOException;
import java.util.List;
import loom.aml.store.NoStoreException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One thing that a user can ask for. Thin: reads flags, calls the library, prints. */
public interface Command {

    /** The words that call it: {@code optimize gc}. */
    String name();

    /** What it does, in a few words. */
    String summary();

    /** A line that a user can copy. */
    String example();

    /** Adds the options that only this command has. */
    void describe(CommandSpec spec);

    ExitCode run(ParseResult arguments, Session session) throws IOException;

    /** The codes that it ends with. */
    default List<ExitCode> exitCodes() {
        return ExitCode.USUAL;
    }

    /** The code for a failure before or in {@link #run}, of which {@code usual} is what other commands would end with. */
    default ExitCode failure(ExitCode usual) {
        return usual;
    }

    /** Whether it works on a store, which may be named before it. */
    default boolean takesStore() {
        return true;
    }

    /** Settles with whose rights the command works, before it looks into a store. */
    default void settle(ParseResult arguments, Session session) throws IOException {
        if (takesStore()) {
            try {
                session.location().path();
            } catch (NoStoreException e) {
                // The command says so itself, or needs none.
            }
        }
    }

    /** The words of the name. */
    default List<String> words() {
        return List.of(name().split(" "));
    }
}
