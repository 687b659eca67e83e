package loom.aml.app.connect;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.connect.ClientConfig;
import loom.aml.connect.ClientFolders;
import loom.aml.connect.ClientKind;
import loom.aml.connect.ClientPlaces;
import loom.aml.connect.ProjectFolder;
import loom.aml.connect.Scope;
import loom.aml.connect.ServerCommand;
import loom.aml.connect.ServerEntry;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Lists the clients on this machine and their connections to aml. */
public final class ListConnections {
    private final Disk disk;
    private final ClientFolders folders;

    public ListConnections(Disk disk, ClientFolders folders) {
        this.disk = disk;
        this.folders = folders;
    }

    /**
     * The request.
     *
     * @param directory the working directory, whose project is read, too
     * @param launcher the path of this aml; empty if unknown
     */
    public record Request(Path directory, Optional<String> launcher) {}

    /** The state of a connection. */
    public enum State {
        /** The client starts aml. */
        CONNECTED("connected"),
        /** The entry is switched off. */
        DISABLED("disabled"),
        /** The entry starts an aml that does not exist any more. */
        BROKEN("broken"),
        /** The entry with the name of aml starts another program. */
        OTHER("other"),
        /** The file cannot be read. */
        UNREADABLE("unreadable");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * An entry in a file, or a file that cannot be read.
     *
     * @param words the command of the entry; empty if it is not a program of this machine, or unknown
     * @param failure why the file cannot be read; null if it can
     */
    public record Connection(
            Scope scope,
            Path file,
            State state,
            List<String> words,
            @Nullable IOException failure) {}

    /**
     * A client.
     *
     * @param isInstalled whether it has been used on this machine
     * @param connections its entries, in the scope of the user and of the project
     */
    public record Client(ClientKind kind, boolean isInstalled, List<Connection> connections) {}

    /** The clients. */
    public record Result(List<Client> clients) {

        /** Returns whether a file could not be read. */
        public boolean isPartial() {
            return clients.stream()
                    .flatMap(client -> client.connections.stream())
                    .anyMatch(connection -> connection.state == State.UNREADABLE);
        }

        /** Returns the document. A failure is described by a front end, which knows the user. */
        public JsonObject toJson(Description description) {
            List<JsonObject> all = new ArrayList<>();
            for (Client client : clients) {
                all.add(JsonObject.builder()
                        .put("client", client.kind.word())
                        .put("title", client.kind.title())
                        .put("installed", client.isInstalled)
                        .put(
                                "connections",
                                client.connections.stream()
                                        .map(connection -> json(connection, description))
                                        .toList())
                        .build());
            }
            return JsonObject.builder()
                    .put("action", "list")
                    .put("clients", all)
                    .build();
        }

        private static JsonObject json(Connection connection, Description description) {
            return JsonObject.builder()
                    .put("scope", connection.scope.word())
                    .put("file", FileName.text(connection.file))
                    .put("state", connection.state.word)
                    .put("server_command", connection.words)
                    .put("problem", connection.failure == null ? null : description.of(connection.failure))
                    .build();
        }
    }

    /** Describes a failure for people. */
    public interface Description {
        String of(IOException failure);
    }

    /** Reads the configurations of all clients. */
    public Result run(Request request) throws IOException {
        Path project = ProjectFolder.of(disk, request.directory);
        List<Client> clients = new ArrayList<>();
        for (ClientKind kind : ClientKind.values()) {
            List<Connection> connections = new ArrayList<>();
            for (Scope scope : Scope.values()) {
                connection(kind, scope, project, request).ifPresent(connections::add);
            }
            clients.add(new Client(kind, folders.isInstalled(disk, kind), connections));
        }
        return new Result(clients);
    }

    private Optional<Connection> connection(ClientKind kind, Scope scope, Path project, Request request)
            throws IOException {
        if (scope == Scope.PROJECT && ClientPlaces.areShared(disk, folders, kind, project)) {
            return Optional.empty();
        }
        ClientPlaces places = ClientPlaces.of(disk, folders, kind, scope, project);
        try {
            ClientConfig config = ClientConfig.read(disk, places);
            Optional<ServerEntry> entry = config.entry();
            return entry.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Connection(
                            scope,
                            config.path(),
                            state(entry.get(), request),
                            entry.get().words(),
                            null));
        } catch (IOException e) {
            return Optional.of(new Connection(scope, places.chosen(disk), State.UNREADABLE, List.of(), e));
        }
    }

    private State state(ServerEntry entry, Request request) throws IOException {
        Optional<ServerCommand> command = entry.command();
        if (command.isEmpty()) {
            return State.OTHER;
        }
        boolean isThisOne = request.launcher.equals(Optional.of(command.get().program()));
        if (!isThisOne && !command.get().isOfAml()) {
            return State.OTHER;
        }
        if (!entry.isEnabled()) {
            return State.DISABLED;
        }
        return isThisOne || exists(command.get().program()) ? State.CONNECTED : State.BROKEN;
    }

    private boolean exists(String program) throws IOException {
        try {
            // A program without a path is found by the client, on a path that is not known here.
            return !program.startsWith("/")
                    || !disk.state(FileName.path(program)).isMissing();
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
