package loom.aml.locate;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.FileOwner;
import loom.aml.io.FileState;

/**
 * Decides which folders aml uses without being named. A link or a setting in a project may have been written by somebody
 * else, so it may lead only to a folder of the user in the home or in the project.
 */
final class OwnPlaces {
    private final Disk disk;
    private final int user;
    private final List<Path> ofUser;
    private final List<Path> projects;

    /**
     * @param user the number of the user who started aml
     * @param ofUser the real paths of the home and of the folders that variables name
     */
    OwnPlaces(Disk disk, int user, List<Path> ofUser, List<Path> projects) {
        this.disk = disk;
        this.user = user;
        this.ofUser = ofUser;
        this.projects = projects;
    }

    /** Returns the real paths of those that exist. */
    static List<Path> real(Disk disk, List<Path> paths) {
        List<Path> real = new ArrayList<>();
        for (Path path : paths) {
            try {
                real.add(disk.realPath(path));
            } catch (IOException e) {
                // Nothing can be in it.
            }
        }
        return real;
    }

    /**
     * Returns the real path of a folder; empty if it does not exist or must not be used without being named.
     *
     * @param base the project, or a folder of the user
     * @param path the path from there
     */
    Optional<Path> folder(Path base, String path) throws IOException {
        Path folder = FileName.resolve(base, path);
        FileState.Type type = disk.state(folder).type();
        if (type != FileState.Type.DIRECTORY && type != FileState.Type.LINK) {
            return Optional.empty();
        }
        try {
            Path real = disk.realPath(folder);
            boolean isDirect = real.equals(FileName.resolve(disk.realPath(base), path)) && !isPlanted(base, folder);
            return (isDirect || isOwnWithin(real)) && disk.state(real).isDirectory()
                    ? Optional.of(real)
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            // A link to nothing.
            return Optional.empty();
        }
    }

    /** Returns whether a real path is below the home or the project, and belongs to the user. */
    boolean isOwnWithin(Path real) throws IOException {
        List<Path> bases = new ArrayList<>(ofUser);
        bases.addAll(real(disk, projects));
        for (Path base : bases) {
            if (real.startsWith(base) && !real.equals(base)) {
                return disk.owner(real).user() == user;
            }
        }
        return false;
    }

    /** Returns whether another user may have put a folder where anybody can create one, as in /tmp. */
    private boolean isPlanted(Path base, Path folder) throws IOException {
        if (!disk.owner(base).isOpenToAll()) {
            return false;
        }
        int owner =
                disk.owner(base.resolve(folder.getName(base.getNameCount()))).user();
        return owner != FileOwner.ROOT && owner != user;
    }
}
