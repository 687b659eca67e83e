package loom.aml.store;

import java.io.IOException;
import java.time.Duration;
import loom.aml.io.Disk;

/** Opens the stores of one kind. */
public interface StoreProvider {

    /** Returns whether an address is that of a store of this kind, as far as a look at it shows. */
    boolean recognizes(Disk disk, StoreAddress address) throws IOException;

    /**
     * Opens a store for reading. Nothing is written, even if a crash left something to recover.
     *
     * @throws NoStoreException if it does not exist
     */
    MemoryStore openReadOnly(Disk disk, StoreAddress address, StoreOptions options) throws IOException;

    /**
     * Opens a store for changes, waits until no other run of aml changes it, and recovers what a crash interrupted.
     *
     * @param wait how long to wait for another run; locks that a crash left behind are waited for as the options say
     * @throws NoStoreException if it does not exist
     * @throws StoreLockedException if another run holds the store for longer
     */
    MemoryStore open(Disk disk, StoreAddress address, StoreOptions options, Duration wait) throws IOException;
}
