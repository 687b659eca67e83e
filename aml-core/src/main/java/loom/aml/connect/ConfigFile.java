package loom.aml.connect;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.io.Folders;
import loom.aml.io.Replacement;
import loom.aml.io.SmallFile;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file of another program as it was read once. It is replaced only if it has not changed since. A link
 * is followed, so that a file in a repository of dotfiles is changed there.
 */
final class ConfigFile {
    /** Claude Code keeps the history of its projects in its file. */
    private static final long LARGEST = 64_000_000;

    private static final Access PRIVATE = new Access(PosixFilePermissions.fromString("rw-------"), null, null);
    private static final Access PUBLIC = new Access(PosixFilePermissions.fromString("rw-r--r--"), null, null);

    private final Disk disk;
    private final Path named;
    private final Path real;
    private final byte @Nullable [] content;

    private ConfigFile(Disk disk, Path named, Path real, byte @Nullable [] content) {
        this.disk = disk;
        this.named = named;
        this.real = real;
        this.content = content;
    }

    /** Reads a file. It need not exist. */
    static ConfigFile read(Disk disk, Path named) throws IOException {
        FileState state = disk.state(named);
        if (state.isMissing()) {
            return new ConfigFile(disk, named, named, null);
        }
        Path real = state.type() == FileState.Type.LINK ? target(disk, named) : named;
        return new ConfigFile(disk, named, real, SmallFile.read(disk, real, LARGEST));
    }

    /**
     * Reads a file of a project. The project may have been written by a stranger, so its links must not lead out of
     * the project.
     */
    static ConfigFile readWithin(Disk disk, Path named, Path project) throws IOException {
        Path present = named;
        while (disk.state(present).isMissing() && present.getParent() != null) {
            present = present.getParent();
        }
        Path real = disk.state(present).type() == FileState.Type.LINK ? target(disk, present) : disk.realPath(present);
        if (!real.startsWith(disk.realPath(project))) {
            throw new FileSystemException(
                    FileName.text(present),
                    null,
                    "is a link that leads out of the project, to " + FileName.text(real)
                            + "; edit that file yourself, or replace the link");
        }
        return read(disk, named);
    }

    private static Path target(Disk disk, Path link) throws IOException {
        try {
            return disk.realPath(link);
        } catch (NoSuchFileException e) {
            throw new FileSystemException(
                    FileName.text(link),
                    null,
                    "is a link to " + FileName.text(disk.linkTarget(link))
                            + ", which does not exist; create that file, or remove the link");
        }
    }

    /** Returns the path where the client looks for the file. */
    Path path() {
        return named;
    }

    boolean exists() {
        return content != null;
    }

    boolean isLink() {
        return !named.equals(real);
    }

    /** Returns the content; empty if the file does not exist. */
    byte[] content() {
        return content == null ? new byte[0] : content.clone();
    }

    /** Throws if the user has protected the file against changes. */
    void requireWritable() throws IOException {
        if (exists() && !disk.access(real).mode().contains(PosixFilePermission.OWNER_WRITE)) {
            throw new FileSystemException(
                    FileName.text(real),
                    null,
                    "is read-only; if it may be changed, run 'chmod u+w " + FileName.text(real) + "' first");
        }
    }

    /**
     * Creates the folder of a file that does not exist.
     *
     * @return the folders that were created, the outermost first
     */
    List<Path> makeFolder() throws IOException {
        return exists() ? List.of() : Folders.create(disk, named.resolveSibling(""));
    }

    /**
     * Replaces or creates the file.
     *
     * @param isPrivate whether a new file is readable by its owner only
     */
    void write(byte[] changed, boolean isPrivate) throws IOException {
        if (exists()) {
            requireWritable();
            Replacement.write(disk, real, changed, disk.wholeAccess(real), this::requireUnchanged);
            return;
        }
        try {
            Replacement.create(disk, named, changed, isPrivate ? PRIVATE : PUBLIC);
        } catch (FileAlreadyExistsException e) {
            throw changed();
        }
    }

    /** Returns whether the file has this content by now. */
    boolean hasNow(byte[] expected) throws IOException {
        return Arrays.equals(read(disk, named).content, expected);
    }

    /** Deletes the file. */
    void delete() throws IOException {
        requireWritable();
        requireUnchanged();
        disk.delete(real);
        disk.syncDirectory(real.resolveSibling(""));
    }

    private void requireUnchanged() throws IOException {
        ConfigFile now;
        try {
            now = read(disk, named);
        } catch (NoSuchFileException e) {
            throw changed();
        }
        if (!now.real.equals(real) || !Arrays.equals(now.content, content)) {
            throw changed();
        }
    }

    private IOException changed() {
        return new FileSystemException(
                FileName.text(named),
                null,
                "was changed by another program in the meantime, so aml did not write it; run the command again");
    }
}
