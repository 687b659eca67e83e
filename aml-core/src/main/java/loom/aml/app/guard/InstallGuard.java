package loom.aml.app.guard;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loom.aml.connect.ClientFolders;
import loom.aml.connect.ClientKind;
import loom.aml.connect.HookLog;
import loom.aml.connect.HookSettings;
import loom.aml.connect.Scope;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.Folders;
import loom.aml.io.Sha256;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Enters aml's hooks into the settings of Claude Code. */
public final class InstallGuard {
    private final Disk disk;
    private final ClientFolders folders;

    public InstallGuard(Disk disk, ClientFolders folders) {
        this.disk = disk;
        this.folders = folders;
    }

    /**
     * The request.
     *
     * @param directory the working directory, which is in the project of the project scope
     * @param launcher the absolute path of aml, quoted for a shell; the project scope does not use it
     */
    public record Request(Scope scope, Path directory, String launcher) {}

    /** The outcomes of a request. */
    public enum Outcome {
        /** The hooks are new. */
        INSTALLED("installed"),
        /** The hooks were there already. */
        UNCHANGED("unchanged"),
        /** The hooks replaced earlier ones of aml. */
        UPDATED("updated");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }
    }

    /**
     * The result.
     *
     * @param areDisabled whether the settings switch all hooks off
     * @param isInstalled whether Claude Code has been used on this machine
     * @param record aml's record of the file, which has its former content; null if it was not changed
     */
    public record Result(
            Request request,
            Path file,
            Outcome outcome,
            boolean areDisabled,
            boolean isInstalled,
            @Nullable Path record) {
        /** Returns the events at which Claude Code calls the guard. */
        public List<String> events() {
            return HookSettings.EVENTS;
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("action", "install")
                    .put("scope", request.scope.word())
                    .put("file", FileName.text(file))
                    .put("outcome", outcome.word)
                    .put("events", events())
                    .put("disabled", areDisabled)
                    .put("installed", isInstalled)
                    .put("record", record == null ? null : FileName.text(record))
                    .build();
        }
    }

    /** Enters the hooks, in place of earlier ones of aml. */
    public Result run(Request request) throws IOException {
        GuardPlace place = GuardPlace.of(disk, folders, request.scope, request.directory);
        boolean isInstalled = folders.isInstalled(disk, ClientKind.CLAUDE_CODE);
        HookSettings settings = place.read(disk);
        String command = place.command(request.launcher);
        if (settings.isInstalled(command)) {
            return new Result(request, place.file(), Outcome.UNCHANGED, settings.areDisabled(), isInstalled, null);
        }
        try (HookLog log = HookLog.open(disk, folders.user())) {
            boolean isNew = settings.installed().isEmpty();
            Path record = install(request.scope, command, settings, isNew, log);
            return new Result(
                    request,
                    place.file(),
                    isNew ? Outcome.INSTALLED : Outcome.UPDATED,
                    settings.areDisabled(),
                    isInstalled,
                    record);
        }
    }

    /** Records the change before it is made, so that it can be taken back after a crash as well. */
    private Path install(Scope scope, String command, HookSettings settings, boolean isNew, HookLog log)
            throws IOException {
        Optional<HookLog.Entry> earlier = log.find(settings.path());
        byte[] base = isNew ? settings.content() : RemoveGuard.base(settings, earlier);
        byte[] changed = settings.planned(base, command);
        List<Path> created = settings.makeFolder();
        boolean isOfEarlier = !isNew && earlier.isPresent();
        Path record = log.put(new HookLog.Entry(
                settings.path(),
                base,
                Sha256.of(changed).hex(),
                isOfEarlier ? earlier.get().isFileCreated() : !settings.exists(),
                isOfEarlier ? earlier.get().directoriesCreated() : created));
        try {
            settings.write(changed, scope == Scope.USER);
        } catch (IOException e) {
            // Only the sync of a directory may have failed.
            if (!settings.isWritten(changed)) {
                if (earlier.isPresent()) {
                    log.put(earlier.get());
                } else {
                    log.remove(settings.path());
                }
                Folders.deleteEmpty(disk, created);
            }
            throw e;
        }
        return record;
    }
}
