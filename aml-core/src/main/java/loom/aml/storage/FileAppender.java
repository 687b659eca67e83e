package loom.aml.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import loom.aml.io.Disk;
import loom.aml.io.FileOutput;

/** Appends to a file. */
final class FileAppender implements Appender {
    private final Disk disk;
    private final Path path;
    private final FileOutput file;
    private boolean isNameVolatile;

    /**
     * @param isNew whether the file was created for it, so that its name has to be made durable too
     */
    FileAppender(Disk disk, Path path, FileOutput file, boolean isNew) {
        this.disk = disk;
        this.path = path;
        this.file = file;
        this.isNameVolatile = isNew;
    }

    @Override
    public void append(byte[] bytes) throws IOException {
        file.write(bytes, 0, bytes.length);
    }

    @Override
    public void sync() throws IOException {
        file.sync();
        if (isNameVolatile) {
            disk.syncDirectory(Objects.requireNonNull(path.getParent(), "an object is in a directory"));
            isNameVolatile = false;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
