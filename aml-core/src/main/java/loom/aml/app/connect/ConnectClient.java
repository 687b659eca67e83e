package loom.aml.app.connect;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import loom.aml.connect.ClientConfig;
import loom.aml.connect.ClientFolders;
import loom.aml.connect.ClientKind;
import loom.aml.connect.ClientPlaces;
import loom.aml.connect.ConfigChange;
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

/** Enters aml's MCP server into the configuration of a client. */
public final class ConnectClient {
    private final Disk disk;
    private final ClientFolders folders;
    private final InstantSource clock;

    public ConnectClient(Disk disk, ClientFolders folders, InstantSource clock) {
        this.disk = disk;
        this.folders = folders;
        this.clock = clock;
    }

    /**
     * The request.
     *
     * @param directory the working directory, which is in the project of the project scope
     * @param launcher the absolute path of aml
     * @param store the real path of the store to serve; empty for the store of the directory in which the client starts
     *     the server
     * @param isForced whether to replace another entry with the same name
     */
    public record Request(
            ClientKind client, Scope scope, Path directory, String launcher, Optional<Path> store, boolean isForced) {}

    /** The outcomes of a request. */
    public enum Outcome {
        /** The entry is new. */
        CONNECTED("connected"),
        /** The entry was there already. */
        UNCHANGED("unchanged"),
        /** The entry replaced another one. */
        REPLACED("replaced");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }
    }

    /**
     * The connection.
     *
     * @param command the command that the client runs
     * @param file the configuration file
     * @param isEnabled false if the user switched the server off in the client
     * @param isInstalled whether the client has been used on this machine
     * @param backup the content of the file before the change; null if it was not changed or did not exist
     */
    public record Result(
            Request request,
            ServerCommand command,
            Path file,
            Outcome outcome,
            boolean isEnabled,
            boolean isInstalled,
            @Nullable Path backup) {
        public JsonObject toJson() {
            return document("connect", request, command, file)
                    .put("outcome", outcome.word)
                    .put("enabled", isEnabled)
                    .put("installed", isInstalled)
                    .put("backup", backup == null ? null : FileName.text(backup))
                    .build();
        }
    }

    /**
     * The entry and where it would go.
     *
     * @param command the command that the client would run
     * @param file the configuration file
     * @param text a configuration with the entry alone
     */
    public record Preview(Request request, ServerCommand command, Path file, String text) {
        public JsonObject toJson() {
            return document("print", request, command, file).put("text", text).build();
        }
    }

    private static JsonObject.Builder document(String action, Request request, ServerCommand command, Path file) {
        return JsonObject.builder()
                .put("action", action)
                .put("client", request.client.word())
                .put("scope", request.scope.word())
                .put("file", FileName.text(file))
                .put("server_command", command.words());
    }

    /**
     * Returns the entry that {@link #run} would make. Changes nothing, and works for a file that cannot be read, too.
     *
     * @throws IllegalArgumentException if the client cannot be given the command
     */
    public Preview preview(Request request) throws IOException {
        Path project = ProjectFolder.of(disk, request.directory);
        ServerCommand command = command(request, project);
        ClientPlaces places = ClientPlaces.of(disk, folders, request.client, request.scope, project);
        try {
            ClientConfig config = ClientConfig.read(disk, places);
            return new Preview(request, command, config.path(), config.example(command));
        } catch (IOException e) {
            // A person can still enter it by hand.
            return new Preview(request, command, places.chosen(disk), ClientConfig.example(request.client, command));
        }
    }

    /**
     * Makes the entry.
     *
     * @throws OtherServerException if there is another entry with the same name, unless forced
     * @throws IllegalArgumentException if the client cannot be given the command
     */
    public Result run(Request request) throws IOException {
        Path project = ProjectFolder.of(disk, request.directory);
        ServerCommand command = command(request, project);
        ClientPlaces places = ClientPlaces.of(disk, folders, request.client, request.scope, project);
        boolean isInstalled = folders.isInstalled(disk, request.client);
        ClientConfig config = ClientConfig.read(disk, places);
        Optional<ServerEntry> present = config.entry();
        if (present.isPresent()) {
            ServerEntry entry = present.get();
            if (entry.words().equals(command.words())) {
                return new Result(
                        request, command, config.path(), Outcome.UNCHANGED, entry.isEnabled(), isInstalled, null);
            }
            if (!request.isForced) {
                throw new OtherServerException(
                        config.path(), request.client, entry, "nothing was changed; --force replaces it");
            }
        }
        ConfigChange change = config.planEntry(command, isOfAml(present, request));
        @Nullable Path backup;
        try (ConnectionLog log = ConnectionLog.open(disk, folders)) {
            backup = write(config, change, places, log);
        }
        Outcome outcome = present.isPresent() ? Outcome.REPLACED : Outcome.CONNECTED;
        return new Result(request, command, config.path(), outcome, true, isInstalled, backup);
    }

    private ServerCommand command(Request request, Path project) throws IOException {
        ServerCommand command = ServerCommand.of(request.launcher, store(request, project));
        for (String word : command.words()) {
            if (word.codePoints().anyMatch(c -> Character.isISOControl(c) || FileName.isByte(c))) {
                throw new IllegalArgumentException(
                        "a configuration cannot hold this path, because it contains control characters or is not UTF-8: "
                                + word + "; use a path without them, such as a symbolic link");
            }
            if (request.client.expands(word)) {
                throw new IllegalArgumentException(request.client.title() + " would replace a part of this path: "
                        + word + "; use a path without '$' and '{', such as a symbolic link");
            }
        }
        return command;
    }

    /** A project is shared, so its configuration names its own store by the directory alone. */
    private List<String> store(Request request, Path project) throws IOException {
        if (request.store.isEmpty()) {
            return List.of();
        }
        Path own = project.resolve(".loom/memory");
        boolean isOwn = request.scope == Scope.PROJECT
                && !disk.state(own).isMissing()
                && disk.realPath(own).equals(request.store.get());
        return isOwn ? List.of() : List.of(FileName.text(request.store.get()));
    }

    private static boolean isOfAml(Optional<ServerEntry> present, Request request) {
        Optional<ServerCommand> command = present.flatMap(ServerEntry::command);
        return command.isPresent()
                && (command.get().isOfAml() || command.get().program().equals(request.launcher));
    }

    /** Records the change before it is made, so that it can be taken back after a crash as well. */
    private @Nullable Path write(ClientConfig config, ConfigChange change, ClientPlaces places, ConnectionLog log)
            throws IOException {
        Optional<ConnectionRecord> earlier = log.find(places, config.path());
        Path backup = config.exists() ? log.backUp(places, config) : null;
        List<Path> created = config.makeFolder();
        log.put(places, ConnectionRecord.of(config, change, created, earlier, clock.instant()));
        try {
            config.write(change.content());
        } catch (IOException e) {
            // Only the sync of a directory may have failed.
            if (!config.isWritten(change.content())) {
                log.restore(places, config.path(), earlier);
                Folders.deleteEmpty(disk, created);
            }
            throw e;
        }
        return backup;
    }
}
