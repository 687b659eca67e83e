package loom.aml.store;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import loom.aml.io.Access;
import loom.aml.io.Checksum;
import loom.aml.io.Encoding;
import loom.aml.io.TextInput;
import org.jspecify.annotations.Nullable;

/** A planned change of one file. The implementations are all the changes that aml makes to a store. */
public sealed interface FileChange {

    /** The kinds of change, as run records name them. */
    enum Kind {
        REWRITE,
        PUT_BACK,
        REMOVE,
        ADOPT,
        REPLACE,
        PUT_FILE_BACK,
        RESTORE,
        PUT,
        TRANSFORM,
        REVERT,
        COMPOSE,
        PUT_ITEMS,
        COMPRESS,
        DECOMPRESS;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Returns the path within the store. */
    String path();

    /** Returns the version of the file that the change was planned for. */
    Version seen();

    /**
     * Returns the kind of change. A switch over the types would be equivalent, but it is linked at run time in every
     * process that writes.
     */
    Kind kind();

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
            @Nullable Encoding encoding) implements FileChange {
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
        public String path() {
            return file.path();
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
            implements FileChange {
        @Override
        public String path() {
            return file.path();
        }

        @Override
        public Kind kind() {
            return Kind.PUT_BACK;
        }
    }

    /**
     * Stores the text of a collection as gzip or plain. The text stays the same byte for byte, and so does the
     * modification time, since no item was written. A file that gzip would not make smaller is left unchanged.
     *
     * @param level the gzip level, 1 to 9; {@link #PLAIN} for plain text
     */
    record Recode(CollectionFile file, Version seen, int level) implements FileChange {
        /** The level of plain text. */
        public static final int PLAIN = 0;

        public Recode {
            if (level < PLAIN || level > 9) {
                throw new IllegalArgumentException("gzip levels are 1 to 9: " + level);
            }
        }

        public boolean compresses() {
            return level != PLAIN;
        }

        @Override
        public String path() {
            return file.path();
        }

        @Override
        public Kind kind() {
            return compresses() ? Kind.COMPRESS : Kind.DECOMPRESS;
        }
    }

    /**
     * Removes a file after copying it to the archive.
     *
     * @param difference the items that are removed with it
     */
    record Remove(String path, Version seen, Cause cause, Difference difference) implements FileChange {
        public Remove(String path, Version seen, Cause cause) {
            this(path, seen, cause, Difference.NONE);
        }

        @Override
        public Kind kind() {
            return Kind.REMOVE;
        }
    }

    /** Renames a lone {@code .gz} file to the plain name, so that the runtime reads it. */
    record Adopt(CollectionFile file, Version seen) implements FileChange {
        @Override
        public String path() {
            return file.path();
        }

        @Override
        public Kind kind() {
            return Kind.ADOPT;
        }
    }

    /** Replaces a damaged collection by the items that can be read. The original is archived first. */
    record Replace(CollectionFile file, Version seen, Cause cause, Salvage salvage) implements FileChange {
        @Override
        public String path() {
            return file.path();
        }

        @Override
        public Kind kind() {
            return Kind.REPLACE;
        }
    }

    /**
     * Restores an archived file if the present content is as the run left it. The present file is archived first.
     *
     * @param left the content that the run left; null if it left no file
     * @param content writes the former bytes
     * @param access the former owner and permissions; null keeps the present ones
     * @param difference the effect on its items
     * @param cause the cause recorded for items that the archived file does not have
     */
    record PutFileBack(
            String path,
            Version seen,
            Checksum.@Nullable Content left,
            Content content,
            @Nullable Access access,
            Difference difference,
            Cause cause)
            implements FileChange {
        @Override
        public Kind kind() {
            return Kind.PUT_FILE_BACK;
        }
    }

    /**
     * Restores a file from a snapshot if the present version is the one that was planned for. The present file is
     * archived first, since the safety snapshot may be rotated away.
     *
     * @param content writes the bytes of the snapshot
     * @param access the owner and permissions to restore; null keeps the present ones
     * @param difference the effect on its items
     * @param cause the cause recorded for items that the snapshot does not have
     */
    record Restore(
            String path,
            Version seen,
            Content content,
            @Nullable Access access,
            Difference difference,
            Cause cause) implements FileChange {
        @Override
        public Kind kind() {
            return Kind.RESTORE;
        }
    }

    /**
     * The difference between the items of two versions of a collection.
     *
     * @param added the number of items that only the new version has
     * @param changed the number of items whose content differs
     * @param removed the number of items that only the old version has
     */
    record Difference(int added, int changed, int removed) {
        public static final Difference NONE = new Difference(0, 0, 0);

        /** Returns the difference that a change makes; empty for a change that removes or changes single items. */
        public static Difference of(FileChange change) {
            if (change instanceof Restore restore) {
                return restore.difference;
            }
            if (change instanceof PutFileBack putFileBack) {
                return putFileBack.difference;
            }
            return change instanceof Remove remove ? remove.difference : NONE;
        }

        public Difference plus(Difference other) {
            return new Difference(added + other.added, changed + other.changed, removed + other.removed);
        }
    }

    /** Writes a file of aml's own within the store, such as the pins. */
    record Put(String path, Version seen, byte[] content) implements FileChange {
        @Override
        public Kind kind() {
            return Kind.PUT;
        }
    }

    /**
     * Transforms the items of a collection one by one and keeps everything else byte for byte. The affected items are
     * determined from the version that is present when the change is made.
     */
    record Transform(CollectionFile file, Version seen, Transformation transformation) implements FileChange {
        @Override
        public String path() {
            return file.path();
        }

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
            implements FileChange {
        @Override
        public String path() {
            return file.path();
        }

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
            implements FileChange {

        /** The archive's mark for an item that was replaced by a stored one. */
        public static final String WAS_PRESENT = "present";

        public PutItems {
            puts = List.copyOf(puts);
        }

        @Override
        public String path() {
            return file.path();
        }

        @Override
        public Kind kind() {
            return Kind.PUT_ITEMS;
        }
    }

    /** Writes a file of aml's own within the store whose content depends on the run and on the present content. */
    record Compose(String path, Version seen, Composition composition) implements FileChange {
        @Override
        public Kind kind() {
            return Kind.COMPOSE;
        }
    }

    /** Composes the content of a file of aml's own. */
    @FunctionalInterface
    interface Composition {
        /**
         * Returns the new content.
         *
         * @param run the run that writes it
         * @param present the present content; null if the file does not exist
         */
        byte[] compose(CurrentRun run, byte @Nullable [] present) throws IOException;
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

    /** Writes the readable items of a damaged text as a valid collection. */
    @FunctionalInterface
    interface Salvage {
        /** Returns the number of items saved. */
        int write(TextInput damaged, OutputStream sound) throws IOException;
    }

    /** Writes the bytes of a file as stored. It may be called repeatedly. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }
}
