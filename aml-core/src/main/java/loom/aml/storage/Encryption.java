package loom.aml.storage;

import java.io.IOException;
import java.util.List;

/** Encrypts copies of backups with age. The implementation is loaded only when a copy is encrypted. Thread-safe. */
public interface Encryption {
    /** The beginning of the names of the wrapped keys. A target that has such objects is encrypted. */
    String KEYS = "keys/";

    /** The name of the reader who knows a passphrase, among those who are named by their recipient. */
    String PASSPHRASE = "passphrase";

    /**
     * A key of a user.
     *
     * @param identity the secret, {@code AGE-SECRET-KEY-1...}
     * @param recipient the public half, {@code age1...}
     */
    record UserKey(String identity, String recipient) {
        @Override
        public String toString() {
            return recipient;
        }
    }

    /** Returns a new random key. */
    UserKey generate();

    /**
     * Returns the keys in an identity file of age.
     *
     * @param text the content of the file
     * @throws IOException if it contains anything but comments and X25519 identities, or no identity; the message does not repeat it
     */
    List<UserKey> parse(String text) throws IOException;

    /**
     * Verifies that a text is an X25519 recipient.
     *
     * @throws IOException if it is not; the message says what is expected
     */
    void requireRecipient(String text) throws IOException;

    /**
     * Opens an encrypted target. Nothing is read before the target is used.
     *
     * @param stored the target that holds the encrypted objects
     */
    EncryptedTarget open(BackupTarget stored, Unlocking unlocking);

    /**
     * Makes an empty target an encrypted one: creates the key of its objects and wraps it for each reader. The caller holds the lease
     * {@link BackupTarget#WRITER} of the target.
     *
     * @param readers recipients and {@link #PASSPHRASE}; the first ones are those that can be unlocked here, so that an interrupted
     *     beginning can be continued
     */
    EncryptedTarget begin(BackupTarget stored, Unlocking unlocking, List<String> readers) throws IOException;
}
