package loom.aml.store.file;

import java.io.IOException;
import java.io.OutputStream;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionFile;
import loom.aml.store.Rendering;
import loom.aml.store.Transformation;
import org.jspecify.annotations.Nullable;

/** Transforms the items of a collection, in any version. */
record TransformEdit(CollectionFile file, Transformation transformation, ChangeLog log) implements CollectionEdit {

    @Override
    public Copy copyTo(OutputStream out, @Nullable Rendering rendering) throws IOException {
        return new TransformCopy(file.path(), transformation, out, log.archiveTransformed(file));
    }
}
