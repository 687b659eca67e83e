package loom.aml.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import loom.aml.app.OpenStore;
import loom.aml.app.backup.BackupOpener;
import loom.aml.app.backup.OpenBackups;
import loom.aml.backup.Backup;
import loom.aml.config.Configuration;
import loom.aml.io.Disk;
import loom.aml.migrate.SchemaMigrations;
import loom.aml.storage.Unlocking;
import loom.aml.store.MemoryStore;
import loom.aml.store.Progress;
import loom.aml.store.StoreOptions;
import loom.aml.store.StorePaths;
import loom.aml.store.kind.StoreKinds;
import loom.aml.store.loom.NewStore;

/** Opens the store that the command works on, and its backups. */
public final class StoreAccess implements BackupOpener {
    private final World world;
    private final Disk disk;
    private final StoreLocation location;
    private final SessionConfiguration configuration;
    private final Messages messages;
    private final Interruption interruption;
    private final Progress progress;

    StoreAccess(
            World world,
            StoreLocation location,
            SessionConfiguration configuration,
            Messages messages,
            Interruption interruption) {
        this(world, location, configuration, messages, interruption, messages.progress());
    }

    private StoreAccess(
            World world,
            StoreLocation location,
            SessionConfiguration configuration,
            Messages messages,
            Interruption interruption,
            Progress progress) {
        this.world = world;
        this.disk = world.disk();
        this.location = location;
        this.configuration = configuration;
        this.messages = messages;
        this.interruption = interruption;
        this.progress = progress;
    }

    @Override
    public BackupOpener reportingTo(Progress other) {
        return new StoreAccess(world, location, configuration, messages, interruption, other);
    }

    @Override
    public Configuration configuration() throws IOException {
        return configuration.read();
    }

    @Override
    public InstantSource clock() {
        return world.clock();
    }

    @Override
    public OpenStore forReading() throws IOException {
        StoreOptions options = options();
        messages.verbose("opens " + location.path() + " for reading");
        return opened(StoreKinds.openReadOnly(disk, location.path(), options));
    }

    @Override
    public OpenStore forChange() throws IOException {
        StoreOptions options = options();
        willChange();
        messages.verbose("opens " + location.path() + " for writing");
        return opened(StoreKinds.open(disk, location.path(), options));
    }

    @Override
    public OpenStore forRestore() throws IOException {
        Path path = location.path();
        StorePaths place = StorePaths.of(disk, path, options());
        if (disk.state(place.root()).isMissing() && hasBackups(place)) {
            Path backups = Objects.requireNonNull(place.backups().getParent(), "the backups are in a directory");
            NewStore.makeDirectoryLike(disk, place.root(), backups);
        }
        return forChange();
    }

    @Override
    public OpenStore unlessLocked() throws IOException {
        willChange();
        return opened(StoreKinds.open(disk, location.path(), options(), Duration.ZERO));
    }

    private OpenStore opened(MemoryStore store) throws IOException {
        return new OpenStore(store, configuration.read(), world.random());
    }

    @Override
    public OpenBackups openBackups() throws IOException {
        StorePaths place = StorePaths.of(disk, location.path(), options());
        if (!hasBackups(place)) {
            forReading().close();
        }
        return new OpenBackups(Backup.of(place, world.random().get()), configuration.read(), world.random());
    }

    /**
     * Opens a copy of the backups, whether the store and its backups still exist or not.
     *
     * @param place an absolute path, or the address of an object store
     * @param prompt asks for the passphrase of an encrypted copy
     */
    public OpenBackups openCopy(String place, Unlocking.Passphrase prompt) throws IOException {
        StorePaths paths = StorePaths.of(disk, location.path(), options());
        return OpenBackups.ofCopy(paths, place, configuration.read(), world.random(), prompt);
    }

    private boolean hasBackups(StorePaths place) throws IOException {
        return disk.state(place.backups()).isDirectory();
    }

    private void willChange() {
        interruption.ifStopped("the store is consistent; the next run completes or reverts the unfinished change, and '"
                + location.prefix() + " history' lists the completed runs");
    }

    /** Returns the options with which stores are opened. */
    public StoreOptions options() throws IOException {
        StoreOptions options = configuration
                .policies()
                .storeOptions()
                .withTransformations(new SchemaMigrations())
                .withProgress(progress);
        return world.treatment().apply(options).withClock(world.clock());
    }
}
