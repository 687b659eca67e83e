package loom.aml.cloud.encryption;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.TreeSet;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.EncryptedTarget;
import loom.aml.storage.Encryption;
import loom.aml.storage.Unlocking;

/** Encrypts copies with age, by jagged. */
public final class AgeEncryption implements Encryption {
    /** Called by the service loader. */
    public AgeEncryption() {}

    @Override
    public UserKey generate() {
        return of(Identity.generate());
    }

    private static UserKey of(Identity identity) {
        return new UserKey(identity.secret(), identity.recipient());
    }

    @Override
    public List<UserKey> parse(String text) throws IOException {
        return Identity.parse(text).stream().map(AgeEncryption::of).toList();
    }

    @Override
    public void requireRecipient(String text) throws IOException {
        try {
            Identity.writer(text);
        } catch (GeneralSecurityException e) {
            throw new IOException("'" + text
                    + "' is not an X25519 recipient of age (age1...); 'age-keygen -y' prints that" + " of a key");
        }
    }

    @Override
    public EncryptedTarget open(BackupTarget stored, Unlocking unlocking) {
        return new EncryptingTarget(stored, unlocking);
    }

    @Override
    public EncryptedTarget begin(BackupTarget stored, Unlocking unlocking, List<String> readers) throws IOException {
        RepositoryKey key = RepositoryKey.of(1, Identity.generate());
        unlocking.known().apply(stored.location()).replace(List.of(key.described(new TreeSet<>(readers))));
        WrappedKeys wrapped = new WrappedKeys(stored, unlocking);
        for (String reader : readers) {
            wrapped.wrap(key, reader, true);
        }
        return open(stored, unlocking);
    }
}
