package loom.aml.store.kind;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import loom.aml.io.Disk;
import loom.aml.io.LocalDisk;
import loom.aml.store.MemoryStore;
import loom.aml.store.NoStoreException;
import loom.aml.store.StoreAddress;
import loom.aml.store.StoreOptions;
import loom.aml.store.StoreProvider;
import loom.aml.store.graph.GraphStoreProvider;
import loom.aml.store.loom.LoomStoreProvider;
import loom.aml.store.markdown.NoteStoreProvider;

/** Opens a store of any kind. */
public final class StoreKinds {
    /** The first that recognizes an address opens it. The last takes any path and explains what is wrong with it. */
    private static final List<StoreProvider> PROVIDERS =
            List.of(new NoteStoreProvider(), new GraphStoreProvider(), new LoomStoreProvider());

    private StoreKinds() {}

    /** Opens a store of this machine for reading, with the usual options. */
    public static MemoryStore openReadOnly(Path path) throws IOException {
        return openReadOnly(new LocalDisk(), path, StoreOptions.DEFAULT);
    }

    public static MemoryStore openReadOnly(Disk disk, Path path, StoreOptions options) throws IOException {
        return openReadOnly(disk, new StoreAddress.Local(path), options);
    }

    /**
     * Opens a store for reading.
     *
     * @throws NoStoreException if it does not exist, or is of a kind that aml does not know
     */
    public static MemoryStore openReadOnly(Disk disk, StoreAddress address, StoreOptions options) throws IOException {
        return providerOf(disk, address).openReadOnly(disk, address, options);
    }

    /** Opens a store for changes, and waits for another run as the options say. */
    public static MemoryStore open(Disk disk, Path path, StoreOptions options) throws IOException {
        return open(disk, path, options, options.lockWait());
    }

    public static MemoryStore open(Disk disk, Path path, StoreOptions options, Duration wait) throws IOException {
        return open(disk, new StoreAddress.Local(path), options, wait);
    }

    /**
     * Opens a store for changes; see {@link StoreProvider#open}.
     *
     * @throws NoStoreException if it does not exist, or is of a kind that aml does not know
     */
    public static MemoryStore open(Disk disk, StoreAddress address, StoreOptions options, Duration wait)
            throws IOException {
        return providerOf(disk, address).open(disk, address, options, wait);
    }

    private static StoreProvider providerOf(Disk disk, StoreAddress address) throws IOException {
        for (StoreProvider provider : PROVIDERS) {
            if (provider.recognizes(disk, address)) {
                return provider;
            }
        }
        throw new NoStoreException(address.toString(), "aml does not know this kind of store");
    }
}
