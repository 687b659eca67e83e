package loom.aml.connect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import org.jspecify.annotations.Nullable;

/**
 * The files in which a client looks for servers of one scope.
 *
 * @param files the files in order of preference; the first one is created if none exists
 * @param project the folder of the project; null in the scope of the user
 */
public record ClientPlaces(
        ClientKind kind,
        Scope scope,
        List<Path> files,
        @Nullable Path project) {

    /**
     * Returns the places of a client in a scope.
     *
     * @param project the folder of the project; used only for its scope
     * @throws IllegalArgumentException if the project is the home directory, where the client has the file of the user
     */
    public static ClientPlaces of(Disk disk, ClientFolders folders, ClientKind kind, Scope scope, Path project)
            throws IOException {
        if (scope == Scope.USER) {
            return new ClientPlaces(kind, scope, folders.ofUser(disk, kind), null);
        }
        List<Path> files = ClientFolders.ofProject(kind, project);
        if (areShared(disk, folders, kind, project)) {
            throw new IllegalArgumentException(FileName.text(project) + " is the home directory, where "
                    + FileName.text(files.getFirst()) + " applies to all projects; use --scope user, or change to a"
                    + " project");
        }
        return new ClientPlaces(kind, scope, files, project);
    }

    /** Returns whether the file of a project is that of the user, because the project is the home directory. */
    public static boolean areShared(Disk disk, ClientFolders folders, ClientKind kind, Path project)
            throws IOException {
        return folders.ofUser(disk, kind)
                .contains(ClientFolders.ofProject(kind, project).getFirst());
    }

    /** Returns the files that exist. */
    List<Path> existing(Disk disk) throws IOException {
        List<Path> existing = new ArrayList<>();
        for (Path file : files) {
            if (!disk.state(file).isMissing()) {
                existing.add(file);
            }
        }
        return existing;
    }

    /** Returns the file into which a server would be entered, if none has one. It is not read. */
    public Path chosen(Disk disk) throws IOException {
        List<Path> existing = existing(disk);
        return existing.isEmpty() ? files.getFirst() : existing.getFirst();
    }

    ConfigFile open(Disk disk, Path file) throws IOException {
        return project == null ? ConfigFile.read(disk, file) : ConfigFile.readWithin(disk, file, project);
    }
}
