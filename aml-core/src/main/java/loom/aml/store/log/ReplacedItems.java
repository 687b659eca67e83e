package loom.aml.store.log;

import java.io.IOException;
import loom.aml.item.Fingerprint;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import loom.aml.store.ItemChange;
import org.jspecify.annotations.Nullable;

/** The archive of a run that stores single items: it begins with the first item that is replaced, so that none is made for new ones. */
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
        if (original == null) {
            return;
        }
        ChangeLog.TransformArchive begun = archive;
        if (begun == null) {
            begun = log.archiveTransformed(file);
            archive = begun;
        }
        begun.add(now, FileChange.PutItems.WAS_PRESENT, original);
    }

    @Override
    public @Nullable String finish() throws IOException {
        ChangeLog.TransformArchive begun = archive;
        return begun == null ? null : begun.finish();
    }

    @Override
    public void close() throws IOException {
        ChangeLog.TransformArchive begun = archive;
        if (begun != null) {
            begun.close();
        }
    }
}
