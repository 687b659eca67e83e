package loom.aml.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileName;

/** Removes the files of uploads that a crash interrupted, and directories that are then empty. */
final class PartSweep {
    private final Disk disk;
    private final Predicate<String> isOurs;
    private final Instant before;

    /**
     * @param isOurs selects the objects that may have been uploading, by their names
     * @param before removes only files that were last modified before this time
     */
    PartSweep(Disk disk, Predicate<String> isOurs, Instant before) {
        this.disk = disk;
        this.isOurs = isOurs;
        this.before = before;
    }

    private record Folder(Path path, String name) {}

    /**
     * Removes the files.
     *
     * @param folderName the beginning of the names of the objects in the folder
     */
    int sweep(Path top, String folderName) throws IOException {
        if (!disk.state(top).isDirectory()) {
            return 0;
        }
        int removed = 0;
        List<Path> directories = new ArrayList<>();
        Deque<Folder> pending = new ArrayDeque<>(List.of(new Folder(top, folderName)));
        while (!pending.isEmpty()) {
            Folder folder = pending.pop();
            directories.add(folder.path);
            for (DirectoryEntry entry : disk.list(folder.path)) {
                Path path = FileName.resolve(folder.path, entry.name());
                if (entry.state().isDirectory()) {
                    pending.push(new Folder(path, folder.name + entry.name() + "/"));
                } else if (isPart(entry, folder.name)
                        && entry.state().modified().isBefore(before)) {
                    disk.delete(path);
                    removed++;
                }
            }
        }
        for (Path directory : directories.reversed()) {
            if (removed > 0 && disk.list(directory).isEmpty()) {
                disk.delete(directory);
            }
        }
        return removed;
    }

    private boolean isPart(DirectoryEntry entry, String folderName) {
        String name = entry.name();
        return entry.state().isFile()
                && name.endsWith(LocalTarget.PART)
                && isOurs.test(folderName + name.substring(0, name.length() - LocalTarget.PART.length()));
    }
}
