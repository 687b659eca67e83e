package loom.aml.app.backup;

import java.io.IOException;
import loom.aml.app.StoreOpener;
import loom.aml.store.Progress;

/** Opens a store and its backups. */
public interface BackupOpener extends StoreOpener {
    /** Opens the backups of the store, whether the store itself still exists or not. */
    OpenBackups openBackups() throws IOException;

    @Override
    BackupOpener reportingTo(Progress progress);
}
