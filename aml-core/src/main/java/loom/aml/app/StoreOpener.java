package loom.aml.app;

import java.io.IOException;
import java.time.InstantSource;
import loom.aml.config.Configuration;
import loom.aml.store.Progress;

/** Opens the store that a front end works on. */
public interface StoreOpener {
    /** Returns the configuration for the store, whether the store can be opened or not. */
    Configuration configuration() throws IOException;

    InstantSource clock();

    OpenStore forReading() throws IOException;

    OpenStore forChange() throws IOException;

    /** Opens the store for changes. If only its backups are left, creates an empty one first. */
    OpenStore forRestore() throws IOException;

    /** Returns an opener of the same store that reports the progress of the work on it. */
    StoreOpener reportingTo(Progress progress);

    /**
     * Opens the store for changes.
     *
     * @throws loom.aml.storage.StoreLockedException at once if another run has locked it
     */
    OpenStore unlessLocked() throws IOException;
}
