package loom.aml.app.guard;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import loom.aml.io.Checksum;
import loom.aml.io.FileInput;

/** Keeps the versions of the files of a store, so that a change can be compared with what was there before, and undone. */
interface Versions extends AutoCloseable {

    /** Returns whether the former versions are there; if not, this is a new beginning. */
    boolean areKnown() throws IOException;

    /** Keeps the present versions, and returns those that could be read. */
    Map<String, GuardState.Content> take() throws IOException;

    /** Returns the snapshot with the former versions; empty if the run that records a change archives them itself. */
    Optional<String> formerSnapshot();

    /** Returns the former text of a file; empty if it was lost. */
    Optional<byte[]> former(String path, GuardState.Content content) throws IOException;

    /** Opens the former content of a file; empty if it was lost. */
    Optional<FileInput> openFormer(String path, GuardState.Content content) throws IOException;

    /** Returns the text of a file that was taken. */
    byte[] taken(String path, GuardState.Content content) throws IOException;

    /** Returns the content of a file that only a program knows that wrote it; empty if it is in the store. */
    default Optional<Checksum.Content> written(String path) {
        return Optional.empty();
    }

    /** Returns the part of a list of files whose present versions were taken. */
    default String lookedAt(String listed) {
        return listed;
    }

    /** Forgets a former version that was recorded. */
    void forget(GuardState.Content content) throws IOException;

    @Override
    void close() throws IOException;
}
