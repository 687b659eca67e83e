package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import loom.aml.io.Access;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileOutput;
import loom.aml.storage.Ownership;
import loom.aml.storage.PathWithin;

/**
 * The folder of the temporary files of a store, see {@link OwnFiles}: the store itself, or aml's folder beside it if the
 * directory of the store is not its own. A staged file whose target is on another device is beside its target, since a rename
 * cannot cross devices.
 *
 * @param root the root of the store
 * @param path the folder, which may be missing before the first change
 */
record WorkFolder(Disk disk, Path root, Path path) {

    static WorkFolder of(Disk disk, Path root, Layout layout) {
        return new WorkFolder(disk, root, layout.workFolder(disk, root));
    }

    /** Returns the files and directories in the folder. */
    List<DirectoryEntry> entries() throws IOException {
        return disk.state(path).isMissing() ? List.of() : disk.list(path);
    }

    /** Returns the journals of interrupted changes. */
    List<Path> journals() throws IOException {
        List<Path> journals = new ArrayList<>();
        for (DirectoryEntry entry : entries()) {
            if (entry.state().isFile() && OwnFiles.isJournal(entry.name())) {
                journals.add(FileName.resolve(path, entry.name()));
            }
        }
        return journals;
    }

    Path journal(String token) {
        return path.resolve(OwnFiles.PREFIX + token + OwnFiles.JOURNAL);
    }

    /** Returns the path of a journal that is being written. */
    Path part(String token) {
        return path.resolve(OwnFiles.PREFIX + token + OwnFiles.PART);
    }

    /** Returns the path of the decision to complete all changes of a run. */
    Path decision(String run) {
        return path.resolve(OwnFiles.PREFIX + run + OwnFiles.DECIDED);
    }

    /** Returns the path of the next version of a file. */
    Path staged(Path target, String token) throws IOException {
        return stagingDirectory(target).resolve(OwnFiles.PREFIX + token + OwnFiles.STAGED);
    }

    /** Returns the path of the before-image of a file. */
    Path before(Path target, String token) throws IOException {
        return stagingDirectory(target).resolve(OwnFiles.PREFIX + token + OwnFiles.BEFORE);
    }

    /** Returns the directory in which a file is staged, whose own directory need not exist yet. */
    private Path stagingDirectory(Path target) throws IOException {
        Path directory = Objects.requireNonNull(target.getParent(), "every file of a store is in a directory");
        return disk.state(directory).isMissing() || disk.sameDevice(path, directory) ? path : directory;
    }

    /** Returns the name of a staged file in a journal: a path within the store, or the name of a file that was staged. */
    String nameOf(Path staged) {
        String name = FileName.last(staged);
        return OwnFiles.isTransient(name) ? name : FileName.text(root.relativize(staged));
    }

    /** Returns the staged file that a journal names. */
    Path stagedAs(String name, Path target) throws IOException {
        return OwnFiles.isTransient(name) && name.indexOf('/') < 0
                ? FileName.resolve(stagingDirectory(target), name)
                : PathWithin.of(disk, root, name);
    }

    /** Returns the access of aml's own files: private, and owned by the owner of the store. */
    Access access() throws IOException {
        return Ownership.ofDirectory(disk, path).ownFile();
    }

    /** Creates a file of aml's own. It belongs to the current user if the ownership cannot be changed. */
    FileOutput create(Path file) throws IOException {
        return Ownership.createFile(disk, file, access());
    }

    /** Makes the names of the files in the folder durable. */
    void sync() throws IOException {
        disk.syncDirectory(path);
    }
}
