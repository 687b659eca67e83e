package loom.aml.store;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import loom.aml.io.Access;
import loom.aml.io.Checksum;
import loom.aml.io.TextInput;
import org.jspecify.annotations.Nullable;

/** A change of a whole file. Only a store that offers {@link FileMaintenance} can make it. */
public sealed interface FileChange extends StoreChange {

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

    /**
     * Replaces or removes a file without a copy of its present content: the only change that cannot be undone.
     *
     * @param content the new bytes of the file; empty to remove it
     */
    record Purge(String path, Version seen, Optional<byte[]> content) implements FileChange {
        @Override
        public Kind kind() {
            return Kind.PURGE;
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

    /** Stores an earlier version of a file. The present file is archived first. */
    sealed interface OfVersion extends FileChange {

        /** Returns the bytes of the version. */
        Content content();

        /** Returns the owner and permissions to restore; null keeps the present ones. */
        @Nullable
        Access access();

        /** Returns the effect on the items of the file. */
        Difference difference();

        /** Returns the cause that is recorded for items that the version does not have. */
        Cause cause();
    }

    /**
     * Restores an archived file if the present content is as the run left it.
     *
     * @param left the content that the run left; null if it left no file
     */
    record PutFileBack(
            String path,
            Version seen,
            Checksum.@Nullable Content left,
            Content content,
            @Nullable Access access,
            Difference difference,
            Cause cause)
            implements OfVersion {
        @Override
        public Kind kind() {
            return Kind.PUT_FILE_BACK;
        }
    }

    /**
     * Restores a file from a snapshot if the present version is the one that was planned for. The archive of the present
     * file is needed, since the safety snapshot may be rotated away.
     */
    record Restore(
            String path,
            Version seen,
            Content content,
            @Nullable Access access,
            Difference difference,
            Cause cause) implements OfVersion {
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
        public static Difference of(StoreChange change) {
            if (change instanceof OfVersion version) {
                return version.difference();
            }
            return change instanceof Remove remove ? remove.difference : NONE;
        }

        public Difference plus(Difference other) {
            return new Difference(added + other.added, changed + other.changed, removed + other.removed);
        }
    }

    /** Writes the bytes of a file as stored. It may be called repeatedly. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes the readable items of a damaged text as a valid collection. */
    @FunctionalInterface
    interface Salvage {
        /** Returns the number of items saved. */
        int write(TextInput damaged, OutputStream sound) throws IOException;
    }
}
