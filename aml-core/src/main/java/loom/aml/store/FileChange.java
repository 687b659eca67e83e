package loom.aml.store;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import loom.aml.io.Access;
import loom.aml.io.Checksum;
import loom.aml.io.Encoding;
import loom.aml.io.TextInput;
import org.jspecify.annotations.Nullable;

/** What is to become of one file. The closed set of all that this product ever does to a store. */
public sealed interface FileChange {

    /** The kinds of change, as the record of a run names them. */
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

    /** The path within the store. */
    String path();

    /** The version of the file that the change was planned for. */
    Version seen();

    /** Its kind. A switch over the types would say the same, but is linked at run time, in every process that writes. */
    Kind kind();

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
            @Nullable Encoding encoding) implements FileChange {
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
        public String path() {
            return file.path();
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
     * Store the text of a collection, which stays the same to the byte, as gzip or as it is. The time of modification stays as well:
     * no item was written. Nothing is done to a file that gzip would not make smaller.
     *
     * @param level of gzip, 1 to 9; {@link #PLAIN} for none
     */
    record Recode(CollectionFile file, Version seen, int level) implements FileChange {
        /** The level of text that is stored as it is. */
        public static final int PLAIN = 0;

        public Recode {
            if (level < PLAIN || level > 9) {
                throw new IllegalArgumentException("levels of gzip go from 1 to 9: " + level);
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
     * Remove a file. A copy goes to the archive first.
     *
     * @param difference the items that leave with it
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

    /** Give a lone {@code .gz} file the plain name, under which the runtime can see it. */
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

    /** Replace a damaged collection by what can be saved of it. The original goes to the archive first. */
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
     * Put an archived file back under its name, if what stands there is still what the run left behind. What stands there goes to
     * the archive first.
     *
     * @param left what the run left behind; null if it left nothing
     * @param content writes the bytes that it had before
     * @param access whose it was and who might do what with it; null keeps what it has
     * @param difference what becomes of its items
     * @param cause why items leave that the archived file does not have
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
     * Give a file what it held in a snapshot, if what stands there is still what was seen. That goes to the archive first: the
     * snapshot that was taken before may be rotated away.
     *
     * @param content writes the bytes that it is to have
     * @param access whose it was and who might do what with it; null keeps what it has
     * @param difference what becomes of its items
     * @param cause why items leave that the snapshot does not have
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
     * How the items of two versions of a collection differ.
     *
     * @param added items that only the new version has
     * @param changed items that both have, and that say something else in the new one
     * @param removed items that only the old version has
     */
    record Difference(int added, int changed, int removed) {
        public static final Difference NONE = new Difference(0, 0, 0);

        /** The difference that a change makes; none for one that only takes items out, or changes them one by one. */
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

    /** Give a file of ours within the store, such as the pins, a new content. */
    record Put(String path, Version seen, byte[] content) implements FileChange {
        @Override
        public Kind kind() {
            return Kind.PUT;
        }
    }

    /**
     * Change the items of a collection, each by itself, and keep all else as it is, to the byte. Which items those are is
     * found out anew from what stands there when the change is made.
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
     * Take a transformation back, of just the items that one run transformed: an item that still is what that run made of it
     * becomes what it was, to the byte; one that was changed since is transformed back and keeps what was changed.
     *
     * @param transformed the run, and the name of its archive of what it transformed
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
     * Store single items in a collection, whatever version of it is there when the change is made. The file is made if it is missing.
     *
     * @param puts of items of this agent and kind
     * @param encoding the encoding of a file that must be made
     */
    record PutItems(CollectionFile file, Version seen, List<ItemChange.Put> puts, Encoding encoding)
            implements FileChange {

        /** How the archive marks an item that was replaced by the one that was stored. */
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

    /** Give a file of ours within the store a content that depends on the run, and on what stands there. */
    record Compose(String path, Version seen, Composition composition) implements FileChange {
        @Override
        public Kind kind() {
            return Kind.COMPOSE;
        }
    }

    /** Makes the content of a file of ours. */
    @FunctionalInterface
    interface Composition {
        /**
         * The content.
         *
         * @param run the run that writes it
         * @param present what stands there; null if nothing does
         */
        byte[] compose(CurrentRun run, byte @Nullable [] present) throws IOException;
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

    /** Writes what can be saved of damaged text as a sound collection. */
    @FunctionalInterface
    interface Salvage {
        /** The number of items saved. */
        int write(TextInput damaged, OutputStream sound) throws IOException;
    }

    /** Writes the bytes of a file, as it is to be stored. It may be called again. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }
}
