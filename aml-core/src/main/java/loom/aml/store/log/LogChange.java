package loom.aml.store.log;

import java.io.IOException;
import java.util.Optional;

/** Changes what was recorded, see {@link LogRewrite}. Texts that stay are returned as they are. */
public interface LogChange {
    /** Returns an event, a JSON object without its seal. */
    String event(String event);

    /**
     * Returns the line of an archived item; empty to remove the item.
     *
     * @param path the path of its file within the store
     */
    Optional<String> archived(String path, String line);

    /**
     * Returns the archived original of a file; empty if it stays as it is.
     *
     * @param path its path within the store
     * @throws IOException if it cannot be changed
     */
    Optional<byte[]> original(String path, byte[] content) throws IOException;

    /** Returns whether the archives of a file are removed. */
    boolean removes(String path);
}
