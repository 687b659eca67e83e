package loom.aml.store;

import java.io.IOException;
import java.util.List;
import loom.aml.io.Checksum;
import loom.aml.io.Encoding;
import org.jspecify.annotations.Nullable;

/** A change of items in one collection; all else in it stays as it is. Every store can make it. */
public sealed interface CollectionChange extends StoreChange {

    CollectionFile file();

    @Override
    default String path() {
        return file().path();
    }

    /**
     * Take items out of a collection and keep the rest as it is, to the byte.
     *
     * @param removals in the order of their ordinals
     * @param encoding the encoding that the file gets; null keeps the one it has
     */
    record Rewrite(
            CollectionFile file,
            Version seen,
            List<Removal> removals,
            @Nullable Encoding encoding) implements CollectionChange {
        public Rewrite {
            removals = List.copyOf(removals);
        }

        /**
         * The removal of some items.
         *
         * @param isCompressed whether the file is compressed at the same time; it keeps its encoding otherwise
         */
        public static Rewrite of(CollectionFile file, Version seen, List<Removal> removals, boolean isCompressed) {
            return new Rewrite(file, seen, removals, isCompressed ? Encoding.GZIP : null);
        }

        @Override
        public Kind kind() {
            return Kind.REWRITE;
        }
    }

    /**
     * Put archived items back into a collection: where they stood if the text is still what the run left behind, else at its
     * end. The file is made if it is missing.
     *
     * @param left what the run that took them left behind
     * @param encoding the encoding of a file that must be made
     */
    record PutBack(CollectionFile file, Version seen, Insertions insertions, Checksum.Content left, Encoding encoding)
            implements CollectionChange {
        @Override
        public Kind kind() {
            return Kind.PUT_BACK;
        }
    }

    /**
     * Change the items of a collection, each by itself, and keep all else as it is, to the byte. Which items those are is
     * found out anew from what stands there when the change is made.
     */
    record Transform(CollectionFile file, Version seen, Transformation transformation) implements CollectionChange {
        @Override
        public Kind kind() {
            return Kind.TRANSFORM;
        }
    }

    /**
     * Take a transformation back, of just the items that one run transformed: an item that still is what that run made of it
     * becomes what it was, to the byte; one that was changed since is transformed back and keeps what was changed.
     *
     * @param transformed the run, and the name of its archive of what it transformed
     */
    record Revert(CollectionFile file, Version seen, Transformation transformation, Transformed transformed)
            implements CollectionChange {
        @Override
        public Kind kind() {
            return Kind.REVERT;
        }
    }

    /** The archive of the items that a run transformed in one collection. */
    record Transformed(String run, String archive) {}

    /**
     * Store single items in a collection, whatever version of it is there when the change is made. The file is made if it is missing.
     *
     * @param puts of items of this agent and kind
     * @param encoding the encoding of a file that must be made
     */
    record PutItems(CollectionFile file, Version seen, List<ItemChange.Put> puts, Encoding encoding)
            implements CollectionChange {

        /** How the archive marks an item that was replaced by the one that was stored. */
        public static final String WAS_PRESENT = "present";

        public PutItems {
            puts = List.copyOf(puts);
        }

        @Override
        public Kind kind() {
            return Kind.PUT_ITEMS;
        }
    }

    /** Archived items in the order in which they stood. Each call reads them anew. */
    @FunctionalInterface
    interface Insertions {
        Source open() throws IOException;

        /** Items one by one; they are read as they are asked for. */
        interface Source extends AutoCloseable {

            /**
             * The next item; null after the last.
             *
             * @throws IOException if it cannot be read; what was read before must then not be used
             */
            @Nullable
            Insertion next() throws IOException;

            @Override
            void close() throws IOException;
        }
    }
}
