package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.Path;
import loom.aml.io.Access;
import loom.aml.io.Checksum;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.io.TextInput;
import loom.aml.storage.PathWithin;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileMaintenance;
import loom.aml.store.Finding;
import loom.aml.store.StorePaths;

/** The files in the directory of a store. */
final class StoreFiles implements FileMaintenance {
    private final StorePaths place;
    private final Disk disk;
    private final CollectionTexts texts;

    StoreFiles(StorePaths place, CollectionTexts texts) {
        this.place = place;
        this.disk = place.disk();
        this.texts = texts;
    }

    private Path path(String path) {
        return FileName.resolve(place.root(), path);
    }

    @Override
    public FileState state(String path) throws IOException {
        return disk.state(path(path));
    }

    @Override
    public FileInput open(String path) throws IOException {
        return disk.open(path(path));
    }

    @Override
    public TextInput text(CollectionFile file) throws IOException {
        return texts.of(file, disk.open(PathWithin.of(disk, place.root(), file.path())));
    }

    @Override
    public Checksum.Content content(String path) throws IOException {
        return Checksum.of(disk, path(path));
    }

    @Override
    public Access access(String path) throws IOException {
        return disk.wholeAccess(path(path));
    }

    @Override
    public Finding unreadable(String path, IOException e) {
        return ReadErrors.finding(disk, place.root(), path, e);
    }
}
