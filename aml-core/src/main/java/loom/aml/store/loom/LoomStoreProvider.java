package loom.aml.store.loom;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import loom.aml.io.Disk;
import loom.aml.store.MemoryStore;
import loom.aml.store.NoStoreException;
import loom.aml.store.StoreAddress;
import loom.aml.store.StoreOptions;
import loom.aml.store.StoreProvider;
import loom.aml.store.file.FileMemoryStore;

/** Opens directories in the layout of {@code .loom/memory}. */
public final class LoomStoreProvider implements StoreProvider {

    /** Takes any path: why a path is not a store shows when it is opened, and is explained then. */
    @Override
    public boolean recognizes(Disk disk, StoreAddress address) {
        return address instanceof StoreAddress.Local;
    }

    @Override
    public MemoryStore openReadOnly(Disk disk, StoreAddress address, StoreOptions options) throws IOException {
        return FileMemoryStore.openReadOnly(disk, pathOf(address), options, LoomLayout.INSTANCE);
    }

    @Override
    public MemoryStore open(Disk disk, StoreAddress address, StoreOptions options, Duration wait) throws IOException {
        return FileMemoryStore.open(disk, pathOf(address), options, LoomLayout.INSTANCE, wait);
    }

    private static Path pathOf(StoreAddress address) throws NoStoreException {
        if (address instanceof StoreAddress.Local local) {
            return local.path();
        }
        throw new NoStoreException(address.toString(), "not a path");
    }
}
