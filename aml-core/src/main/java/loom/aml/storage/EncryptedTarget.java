package loom.aml.storage;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * A target whose objects are encrypted files in another target. Names and content are encrypted; the number and sizes of the objects, their
 * times and the shape of their folders are visible. The wrapped keys are not among the objects.
 */
public interface EncryptedTarget extends BackupTarget {

    /**
     * Returns the objects of a complete listing of the target that holds the encrypted ones, as {@link #list} does.
     *
     * @param stored the listing of everything
     */
    List<Stored> decrypted(List<Stored> stored) throws IOException;

    /**
     * Returns the readers of each epoch as they were last listed: recipients and {@link Encryption#PASSPHRASE}. There are several epochs only
     * during a rotation.
     */
    SortedMap<Integer, SortedSet<String>> readers() throws IOException;

    /**
     * Wraps the keys for another reader. The caller holds the lease {@link #WRITER}.
     *
     * @param reader a recipient, or {@link Encryption#PASSPHRASE}
     * @return whether the reader is new
     */
    boolean add(String reader) throws IOException;

    /**
     * Deletes the wrapped keys of a reader. The caller holds the lease {@link #WRITER}.
     *
     * @return whether there were any
     * @throws IOException if it is the last reader
     */
    boolean remove(String reader) throws IOException;

    /**
     * Accepts the key that the target has now. One that is not that of before is refused otherwise.
     *
     * @return whether it was not known
     */
    boolean accept() throws IOException;

    /**
     * Begins to replace the key of the objects, or continues. The caller holds the lease {@link #WRITER}.
     *
     * @throws IOException if a passphrase is needed and not given; nothing has changed
     */
    Rotation rotate() throws IOException;

    /** The replacement of a key. Until it is complete, objects of both keys are read. */
    interface Rotation {
        /** Returns the objects with an older key. */
        List<Stored> left();

        /**
         * Encrypts an object with the newest key, verifies the result, and deletes the object with the older key. Thread-safe.
         *
         * @throws loom.aml.io.DamagedException if the object is damaged; it stays as it is
         */
        void reencrypt(Stored object) throws IOException;

        /**
         * Deletes the older keys if no object needs them.
         *
         * @return the names of the objects that may need them, so that they were kept
         */
        List<String> finish() throws IOException;
    }
}
