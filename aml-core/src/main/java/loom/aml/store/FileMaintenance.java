package loom.aml.store;

import java.io.IOException;
import loom.aml.io.Access;
import loom.aml.io.Checksum;
import loom.aml.io.FileInput;
import loom.aml.io.FileState;
import loom.aml.io.TextInput;

/**
 * The files that a store is made of. Only a store in a directory has them; {@link StoreChange} lists the changes that need them:
 * re-encoding, adopting, salvaging, replacing and restoring whole files. Paths are within the store. Safe for use by many threads.
 */
public interface FileMaintenance {

    /** Returns the state of a path. Links are not followed. */
    FileState state(String path) throws IOException;

    /** Returns the version of the file at a path. */
    default Version version(String path) throws IOException {
        return new FileVersion(state(path));
    }

    /** Opens the bytes of a file, as they are stored. */
    FileInput open(String path) throws IOException;

    /**
     * Opens the text of a collection, decompressed, whether it is valid or not. The text of a damaged file ends at the damage.
     *
     * @throws IOException if it cannot be read at all
     */
    TextInput text(CollectionFile file) throws IOException;

    /** Returns the checksum of a file, of its bytes as they are stored. */
    Checksum.Content content(String path) throws IOException;

    /** Returns the owner of a file and all that says who may do what with it. */
    Access access(String path) throws IOException;

    /** Describes why a file could not be read, with advice for people. */
    Finding unreadable(String path, IOException e);
}
