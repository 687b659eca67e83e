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
 * Creates the directories of a snapshot, parents first. The path to a directory is checked for symbolic links once; for
 * directories within it, only the last name is checked. Checking the whole path each time would take a minute for a thousand
 * nested directories.
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
     * Creates a directory, unless something exists under its name.
     *
     * @param path the path below the root
     * @return whether it was created
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
