package loom.aml.backup.repack;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalInt;

/**
 * Changes the content of files while their snapshots are rewritten. It is called several times for the same content and must give the
 * same result each time. Safe for use by several threads.
 */
@FunctionalInterface
public interface ContentChange {
    /** Keeps everything. */
    ContentChange NONE = (_, _) -> new Kept();

    /**
     * Returns the change of a file.
     *
     * @param path the path within the store
     * @param content the bytes of the file; for a valid compressed collection its text
     * @throws IOException if the content cannot be read
     */
    Result of(String path, Content content) throws IOException;

    /** Returns a text of a manifest as it should be: the description of a snapshot, or the name of an agent that it covers. */
    default String text(String text) {
        return text;
    }

    /** Returns the path of a file or folder that could not be read when the snapshot was created, as it should be. */
    default String leftOut(String path) {
        return path;
    }

    /** Returns whether a snapshot keeps a folder. */
    default boolean keepsFolder(String path) {
        return true;
    }

    /** The content of a file of a snapshot. */
    @FunctionalInterface
    interface Content {
        /** Opens the content at its beginning. The caller closes it. */
        InputStream open() throws IOException;
    }

    /** The change of a file. */
    sealed interface Result {}

    /** The content is kept. */
    record Kept() implements Result {}

    /** The snapshot loses the file. */
    record Removed() implements Result {}

    /**
     * The file gets another content. It is compressed if the file was.
     *
     * @param content the bytes of the file, or the text of a compressed collection
     * @param items the number of items in it; empty to count them again, in a collection of the runtime, or to keep their number
     */
    record Replaced(byte[] content, OptionalInt items) implements Result {}
}
