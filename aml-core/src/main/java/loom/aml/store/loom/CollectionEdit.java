package loom.aml.store.loom;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import loom.aml.io.Checksum;
import loom.aml.io.Encoding;
import loom.aml.io.FileState;
import loom.aml.item.CollectionReader;
import loom.aml.item.Fingerprint;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import org.jspecify.annotations.Nullable;

/** What an edit of a collection does to its elements: removes, inserts or changes some. {@link CollectionEditor} does the rest. */
interface CollectionEdit {

    CollectionFile file();

    /**
     * Adapts the edit to the version that is about to be copied.
     *
     * @param version {@link FileState#MISSING} if the file is to be created
     * @return false if there is nothing left to do
     * @throws OvertakenException if another attempt may succeed
     */
    default boolean appliesTo(FileState version, List<Finding> findings) throws IOException {
        return !version.isMissing();
    }

    /**
     * The encoding to write.
     *
     * @param present the encoding that the file has; null if it is to be created
     */
    default Encoding encoding(@Nullable Encoding present) {
        return present == null ? Encoding.PLAIN : present;
    }

    /** Starts copying the collection to {@code out}. */
    Copy copyTo(OutputStream out) throws IOException;

    /** A collection that is being copied, and edited on the way. Reports what it did once the whole collection was read. */
    interface Copy extends CollectionReader.Visitor, AutoCloseable {

        /**
         * Ends the copy. Called once, after the last part of the collection.
         *
         * @param read the content that was copied; null if the file is to be created
         * @throws OvertakenException if the edit was meant for another content
         */
        default void end(Checksum.@Nullable Content read, List<Finding> findings) throws IOException {}

        /** Whether anything differs from the original. */
        boolean isEdited();

        /** The elements that were written. */
        int elements();

        /** The items that were removed, by cause. */
        default Map<FileOutcome.Tally, FileOutcome.Count> removed() {
            return Map.of();
        }

        /** How many items were inserted. */
        default int inserted() {
            return 0;
        }

        /** Fingerprints of the items that are new to the store, each over all bytes of its item. */
        default List<Fingerprint> added() {
            return List.of();
        }

        /** How many items were kept and changed. */
        default int transformed() {
            return 0;
        }

        /** Makes the archive of the originals durable; its name, or null if nothing had to be archived. */
        default @Nullable String archive() throws IOException {
            return null;
        }

        /** Drops an archive that was not made durable. */
        @Override
        default void close() throws IOException {}
    }
}
