package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import loom.aml.io.DirectoryEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileOwner;
import loom.aml.io.FileState;
import loom.aml.store.StorePaths;

/**
 * The user whose rights root assumes to work on a store. A user who may rename a directory on the path of a file can
 * replace it by a link between any two calls. So root keeps its own rights only if every directory on the path belongs
 * to root.
 *
 * @param place the real path of the store, or its future path
 * @param user the user; root if nobody else can replace a directory on the path
 * @param group the group of the directory that determines the user
 */
public record StoreOwner(Path place, int user, int group) {

    /** The limit of Linux. */
    private static final int MOST_LINKS = 40;

    public boolean isRoot() {
        return user == FileOwner.ROOT;
    }

    /**
     * Determines the user for a store, existing or new: the owner of the nearest directory that exists.
     *
     * @throws FileSystemException if a directory on the path belongs to a third user or can be replaced by anybody
     */
    public static StoreOwner of(Disk disk, Path path) throws IOException {
        Path place = StorePaths.realPath(disk, path.toAbsolutePath().normalize());
        Path nearest = place;
        while (disk.state(nearest).isMissing()) {
            nearest = Objects.requireNonNull(nearest.getParent(), "the root directory exists");
        }
        FileOwner owner = disk.owner(nearest);
        StoreOwner found = new StoreOwner(place, owner.user(), owner.group());
        found.requireWay(disk, nearest);
        if (found.isRoot()) {
            found.requireAgentsOfRoot(disk, nearest);
            for (String suffix : List.of("-backup", "-state")) {
                Path beside = FileName.beside(place, FileName.last(place) + suffix);
                if (!disk.state(beside).isMissing()) {
                    found.requireBeside(disk, beside);
                }
            }
        }
        return found;
    }

    /**
     * Requires that nobody else can change the path of a folder beside the store, even if its target is not mounted or
     * its links form a cycle.
     */
    private void requireBeside(Disk disk, Path beside) throws IOException {
        Path reached = beside;
        for (int links = 0; links < MOST_LINKS && disk.state(reached).type() == FileState.Type.LINK; links++) {
            Path directory = parentOf(reached);
            requireWay(disk, directory);
            Path leads = directory.resolve(disk.linkTarget(reached)).normalize();
            reached = StorePaths.realPath(disk, parentOf(leads)).resolve(leads.getFileName());
        }
        while (disk.state(reached).isMissing() || disk.state(reached).type() == FileState.Type.LINK) {
            reached = parentOf(reached);
        }
        requireWay(disk, reached);
    }

    private static Path parentOf(Path path) {
        return Objects.requireNonNull(path.getParent(), "the root directory is neither missing nor a link");
    }

    private void requireWay(Disk disk, Path real) throws IOException {
        Path last = Objects.requireNonNull(real.getRoot(), "the path is absolute");
        require(disk, last, last.equals(real));
        for (Path name : last.relativize(real)) {
            last = last.resolve(name);
            require(disk, last, last.equals(real));
        }
    }

    private void require(Disk disk, Path directory, boolean isLast) throws IOException {
        if (!isLast && !disk.state(directory).isDirectory()) {
            throw refused(directory, "was replaced while aml examined the path of the store");
        }
        FileOwner owner = disk.owner(directory);
        if (owner.user() != FileOwner.ROOT && owner.user() != user) {
            throw refused(
                    directory,
                    "belongs to user " + owner.user() + " and not to " + user + " as the store does; run aml as "
                            + owner.user() + ", or correct the owner with chown");
        }
        boolean isOpen = isRoot() ? owner.letsOthersReplaceEntries() : isOpenToAll(owner);
        if (isOpen) {
            throw refused(
                    directory,
                    "can be written by other users, who could replace the store by a link; 'chmod go-w', or run"
                            + " aml as the owner of the store");
        }
    }

    private static boolean isOpenToAll(FileOwner owner) {
        return owner.isOpenToAll() && owner.letsOthersReplaceEntries();
    }

    /**
     * Requires that agent directories in a store of root belong to root: the owner of another directory could replace
     * its entries.
     */
    private void requireAgentsOfRoot(Disk disk, Path store) throws IOException {
        if (!store.equals(place) || !disk.state(store).isDirectory()) {
            return;
        }
        for (DirectoryEntry entry : disk.list(store)) {
            if (entry.state().isDirectory()) {
                Path directory = FileName.resolve(store, entry.name());
                FileOwner owner;
                try {
                    owner = disk.owner(directory);
                } catch (NoSuchFileException e) {
                    // Another program removed it since the store was listed.
                    continue;
                }
                if (owner.user() != FileOwner.ROOT || owner.letsOthersReplaceEntries()) {
                    throw refused(
                            directory,
                            "is in a store of root but can be changed by user " + owner.user()
                                    + " or its group; correct" + " the owner of the whole store with 'chown -R'");
                }
            }
        }
    }

    private static FileSystemException refused(Path directory, String why) {
        return new FileSystemException(
                FileName.text(directory), null, why + ". aml does not work there with the rights of root");
    }

    /**
     * Returns whether only root can have written a file, so that it may be read before root assumes the rights of
     * another user.
     */
    public static boolean isOfRootAlone(Disk disk, Path file) throws IOException {
        Path real;
        try {
            real = disk.realPath(file);
        } catch (NoSuchFileException e) {
            return false;
        }
        for (Path step = real; step != null; step = step.getParent()) {
            FileOwner owner = disk.owner(step);
            if (owner.user() != FileOwner.ROOT
                    || disk.state(step).type() == FileState.Type.LINK
                    || owner.letsOthersReplaceEntries()) {
                return false;
            }
        }
        return true;
    }
}
