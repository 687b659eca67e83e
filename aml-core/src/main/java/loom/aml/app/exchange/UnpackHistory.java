package loom.aml.app.exchange;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import loom.aml.exchange.HistoryFile;
import loom.aml.exchange.Reading;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.Replacement;
import loom.aml.store.loom.NewStore;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks the history in a bundle into a folder. It is for reading: the runs were those of another store, so {@code undo} does not
 * know them.
 */
public final class UnpackHistory {
    private final Disk disk;

    public UnpackHistory(Disk disk) {
        this.disk = disk;
    }

    /** @throws FileAlreadyExistsException if the folder is not empty */
    public void run(Reading source, Path folder) throws IOException {
        if (source.history().isEmpty()) {
            throw new IOException(source.place() + " has no history; nothing was imported");
        }
        Path root = NewStore.makeDirectory(disk, folder);
        for (HistoryFile file : source.history()) {
            Path path = FileName.resolve(root, file.name());
            makeParents(path.getParent());
            Replacement.writePrivately(disk, path, file.content());
        }
    }

    private void makeParents(@Nullable Path directory) throws IOException {
        if (directory != null && disk.state(directory).isMissing()) {
            makeParents(directory.getParent());
            disk.createDirectory(directory);
        }
    }
}
