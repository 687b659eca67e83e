package loom.aml.storage;

import java.io.IOException;
import java.util.List;

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

    /** Returns the keys of the objects as they were last listed, the newest first. There are several only during a rotation. */
    List<CopyKey> keys() throws IOException;

    /**
     * Wraps the keys for another reader, or again for one of the user's whose wrapped key is damaged. The caller holds the lease {@link #WRITER}.
     *
     * @param reader a recipient, or {@link Encryption#PASSPHRASE}
     * @return whether the reader is new
     */
    boolean add(String reader) throws IOException;

    /**
     * Deletes the wrapped keys of a reader. The caller holds the lease {@link #WRITER}.
     *
     * @return whether there were any
     * @throws IOException if it is the last reader of a key
     */
    boolean remove(String reader) throws IOException;

    /**
     * Accepts the keys and readers that the target has now. Those that are not the ones of before are refused otherwise.
     *
     * @param fingerprint that of the newest key
     * @return whether something about them was not known
     * @throws IOException if the newest key is another one
     */
    boolean accept(String fingerprint) throws IOException;

    /**
     * Begins to replace the key of the objects, or continues. The caller holds the lease {@link #WRITER}.
     *
     * @throws IOException if a passphrase is needed and not given, or a reader was added elsewhere; nothing has changed
     */
    Rotation rotate() throws IOException;

    /** The replacement of a key. Until it is complete, objects of both keys are read. */
    interface Rotation {
        /** Returns the objects with an older key. */
        List<Stored> left();

        /**
         * Encrypts an object with the newest key, verifies the result, and deletes the object with the older key. Thread-safe.
         *
         * @throws loom.aml.io.DamagedException if the object is damaged, or differs from one with the newest key; both stay as they are
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
