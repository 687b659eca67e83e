package loom.aml.io;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates folders with their missing parents, and deletes them again if they are still empty. */
public final class Folders {
    private Folders() {}

    /**
     * Creates a folder and its missing parents with the default mode of the process.
     *
     * @return the folders that were created, the outermost first
     */
    public static List<Path> create(Disk disk, Path folder) throws IOException {
        return create(disk, folder, null);
    }

    /**
     * Creates a folder and its missing parents.
     *
     * @param access their access; null for the default mode of the process
     * @return the folders that were created, the outermost first
     */
    public static List<Path> create(Disk disk, Path folder, @Nullable Access access) throws IOException {
        List<Path> created = new ArrayList<>();
        create(disk, folder, access, created);
        return created;
    }

    private static void create(Disk disk, Path folder, @Nullable Access access, List<Path> created) throws IOException {
        if (!disk.state(folder).isMissing()) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            create(disk, parent, access, created);
        }
        if (access == null) {
            disk.createDirectory(folder);
        } else {
            disk.createDirectory(folder, access);
        }
        created.add(folder);
    }

    /** Deletes folders that {@link #create} returned, up to the first that has another entry by now. */
    public static void deleteEmpty(Disk disk, List<Path> created) throws IOException {
        for (Path folder : created.reversed()) {
            if (!disk.state(folder).isDirectory()) {
                return;
            }
            try {
                disk.delete(folder);
            } catch (DirectoryNotEmptyException e) {
                return;
            }
        }
    }
}
