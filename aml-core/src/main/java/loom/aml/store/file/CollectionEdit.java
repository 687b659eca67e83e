package loom.aml.store.file;

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
import loom.aml.store.Rendering;
import org.jspecify.annotations.Nullable;

/**
 * An edit of the elements of a collection: removes, inserts or changes some. {@link CollectionEditor} does the rest.
 */
interface CollectionEdit {

    CollectionFile file();

    /**
     * Adapts the edit to the version that is about to be copied.
     *
     * @param version {@link FileState#MISSING} for a new file
     * @return false if there is nothing left to do
     * @throws OvertakenException if another attempt may succeed
     */
    default boolean appliesTo(FileState version, List<Finding> findings) throws IOException {
        return !version.isMissing();
    }

    /**
     * Returns the encoding to write.
     *
     * @param present the present encoding of the file; null for a new file
     */
    default Encoding encoding(@Nullable Encoding present) {
        return present == null ? Encoding.PLAIN : present;
    }

    /**
     * Starts copying the collection to {@code out}.
     *
     * @param rendering the form in which the collection is stored; null for JSON
     */
    Copy copyTo(OutputStream out, @Nullable Rendering rendering) throws IOException;

    /**
     * A copy of a collection that is edited on the way. Its results are complete once the whole collection was read.
     */
    interface Copy extends CollectionReader.Visitor, AutoCloseable {

        /**
         * Ends the copy. Called once, after the last part of the collection.
         *
         * @param read the content that was copied; null for a new file
         * @throws OvertakenException if the edit was meant for another content
         */
        default void end(Checksum.@Nullable Content read, List<Finding> findings) throws IOException {}

        /** Returns whether the copy differs from the original. */
        boolean isEdited();

        /** Returns the number of elements that were written. */
        int elements();

        /** Returns the removed items, counted by cause. */
        default Map<FileOutcome.Tally, FileOutcome.Count> removed() {
            return Map.of();
        }

        /** Returns the number of inserted items. */
        default int inserted() {
            return 0;
        }

        /** Returns the fingerprints of the items that are new to the store, each over all bytes of its item. */
        default List<Fingerprint> added() {
            return List.of();
        }

        /** Returns the number of items that were changed in place. */
        default int transformed() {
            return 0;
        }

        /** Makes the archive of the originals durable and returns its name, or null if nothing had to be archived. */
        default @Nullable String archive() throws IOException {
            return null;
        }

        /**
         * Returns the parts of the change that the record of the run lists as changes of their own.
         *
         * @param archive the result of {@link #archive}
         * @param whole the outcome of the change
         */
        default List<Prepared.Part> parts(@Nullable String archive, FileOutcome whole) throws IOException {
            return List.of(new Prepared.Part(archive, whole));
        }

        /** Discards an archive that was not made durable. */
        @Override
        default void close() throws IOException {}
    }
}
