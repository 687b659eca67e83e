package loom.aml.store.loom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import loom.aml.io.Disk;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.store.CollectionFile;
import loom.aml.store.StoreKind;
import loom.aml.store.StoreListing;
import loom.aml.store.file.FileLocks;
import loom.aml.store.file.Layout;

/** The layout of {@code .loom/memory}: a directory an agent, a JSON file a kind. */
public final class LoomLayout implements Layout {
    public static final LoomLayout INSTANCE = new LoomLayout();

    private LoomLayout() {}

    @Override
    public StoreKind kind() {
        return StoreKind.LOOM;
    }

    @Override
    public Set<ItemKind> kinds() {
        return Set.copyOf(ItemKind.RUNTIME);
    }

    @Override
    public void require(Disk disk, Path root) throws IOException {
        StoreRecognition.require(disk, root);
    }

    @Override
    public StoreListing list(Disk disk, Path root) throws IOException {
        return StoreLister.list(disk, root);
    }

    @Override
    public List<CollectionFile> filesOf(ItemKey key) {
        CollectionFile plain = new CollectionFile(key.agent(), key.kind(), false);
        return List.of(plain, plain.twin());
    }

    @Override
    public FileLocks locks() {
        return LoomLocks.INSTANCE;
    }
}
