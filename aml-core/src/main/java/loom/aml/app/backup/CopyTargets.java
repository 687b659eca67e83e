package loom.aml.app.backup;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loom.aml.app.OptionalParts;
import loom.aml.config.Configuration;
import loom.aml.config.MaintainSettings;
import loom.aml.config.ObjectStoreSettings;
import loom.aml.config.Setting;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.CopyTarget;
import loom.aml.storage.LocalTarget;
import loom.aml.storage.ObjectStoreAddress;
import loom.aml.storage.ObjectStores;
import loom.aml.storage.PrivateFolder;
import loom.aml.storage.Unlocking;
import loom.aml.store.StorePaths;

/** The places of copies of the backups of a store: folders, and object stores, which an optional part serves. */
public final class CopyTargets {
    private final StorePaths store;
    private final Configuration configuration;
    private final CopyKeys keys;

    /**
     * @param store the store, whether it still exists or not
     * @param prompt asks for the passphrase of an encrypted copy
     */
    public CopyTargets(StorePaths store, Configuration configuration, Unlocking.Passphrase prompt) {
        this.store = store;
        this.configuration = configuration;
        this.keys = new CopyKeys(store, configuration, prompt);
    }

    CopyKeys keys() {
        return keys;
    }

    /** Returns whether a place is an address and not a path. */
    public static boolean isAddress(String place) {
        return ObjectStoreAddress.isAddress(place);
    }

    /** Returns the places in the configuration. */
    public List<String> configured() {
        return configuration.list(MaintainSettings.BACKUP_COPY_TO);
    }

    /**
     * Opens a place. Nothing is written to it.
     *
     * @param place an absolute path, or the address of an object store
     * @param kind the kind that it gets if it is empty
     * @throws IOException if it cannot be used; the message says what to do
     */
    CopyTarget open(String place, CopyKeys.NewCopies kind) throws IOException {
        return new CopyTarget(stored(place), keys.beginning(place, isAddress(place), kind));
    }

    /**
     * Opens a copy that exists. Nothing is begun in an empty place.
     *
     * @param place an absolute path, or the address of an object store
     * @throws IOException if it cannot be used; the message says what to do
     */
    public BackupTarget existing(String place) throws IOException {
        return open(place, CopyKeys.NewCopies.NONE);
    }

    private BackupTarget stored(String place) throws IOException {
        if (!ObjectStoreAddress.isAddress(place)) {
            return folder(place);
        }
        ObjectStoreAddress address;
        try {
            address = ObjectStoreAddress.parse(place);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        return OptionalParts.load(ObjectStores.class, "store backups in object stores", store.disk())
                .open(address, access(), store.disk());
    }

    private BackupTarget folder(String place) throws IOException {
        Disk disk = store.disk();
        Path folder = Path.of(place).normalize();
        Path parent = folder.getParent();
        if (!folder.isAbsolute() || parent == null) {
            throw new IOException("'" + place + "' is not an absolute path nor an address such as s3://bucket/prefix");
        }
        requireDirectory(disk, parent);
        if (!disk.state(folder).isMissing() && !isFolder(disk, folder)) {
            throw new IOException(FileName.text(folder) + " is not a directory; choose a folder for the copy");
        }
        if (folder.startsWith(store.root()) || store.root().startsWith(folder)) {
            throw new IOException(
                    FileName.text(folder) + " contains the store or is in it; choose a folder elsewhere for the copy");
        }
        return new LocalTarget(disk, PrivateFolder.at(disk, store.beside(), folder));
    }

    /** Nothing is created below a disk that is not mounted. */
    private static void requireDirectory(Disk disk, Path directory) throws IOException {
        if (disk.state(directory).isMissing()) {
            throw new IOException(
                    FileName.text(directory) + " does not exist; mount the disk, or create the directory");
        }
    }

    private static boolean isFolder(Disk disk, Path folder) throws IOException {
        return disk.state(disk.realPath(folder)).isDirectory();
    }

    private ObjectStores.Access access() throws IOException {
        return new ObjectStores.Access(
                endpoint(),
                text(ObjectStoreSettings.REGION),
                configuration.get(ObjectStoreSettings.PATH_STYLE),
                credentials());
    }

    private Optional<URI> endpoint() throws IOException {
        Optional<String> endpoint = text(ObjectStoreSettings.ENDPOINT);
        try {
            return endpoint.isEmpty() ? Optional.empty() : Optional.of(new URI(endpoint.get()));
        } catch (URISyntaxException e) {
            throw new IOException(ObjectStoreSettings.ENDPOINT + " is not an address: " + e.getMessage(), e);
        }
    }

    private ObjectStores.Credentials credentials() {
        Optional<String> file = text(ObjectStoreSettings.KEY_FILE);
        if (file.isPresent()) {
            return new ObjectStores.KeyFile(Path.of(file.get()));
        }
        Optional<String> profile = text(ObjectStoreSettings.PROFILE);
        return profile.isPresent() ? new ObjectStores.Profile(profile.get()) : new ObjectStores.Usual();
    }

    private Optional<String> text(Setting<String> setting) {
        return Optional.of(configuration.get(setting)).filter(value -> !value.isEmpty());
    }
}
