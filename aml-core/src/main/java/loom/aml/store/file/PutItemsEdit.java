package loom.aml.store.file;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import loom.aml.io.Encoding;
import loom.aml.io.FileState;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.Rendering;
import org.jspecify.annotations.Nullable;

/** Stores single items in whatever version of the collection is there; creates the collection if necessary. */
record PutItemsEdit(CollectionChange.PutItems change, ChangeLog log) implements CollectionEdit {

    @Override
    public CollectionFile file() {
        return change.file();
    }

    @Override
    public boolean appliesTo(FileState version, List<Finding> findings) {
        return true;
    }

    @Override
    public Encoding encoding(@Nullable Encoding present) {
        return present == null ? change.encoding() : present;
    }

    @Override
    public Copy copyTo(OutputStream out, @Nullable Rendering rendering) throws IOException {
        return new PutItemsCopy(change.file(), change.puts(), rendering, out, log.archivePuts(change.file()));
    }
}
