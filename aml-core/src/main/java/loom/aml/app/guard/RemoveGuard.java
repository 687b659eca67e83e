package loom.aml.app.guard;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import loom.aml.connect.ClientFolders;
import loom.aml.connect.HookLog;
import loom.aml.connect.HookSettings;
import loom.aml.connect.Scope;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.Folders;
import loom.aml.json.JsonObject;

/** Removes aml's hooks from the settings of Claude Code, and everything that was added with them. */
public final class RemoveGuard {
    private final Disk disk;
    private final ClientFolders folders;

    public RemoveGuard(Disk disk, ClientFolders folders) {
        this.disk = disk;
        this.folders = folders;
    }

    /**
     * The request.
     *
     * @param directory the working directory, which is in the project of the project scope
     */
    public record Request(Scope scope, Path directory) {}

    /**
     * The result.
     *
     * @param isRemoved false if the file does not have hooks of aml
     * @param isFileDeleted whether the file was created by aml and was deleted
     */
    public record Result(Request request, Path file, boolean isRemoved, boolean isFileDeleted) {
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("action", "remove")
                    .put("scope", request.scope.word())
                    .put("file", FileName.text(file))
                    .put("outcome", isRemoved ? "removed" : "not_installed")
                    .put("file_deleted", isFileDeleted)
                    .build();
        }
    }

    /** Removes the hooks. */
    public Result run(Request request) throws IOException {
        GuardPlace place = GuardPlace.of(disk, folders, request.scope, request.directory);
        HookSettings settings = place.read(disk);
        if (settings.installed().isEmpty()) {
            return new Result(request, place.file(), false, false);
        }
        try (HookLog log = HookLog.open(disk, folders.user())) {
            Optional<HookLog.Entry> entry = log.find(settings.path());
            byte[] left = base(settings, entry);
            boolean wasCreated = entry.map(HookLog.Entry::isFileCreated).orElse(false);
            boolean isDeleted = wasCreated && HookSettings.isEmpty(left) && !settings.isLink();
            if (isDeleted) {
                settings.delete();
            } else {
                settings.write(left, request.scope == Scope.USER);
            }
            log.remove(settings.path());
            if (isDeleted) {
                Folders.deleteEmpty(disk, entry.get().directoriesCreated());
            }
            return new Result(request, place.file(), true, isDeleted);
        }
    }

    /** Returns the content without hooks of aml: the former one if nobody changed the file since. */
    static byte[] base(HookSettings settings, Optional<HookLog.Entry> entry) throws IOException {
        boolean isUnchanged =
                entry.filter(known -> known.isAfter(settings.content())).isPresent();
        return isUnchanged ? entry.get().before() : settings.without(entry.map(HookLog.Entry::before));
    }
}
