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
 * Where a store writes down what leaves it before it leaves, and what it has changed once it has. What these methods return
 * from is durable. Safe for use by many threads, one a file.
 */
public interface ChangeLog extends CurrentRun {

    /** Begins an archive of items that leave one collection; each call begins another. */
    ItemArchive archiveItems(CollectionFile file) throws IOException;

    /** Begins an archive of what the items of one collection were before they were transformed. */
    TransformArchive archiveTransformed(CollectionFile file) throws IOException;

    /**
     * Begins an archive of what single items were before others were stored in their place. A second call for the same collection
     * means that the first attempt is void.
     */
    PutArchive archivePuts(CollectionFile file) throws IOException;

    /** The runs whose changes are made by one transaction, if there are several; {@link #run} names it for all of them. */
    default List<Participant> participants() {
        return List.of();
    }

    /**
     * One of several runs whose changes are made by one transaction.
     *
     * @param archive the name of its archive; null if it replaced no item
     * @param outcome what its record is told
     */
    record Participant(String run, @Nullable String archive, JsonObject outcome) {}

    /** Takes back a finished archive of items that have not left after all. */
    void withdraw(String archive) throws IOException;

    /**
     * Copies a whole file to the archive.
     *
     * @return the name of the copy within the archive of the run
     */
    String archiveFile(String path, FileInput original) throws IOException;

    /**
     * The same of a file of which it is to be known whose it was and who might do what with it.
     *
     * @return the name of the copy within the archive of the run
     */
    default String archiveFile(String path, FileInput original, Access access) throws IOException {
        return archiveFile(path, original);
    }

    /** Marks a change as made. */
    void committed(Made made) throws IOException;

    /** Items on their way out. */
    interface ItemArchive extends AutoCloseable {

        /**
         * Takes an item in.
         *
         * @param after the separator behind it where it must be known to put the item back exactly, else null
         */
        void add(Archived item, byte @Nullable [] after) throws IOException;

        /** Makes the archive durable; its name within the archive of the run. */
        String finish() throws IOException;

        /** Drops an archive that was not finished. */
        @Override
        void close() throws IOException;
    }

    /** Items on their way from one shape to another. */
    interface TransformArchive extends AutoCloseable {

        /**
         * Takes an item in.
         *
         * @param now the item as it will stand in the collection
         * @param was the shape that it had, as its transformation calls it
         * @param original its former bytes where the way back does not give just these; null otherwise
         */
        void add(Fingerprint now, String was, byte @Nullable [] original) throws IOException;

        /** Makes the archive durable; its name within the archive of the run. */
        String finish() throws IOException;

        /** Drops an archive that was not finished. */
        @Override
        void close() throws IOException;
    }

    /** Single items on their way into a collection. */
    interface PutArchive extends AutoCloseable {

        /**
         * An item is stored.
         *
         * @param now the item as it will be in the collection
         * @param original its former bytes; null if it did not exist
         */
        void stored(ItemChange.Put put, Fingerprint now, byte @Nullable [] original) throws IOException;

        /** The revision that an item has that was stored: its text may have been laid out like those around it. */
        default void revised(ItemChange.Put put, Revision revision) {}

        /** The precondition of a change does not hold. */
        default void conflict(ItemChange.Put put) {}

        /** Makes the archive durable; its name within the archive of the run, or null if no item was replaced. */
        @Nullable
        String finish() throws IOException;

        /** Drops an archive that was not finished. */
        @Override
        void close() throws IOException;
    }

    /** An item that has left the window it was read through. */
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
     * @param archive the name of the archive of what left; null if nothing did
     * @param left what stands under the path now; null if nothing does
     */
    record Made(FileOutcome outcome, @Nullable String archive, Checksum.@Nullable Content left) {}
}
