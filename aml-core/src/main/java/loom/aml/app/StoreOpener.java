package loom.aml.app;

import java.io.IOException;

/** Opens the store that a front end works on. */
public interface StoreOpener {
    OpenStore forReading() throws IOException;

    OpenStore forChange() throws IOException;

    /**
     * Opens the store for changes.
     *
     * @throws loom.aml.store.StoreLockedException at once if another run has locked it
     */
    OpenStore unlessLocked() throws IOException;
}
