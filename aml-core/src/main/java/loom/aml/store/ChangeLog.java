package loom.aml.store;

import java.io.IOException;
import java.util.List;
import loom.aml.io.Access;
import loom.aml.io.Checksum;
import loom.aml.io.FileInput;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.item.Revision;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The log of a run: archives the originals before they are removed or changed, and records each change after it was
 * made. The effect of each method is durable when it returns. Several threads may use it at once, each for a different
 * file.
 */
public interface ChangeLog extends CurrentRun {

    /** Begins an archive of items that are removed from one collection. Each call begins another archive. */
    ItemArchive archiveItems(CollectionFile file) throws IOException;

    /** Begins an archive of the originals of items that are transformed in one collection. */
    TransformArchive archiveTransformed(CollectionFile file) throws IOException;

    /**
     * Begins an archive of the originals of single items that are replaced. A second call for the same collection means
     * that the first attempt is void.
     */
    PutArchive archivePuts(CollectionFile file) throws IOException;

    /**
     * Returns the runs whose changes one transaction makes, if there are several. {@link #run} names the transaction.
     */
    default List<Participant> participants() {
        return List.of();
    }

    /**
     * One of several runs whose changes one transaction makes.
     *
     * @param archive the name of its archive; null if it replaced no item
     * @param outcome the outcome for its record
     */
    record Participant(String run, @Nullable String archive, JsonObject outcome) {}

    /** Deletes a finished archive whose items were not removed after all. */
    void withdraw(String archive) throws IOException;

    /**
     * Copies a whole file to the archive.
     *
     * @return the name of the copy within the archive of the run
     */
    String archiveFile(String path, FileInput original) throws IOException;

    /**
     * Copies a whole file to the archive, with its owner and permissions if the archive records them.
     *
     * @return the name of the copy within the archive of the run
     */
    default String archiveFile(String path, FileInput original, Access access) throws IOException {
        return archiveFile(path, original);
    }

    /** Records that a change was made. */
    void committed(Made made) throws IOException;

    /** An archive of removed items. */
    interface ItemArchive extends AutoCloseable {

        /**
         * Adds an item.
         *
         * @param after the separator after the item, if restoring the exact text needs it; else null
         */
        void add(Archived item, byte @Nullable [] after) throws IOException;

        /** Makes the archive durable and returns its name within the archive of the run. */
        String finish() throws IOException;

        /** Discards an archive that was not finished. */
        @Override
        void close() throws IOException;
    }

    /** An archive of the originals of transformed items. */
    interface TransformArchive extends AutoCloseable {

        /**
         * Adds an item.
         *
         * @param now the transformed item
         * @param was the former shape, as its transformation names it
         * @param original the former bytes, if reverting the transformation does not reproduce them; else null
         */
        void add(Fingerprint now, String was, byte @Nullable [] original) throws IOException;

        /**
         * Adds an item that absorbed others.
         *
         * @param now the item after the merge
         * @param original its former bytes
         * @param merged its bytes after the merge, with which an undo recognizes later changes
         */
        void merged(Fingerprint now, byte[] original, byte[] merged) throws IOException;

        /** Makes the archive durable and returns its name within the archive of the run. */
        String finish() throws IOException;

        /** Discards an archive that was not finished. */
        @Override
        void close() throws IOException;
    }

    /** An archive of the originals of single items that are stored. */
    interface PutArchive extends AutoCloseable {

        /**
         * Records that an item is stored.
         *
         * @param now the item as it will be in the collection
         * @param original its former bytes; null if it did not exist
         */
        void stored(ItemChange.Put put, Fingerprint now, byte @Nullable [] original) throws IOException;

        /** Reports the revision of a stored item. Its text may have been formatted like the items around it. */
        default void revised(ItemChange.Put put, Revision revision) {}

        /** Reports that the precondition of a change does not hold. */
        default void conflict(ItemChange.Put put) {}

        /**
         * Makes the archive durable and returns its name within the archive of the run, or null if no item was
         * replaced.
         */
        @Nullable
        String finish() throws IOException;

        /** Discards an archive that was not finished. */
        @Override
        void close() throws IOException;
    }

    /** A removed item that no longer depends on the buffer it was read from. */
    record Archived(
            @Nullable String id,
            int ordinal,
            Fingerprint fingerprint,
            byte[] text,
            byte[] before,
            Cause cause,
            JsonObject values) {

        public static Archived of(Item item, Cause cause) {
            return new Archived(
                    item.id(),
                    item.ordinal(),
                    item.fingerprint(),
                    item.copyBytes(),
                    item.copySeparator(),
                    cause,
                    cause.values(item));
        }
    }

    /**
     * A change that was made.
     *
     * @param archive the name of the archive of the originals; null if nothing was archived
     * @param left the content of the path after the change; null if the file does not exist
     */
    record Made(FileOutcome outcome, @Nullable String archive, Checksum.@Nullable Content left) {}
}
