package loom.aml.cloud.encryption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import loom.aml.io.LocalDisk;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.CopyTarget;
import loom.aml.storage.DerivedFolder;
import loom.aml.storage.EncryptedTarget;
import loom.aml.storage.Encryption;
import loom.aml.storage.KnownKeys;
import loom.aml.storage.Unlocking;

/** A user's keys in tests. */
public final class TestKeys {
    public static final Encryption AGE = new AgeEncryption();

    public static final Encryption.UserKey MINE = AGE.generate();
    public static final Encryption.UserKey OTHER = AGE.generate();

    private TestKeys() {}

    public static Unlocking unlocking(Encryption.UserKey... keys) {
        return new Unlocking(
                List.of(keys),
                Unlocking.Passphrase.NONE,
                Optional.empty(),
                TestKeys::forgotten,
                "Set backup.key_file.");
    }

    public static Unlocking withPassphrase(String passphrase, Encryption.UserKey... keys) {
        return new Unlocking(
                List.of(keys),
                _ -> Optional.of(passphrase),
                Optional.empty(),
                TestKeys::forgotten,
                "Set backup.key_file.");
    }

    private static KnownKeys forgotten(String location) {
        return new KnownKeys(new LocalDisk(), Optional.empty(), location);
    }

    /** Remembers the keys of copies in a folder, and the wrapped ones in another. */
    public static Unlocking remembering(Path state, DerivedFolder cache) {
        return new Unlocking(
                List.of(MINE),
                Unlocking.Passphrase.NONE,
                Optional.of(cache),
                location -> new KnownKeys(new LocalDisk(), Optional.of(state), location),
                "Set backup.key_file.");
    }

    /** Returns the file in a copy that has its key for {@link #MINE}. */
    static Path wrappedIn(Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(copy.resolve("keys"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(MINE.recipient()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Opens a copy that is encrypted for the readers when it is begun. */
    public static CopyTarget copy(BackupTarget stored, Unlocking unlocking, String... more) {
        return new CopyTarget(stored, new CopyTarget.Beginning() {
            @Override
            public EncryptedTarget open(BackupTarget encrypted) {
                return AGE.open(encrypted, unlocking);
            }

            @Override
            public BackupTarget begin(BackupTarget empty) throws IOException {
                return AGE.begin(empty, unlocking, readers());
            }

            private List<String> readers() {
                List<String> readers = new ArrayList<>(unlocking.recipients());
                readers.addAll(List.of(more));
                return readers;
            }

            @Override
            public void complete(EncryptedTarget begun) throws IOException {
                for (String reader : readers()) {
                    begun.add(reader);
                }
            }

            @Override
            public void requirePlain(BackupTarget plain) throws IOException {
                unlocking.known().apply(plain.location()).requireNone();
            }

            @Override
            public void requireAllowed() {
                // Encrypted copies may be begun.
            }
        });
    }
}
