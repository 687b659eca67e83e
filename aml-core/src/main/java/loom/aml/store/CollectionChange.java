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

    /** Returns the removals of items, in the order of their ordinals. */
    default List<Removal> removals() {
        return List.of();
    }

    /**
     * Removes items from a collection and keeps the rest byte for byte.
     *
     * @param removals in the order of their ordinals
     * @param encoding the new encoding of the file; null keeps the present one
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
         * Creates a removal of items.
         *
         * @param isCompressed whether the file is also compressed; otherwise it keeps its encoding
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
     * Restores archived items to a collection: at their former positions if the text is as the run left it, else at the
     * end. A missing file is created.
     *
     * @param left the content that the run left
     * @param encoding the encoding of a file that must be created
     */
    record PutBack(CollectionFile file, Version seen, Insertions insertions, Checksum.Content left, Encoding encoding)
            implements CollectionChange {
        @Override
        public Kind kind() {
            return Kind.PUT_BACK;
        }
    }

    /**
     * Transforms the items of a collection one by one and keeps everything else byte for byte. The affected items are
     * determined from the version that is present when the change is made.
     */
    record Transform(CollectionFile file, Version seen, Transformation transformation) implements CollectionChange {
        @Override
        public Kind kind() {
            return Kind.TRANSFORM;
        }
    }

    /**
     * Reverts a transformation of the items that one run transformed. An item that is as the run left it gets its
     * former bytes. An item that changed since is transformed back and keeps the later changes.
     *
     * @param transformed the run and its archive of transformed items
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
     * Stores single items in the version of a collection that is present when the change is made. A missing file is
     * created.
     *
     * @param puts the items, all of this agent and kind
     * @param encoding the encoding of a file that must be created
     */
    record PutItems(CollectionFile file, Version seen, List<ItemChange.Put> puts, Encoding encoding)
            implements CollectionChange {

        /** The archive's mark for an item that was replaced by a stored one. */
        public static final String WAS_PRESENT = "present";

        public PutItems {
            puts = List.copyOf(puts);
        }

        @Override
        public Kind kind() {
            return Kind.PUT_ITEMS;
        }
    }

    /**
     * Merges items of a collection: each survivor gets its new text, and what it absorbed is removed. A merge is made completely or not at
     * all, depending on whether all its items are as they were seen.
     */
    record MergeItems(CollectionFile file, Version seen, List<Merge> merges) implements CollectionChange {
        public MergeItems {
            merges = List.copyOf(merges);
        }

        @Override
        public List<Removal> removals() {
            return merges.stream()
                    .flatMap(merge -> merge.absorbed().stream())
                    .sorted(Removal.IN_THE_TEXT)
                    .toList();
        }

        @Override
        public Kind kind() {
            return Kind.MERGE_ITEMS;
        }
    }

    /**
     * One survivor and what it absorbs.
     *
     * @param survivor its new text, on condition of a revision
     * @param absorbed the removals of the items that it absorbs in its file, each on condition of its version
     * @param elsewhere the items that it absorbs in other files, which must be as they were seen
     */
    record Merge(ItemChange.Put survivor, List<Removal> absorbed, List<Removal.Survivor> elsewhere) {
        public Merge {
            absorbed = List.copyOf(absorbed);
            elsewhere = List.copyOf(elsewhere);
        }
    }

    /**
     * Edits lines of the version of a file that is present when the change is made, and keeps every other byte. A missing file is
     * created.
     *
     * @param removals the removals of items that the edit makes if nothing changes until then, for the summary of the plan
     */
    record EditLines(CollectionFile file, Version seen, List<Removal> removals, Editing editing)
            implements CollectionChange {
        public EditLines {
            removals = List.copyOf(removals);
        }

        /** Creates an edit of which the plan foresees no removal. */
        public EditLines(CollectionFile file, Version seen, Editing editing) {
            this(file, seen, List.of(), editing);
        }

        @Override
        public Kind kind() {
            return Kind.EDIT_LINES;
        }
    }

    /** Edits the lines of a file. */
    @FunctionalInterface
    interface Editing {
        /**
         * Returns the next version of the file.
         *
         * @param present the present content; null if the file does not exist
         */
        EditedLines of(byte @Nullable [] present) throws IOException;
    }

    /** Archived items in their former order. Each call reads them again. */
    @FunctionalInterface
    interface Insertions {
        Source open() throws IOException;

        /** An iteration over archived items, which are read on demand. */
        interface Source extends AutoCloseable {

            /**
             * Returns the next item; null after the last.
             *
             * @throws IOException if it cannot be read; the items read before must not be used then
             */
            @Nullable
            Insertion next() throws IOException;

            @Override
            void close() throws IOException;
        }
    }
}
