package loom.aml.run;

import java.io.IOException;
import loom.aml.io.FileInput;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionFile;
import loom.aml.store.log.LogFolder;
import org.jspecify.annotations.Nullable;

/** A log that records nothing, for changes that remove nothing. It refuses all other changes. */
final class Unrecorded implements ChangeLog {
    static final Unrecorded CHANGES = new Unrecorded();

    private Unrecorded() {}

    @Override
    public String run() {
        return LogFolder.UNRECORDED;
    }

    @Override
    public ItemArchive archiveItems(CollectionFile file) throws IOException {
        throw new IOException("items are removed from " + file.path() + " only in a recorded run");
    }

    @Override
    public TransformArchive archiveTransformed(CollectionFile file) throws IOException {
        throw new IOException("items of " + file.path() + " are transformed only in a recorded run");
    }

    @Override
    public PutArchive archivePuts(CollectionFile file) throws IOException {
        throw new IOException("items of " + file.path() + " are stored only in a recorded run");
    }

    @Override
    public @Nullable String backup() {
        return null;
    }

    @Override
    public String archiveFile(String path, FileInput original) throws IOException {
        throw new IOException(path + " is removed only in a recorded run");
    }

    @Override
    public void withdraw(String archive) {
        // Nothing was archived.
    }

    @Override
    public void committed(Made made) {
        // The content of the file proves that it was written.
    }
}
