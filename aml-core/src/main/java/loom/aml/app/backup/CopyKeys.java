package loom.aml.app.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.OptionalParts;
import loom.aml.config.Configuration;
import loom.aml.config.MaintainSettings;
import loom.aml.io.FileName;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.CopyTarget;
import loom.aml.storage.DerivedFolder;
import loom.aml.storage.EncryptedTarget;
import loom.aml.storage.Encryption;
import loom.aml.storage.KnownKeys;
import loom.aml.storage.Unlocking;
import loom.aml.store.StorePaths;

/** The keys of a user for encrypted copies, as configured. */
final class CopyKeys {
    private static final String FILE = "backup.key";
    private static final String CACHE = "copies";

    private final StorePaths store;
    private final Configuration configuration;
    private final Unlocking.Passphrase prompt;

    /** @param prompt asks for a passphrase if no file has it */
    CopyKeys(StorePaths store, Configuration configuration, Unlocking.Passphrase prompt) {
        this.store = store;
        this.configuration = configuration;
        this.prompt = prompt;
    }

    /** Returns the file with the key of the user, which may not exist; empty if the user has no home directory. */
    Optional<KeyFile> file() throws IOException {
        return configuration
                .userFile(MaintainSettings.BACKUP_KEY_FILE, FILE)
                .map(path -> new KeyFile(store.disk(), path));
    }

    Encryption encryption() throws IOException {
        return OptionalParts.load(Encryption.class, "encrypt copies of backups", store.disk());
    }

    /** Returns the keys of the user; empty if the key file does not exist. */
    List<Encryption.UserKey> own() throws IOException {
        Optional<KeyFile> file = file();
        if (file.isPresent() && file.get().exists()) {
            return file.get().read(encryption());
        }
        String named = configuration.get(MaintainSettings.BACKUP_KEY_FILE);
        if (!named.isEmpty()) {
            throw new IOException(MaintainSettings.BACKUP_KEY_FILE.name() + ": " + named
                    + " does not exist; correct the setting, or create the key with 'aml backup key add'");
        }
        return List.of();
    }

    /** Returns the means to unlock copies. */
    Unlocking unlocking() throws IOException {
        return new Unlocking(
                own(),
                this::passphrase,
                Optional.of(new DerivedFolder(store.disk(), store.beside(), CACHE)),
                this::known,
                "Set backup.key_file to the file with one of these keys"
                        + file().map(file -> ", or copy it to " + FileName.text(file.path()))
                                .orElse(""));
    }

    private KnownKeys known(String location) {
        return new KnownKeys(store.disk(), configuration.userState(CACHE), location);
    }

    private Optional<String> passphrase(boolean isNew) throws IOException {
        Optional<Path> named =
                configuration.get(MaintainSettings.BACKUP_PASSPHRASE_FILE).isEmpty()
                        ? Optional.empty()
                        : configuration.userFile(MaintainSettings.BACKUP_PASSPHRASE_FILE, "");
        if (named.isPresent()) {
            KeyFile.requirePrivate(store.disk(), named.get());
        }
        Optional<String> inFile = configuration.secretIn(MaintainSettings.BACKUP_PASSPHRASE_FILE, store.disk());
        return inFile.isPresent() ? inFile : prompt.get(isNew);
    }

    /**
     * Returns the readers of a new copy, first those whose keys are here; empty if it is not configured to be encrypted.
     *
     * @throws IOException if nobody here could read the copy, so that it could not be continued
     */
    List<String> readersOfNew() throws IOException {
        Set<String> readers = new LinkedHashSet<>();
        own().forEach(key -> readers.add(key.recipient()));
        if (!configuration.get(MaintainSettings.BACKUP_PASSPHRASE_FILE).isEmpty()) {
            readers.add(Encryption.PASSPHRASE);
        }
        List<String> others = configuration.list(MaintainSettings.BACKUP_RECIPIENTS);
        if (readers.isEmpty() && !others.isEmpty()) {
            throw new IOException(
                    "this machine needs a key too, to continue the copy: 'aml backup key add' creates one;"
                            + " backup.recipients are those who can read the copy besides");
        }
        for (String recipient : others) {
            encryption().requireRecipient(recipient);
        }
        readers.addAll(others);
        return new ArrayList<>(readers);
    }

    /** The kinds of new copies. */
    enum NewCopies {
        /** None are begun: it is read. */
        NONE,
        /** Encrypted if there is a key; plain in a folder, and refused in an object store, otherwise. */
        USUAL,
        /** Plain. */
        PLAIN
    }

    /** Returns what happens with a copy that is empty. */
    CopyTarget.Beginning beginning(String place, boolean isInObjectStore, NewCopies kind) {
        return new CopyTarget.Beginning() {
            @Override
            public EncryptedTarget open(BackupTarget stored) throws IOException {
                return encryption().open(stored, unlocking());
            }

            @Override
            public BackupTarget begin(BackupTarget stored) throws IOException {
                List<String> readers = readers();
                if (readers.isEmpty()) {
                    known(stored.location()).replace(List.of());
                    return stored;
                }
                return encryption().begin(stored, unlocking(), readers);
            }

            @Override
            public void complete(EncryptedTarget begun) throws IOException {
                for (String reader : readers()) {
                    begun.add(reader);
                }
            }

            @Override
            public void requirePlain(BackupTarget stored) throws IOException {
                known(stored.location()).requireNone();
            }

            @Override
            public void requireAllowed() throws IOException {
                readers();
            }

            private List<String> readers() throws IOException {
                if (kind != NewCopies.USUAL) {
                    return List.of();
                }
                List<String> readers = readersOfNew();
                if (readers.isEmpty() && isInObjectStore) {
                    throw new IOException(place + " would hold the memories without encryption. 'aml backup key add'"
                            + " creates a key, so that copies are encrypted; --plain copies without encryption");
                }
                return readers;
            }
        };
    }
}
