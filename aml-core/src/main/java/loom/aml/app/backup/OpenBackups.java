package loom.aml.app.backup;

import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import loom.aml.app.OpenStore;
import loom.aml.backup.Backup;
import loom.aml.backup.Snapshots;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.config.Configuration;
import loom.aml.config.Policies;
import loom.aml.io.FileName;
import loom.aml.run.BackupRuns;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.Unlocking;
import loom.aml.store.StorePaths;

/**
 * The backups of a store, open for use cases. The store itself need not exist any more.
 *
 * @param backup the backups, for use cases only
 * @param randomness returns a new source of ids at each call
 */
public record OpenBackups(Backup backup, Configuration configuration, Supplier<RandomGenerator> randomness)
        implements AutoCloseable {

    /** Opens the backups beside a store. */
    public static OpenBackups of(OpenStore opened) {
        return new OpenBackups(
                Backup.of(opened.store().place(), opened.random()), opened.configuration(), opened.randomness());
    }

    /**
     * Opens a copy of the backups of a store, which need not exist any more.
     *
     * @param place an absolute path, or the address of an object store
     * @param prompt asks for the passphrase of an encrypted copy
     * @throws IOException if it cannot be used; the message says what to do
     */
    public static OpenBackups ofCopy(
            StorePaths store,
            String place,
            Configuration configuration,
            Supplier<RandomGenerator> randomness,
            Unlocking.Passphrase prompt)
            throws IOException {
        BackupTarget target = new CopyTargets(store, configuration, prompt).open(place, CopyKeys.NewCopies.NONE);
        return new OpenBackups(Backup.at(store, target, randomness.get()), configuration, randomness);
    }

    /**
     * Returns the places of copies.
     *
     * @param prompt asks for the passphrase of an encrypted copy
     */
    CopyTargets copies(Unlocking.Passphrase prompt) {
        return new CopyTargets(backup.store(), configuration, prompt);
    }

    /** Preloads classes for work on backups in the background. */
    public static void prepare() {
        Backup.prepare();
    }

    /** Returns the present or former location of the store. */
    public String location() {
        return FileName.text(backup.store().root());
    }

    public Policies policies() {
        return new Policies(configuration);
    }

    public Instant now() {
        return backup.store().options().clock().instant();
    }

    /** Returns the agents in any snapshot. */
    public SortedSet<String> agents() throws IOException {
        SortedSet<String> known = new TreeSet<>();
        for (Manifest manifest : snapshots().list()) {
            known.addAll(agentsIn(manifest));
        }
        return known;
    }

    static Set<String> agentsIn(Manifest manifest) {
        Set<String> directories = new TreeSet<>();
        for (FileEntry file : manifest.files()) {
            int slash = file.path().indexOf('/');
            if (slash >= 0) {
                directories.add(file.path().substring(0, slash));
            }
        }
        return directories;
    }

    Snapshots snapshots() {
        return new Snapshots(backup.repository());
    }

    BackupRuns runs() {
        return new BackupRuns(backup, randomness.get());
    }

    @Override
    public void close() throws IOException {
        backup.close();
    }
}
