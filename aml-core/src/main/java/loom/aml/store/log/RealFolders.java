package loom.aml.store.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.storage.Ownership;
import loom.aml.storage.PathWithin;

/**
 * Makes the directories of a snapshot, parents first. The way to a directory is looked at for symbolic links only once, and only
 * its last step for a directory within it: to look at all of it each time would take a minute for a thousand nested ones.
 */
public final class RealFolders {
    private final Disk disk;
    private final Path root;
    private final Set<Path> known = new HashSet<>();

    public RealFolders(Disk disk, Path root) {
        this.disk = disk;
        this.root = root;
        known.add(root);
    }

    /**
     * Makes a directory, unless something exists under its name.
     *
     * @param path the path below the root
     * @return whether it was made
     */
    public boolean make(String path, Access access) throws IOException {
        Path directory = FileName.resolve(root, path);
        Path parent = directory.getParent();
        if (parent == null || !known.contains(parent) || !directory.equals(directory.normalize())) {
            directory = PathWithin.of(disk, root, path);
        }
        boolean isMissing = disk.state(directory).isMissing();
        if (isMissing) {
            Ownership.createDirectory(disk, directory, access);
        }
        if (isMissing || disk.state(directory).isDirectory()) {
            known.add(directory);
        }
        return isMissing;
    }
}
