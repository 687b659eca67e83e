package loom.aml.store;

import java.io.IOException;
import java.io.OutputStream;
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
        public static Difference of(StoreChange change) {
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
