package loom.aml.cloud.encryption;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import java.security.GeneralSecurityException;
import java.util.SortedSet;
import loom.aml.io.Sha256;
import loom.aml.storage.CopyKey;

/**
 * The key that the objects of a target are encrypted with. Thread-safe.
 *
 * @param epoch 1 for the first key of the target, and one more for each rotation
 * @param fingerprint identifies the key; the recipient is not public, because who knows it can write objects
 */
record RepositoryKey(
        int epoch,
        String fingerprint,
        Identity identity,
        RecipientStanzaReader reader,
        RecipientStanzaWriter writer,
        NameCipher cipher,
        EncryptedNames names) {
    private static final int FINGERPRINT = 32;

    static RepositoryKey of(int epoch, Identity identity) {
        try {
            NameCipher cipher = new NameCipher(identity);
            return new RepositoryKey(
                    epoch,
                    fingerprintOf(identity),
                    identity,
                    identity.reader(),
                    Identity.writer(identity.recipient()),
                    cipher,
                    new EncryptedNames(cipher));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a valid identity", e);
        }
    }

    private static String fingerprintOf(Identity identity) {
        return Sha256.of(identity.recipient().getBytes(US_ASCII)).hex().substring(0, FINGERPRINT);
    }

    /** Returns the proof that a reader was added by somebody who has the key. */
    String seal(String name) {
        return cipher.seal(epoch, name);
    }

    /** Returns what everybody may know of the key. */
    CopyKey described(SortedSet<String> readers) {
        return new CopyKey(epoch, fingerprint, readers);
    }

    @Override
    public String toString() {
        return "key " + fingerprint + " of epoch " + epoch;
    }
}
