package loom.aml.app.guard;

import java.io.IOException;
import java.nio.file.Path;
import loom.aml.connect.ClientFolders;
import loom.aml.connect.HookSettings;
import loom.aml.connect.ProjectFolder;
import loom.aml.connect.Scope;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import org.jspecify.annotations.Nullable;

/**
 * A settings file of Claude Code.
 *
 * @param project the folder of the project; null in the scope of the user
 */
record GuardPlace(Scope scope, Path file, @Nullable Path project) {

    /**
     * Returns the file of a scope.
     *
     * @param directory the working directory, which is in the project of the project scope
     * @throws IllegalArgumentException if the project is the home directory, where the file of the user is
     */
    static GuardPlace of(Disk disk, ClientFolders folders, Scope scope, Path directory) throws IOException {
        Path user = folders.claudeSettings();
        if (scope == Scope.USER) {
            return new GuardPlace(scope, user, null);
        }
        Path project = ProjectFolder.of(disk, directory);
        Path file = project.resolve(".claude/settings.json");
        if (file.equals(user)) {
            throw new IllegalArgumentException(FileName.text(project) + " is the home directory, where "
                    + FileName.text(file) + " applies to all projects; omit --project, or change to a project");
        }
        return new GuardPlace(scope, file, project);
    }

    /**
     * Returns the beginning of the command lines of the hooks.
     *
     * @param launcher the launcher of this machine, quoted for a shell
     */
    String command(String launcher) {
        return scope == Scope.PROJECT ? HookSettings.PORTABLE : launcher;
    }

    HookSettings read(Disk disk) throws IOException {
        return HookSettings.read(disk, file, project);
    }
}
