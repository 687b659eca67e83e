package loom.aml.store.log;

import java.io.IOException;
import loom.aml.item.Fingerprint;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.ItemChange;
import org.jspecify.annotations.Nullable;

/**
 * The archive of a run that stores single items. It is created for the first replaced item; a run with only new items has none.
 */
final class ReplacedItems implements ChangeLog.PutArchive {
    private final ChangeLog log;
    private final CollectionFile file;
    private ChangeLog.@Nullable TransformArchive archive;

    ReplacedItems(ChangeLog log, CollectionFile file) {
        this.log = log;
        this.file = file;
    }

    @Override
    public void stored(ItemChange.Put put, Fingerprint now, byte @Nullable [] original) throws IOException {
        if (original != null) {
            begun().add(now, CollectionChange.PutItems.WAS_PRESENT, original);
        }
    }

    private ChangeLog.TransformArchive begun() throws IOException {
        ChangeLog.TransformArchive begun = archive;
        if (begun == null) {
            begun = log.archiveTransformed(file);
            archive = begun;
        }
        return begun;
    }

    @Override
    public @Nullable String finish() throws IOException {
        return archive == null ? null : archive.finish();
    }

    @Override
    public void close() throws IOException {
        if (archive != null) {
            archive.close();
        }
    }
}
