package loom.aml.cloud.encryption;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import java.security.GeneralSecurityException;

/**
 * The key that the objects of a target are encrypted with. Thread-safe.
 *
 * @param epoch 1 for the first key of the target, and one more for each rotation
 */
record RepositoryKey(
        int epoch,
        Identity identity,
        RecipientStanzaReader reader,
        RecipientStanzaWriter writer,
        EncryptedNames names) {

    static RepositoryKey of(int epoch, Identity identity) {
        try {
            return new RepositoryKey(
                    epoch,
                    identity,
                    identity.reader(),
                    Identity.writer(identity.recipient()),
                    new EncryptedNames(new NameCipher(identity)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a valid identity", e);
        }
    }

    @Override
    public String toString() {
        return "key of epoch " + epoch;
    }
}
