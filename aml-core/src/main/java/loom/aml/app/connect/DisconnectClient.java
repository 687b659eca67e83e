package loom.aml.app.connect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import loom.aml.connect.ClientConfig;
import loom.aml.connect.ClientFolders;
import loom.aml.connect.ClientKind;
import loom.aml.connect.ClientPlaces;
import loom.aml.connect.ConfigRemoval;
import loom.aml.connect.ConnectionLog;
import loom.aml.connect.ConnectionRecord;
import loom.aml.connect.OtherServerException;
import loom.aml.connect.ProjectFolder;
import loom.aml.connect.Scope;
import loom.aml.connect.ServerCommand;
import loom.aml.connect.ServerEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.Folders;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Removes the entry of aml from the configuration of a client, and everything that was added with it. */
public final class DisconnectClient {
    private final Disk disk;
    private final ClientFolders folders;

    public DisconnectClient(Disk disk, ClientFolders folders) {
        this.disk = disk;
        this.folders = folders;
    }

    /**
     * The request.
     *
     * @param directory the working directory, which is in the project of the project scope
     * @param launcher the path of this aml; empty if unknown
     * @param isForced whether to remove an entry of another program
     */
    public record Request(
            ClientKind client, Scope scope, Path directory, Optional<String> launcher, boolean isForced) {}

    /** The outcomes of a request. */
    public enum Outcome {
        /** The entry was removed. */
        DISCONNECTED("disconnected"),
        /** The entry was removed, and one that it had replaced is there again. */
        RESTORED("restored"),
        /** The file does not have an entry. */
        NOT_CONNECTED("not_connected");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }
    }

    /**
     * The result.
     *
     * @param file the configuration file
     * @param isFileDeleted whether the file was created by aml and was deleted
     * @param otherScope the scope in which the client is connected, if it is not connected in this one; null if neither
     * @param backup the content of the file before the change; null if it was not changed
     */
    public record Result(
            Request request,
            Path file,
            Outcome outcome,
            boolean isFileDeleted,
            @Nullable Scope otherScope,
            @Nullable Path backup) {
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("client", request.client.word())
                    .put("scope", request.scope.word())
                    .put("file", FileName.text(file))
                    .put("outcome", outcome.word)
                    .put("file_deleted", isFileDeleted)
                    .put("other_scope", otherScope == null ? null : otherScope.word())
                    .put("backup", backup == null ? null : FileName.text(backup))
                    .build();
        }
    }

    /**
     * Removes the entry.
     *
     * @throws OtherServerException if it starts another program, unless forced
     */
    public Result run(Request request) throws IOException {
        Path project = ProjectFolder.of(disk, request.directory);
        ClientPlaces places = ClientPlaces.of(disk, folders, request.client, request.scope, project);
        ClientConfig config = ClientConfig.read(disk, places);
        Optional<ServerEntry> entry = config.entry();
        if (entry.isEmpty()) {
            return new Result(request, config.path(), Outcome.NOT_CONNECTED, false, otherScope(request, project), null);
        }
        if (!isOfAml(entry.get(), request) && !request.isForced) {
            throw new OtherServerException(
                    config.path(), request.client, entry.get(), "aml did not make this entry; --force removes it");
        }
        try (ConnectionLog log = ConnectionLog.open(disk, folders)) {
            return remove(request, places, config, log);
        }
    }

    private @Nullable Scope otherScope(Request request, Path project) {
        Scope other = request.scope == Scope.USER ? Scope.PROJECT : Scope.USER;
        try {
            ClientPlaces places = ClientPlaces.of(disk, folders, request.client, other, project);
            Optional<ServerEntry> entry = ClientConfig.read(disk, places).entry();
            return entry.isPresent() && isOfAml(entry.get(), request) ? other : null;
        } catch (IOException | IllegalArgumentException e) {
            // It was not asked for.
            return null;
        }
    }

    private static boolean isOfAml(ServerEntry entry, Request request) {
        return entry.command().map(ServerCommand::isOfAml).orElse(false)
                || entry.command().map(ServerCommand::program).equals(request.launcher);
    }

    private Result remove(Request request, ClientPlaces places, ClientConfig config, ConnectionLog log)
            throws IOException {
        Optional<ConnectionRecord> record = log.find(places, config.path());
        ConfigRemoval removal = config.planRemoval(record);
        Path backup = log.backUp(places, config);
        if (removal.isFileDeleted()) {
            config.delete();
        } else {
            config.write(removal.content());
        }
        log.remove(places, config.path());
        if (removal.isFileDeleted() && record.isPresent()) {
            Folders.deleteEmpty(disk, record.get().directoriesCreated());
        }
        Outcome outcome = removal.isRestored() ? Outcome.RESTORED : Outcome.DISCONNECTED;
        return new Result(request, config.path(), outcome, removal.isFileDeleted(), null, backup);
    }
}
