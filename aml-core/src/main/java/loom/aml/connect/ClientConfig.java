package loom.aml.connect;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import org.jspecify.annotations.Nullable;

/** The configuration of a client, as it was read once: plans and executes the entry and the removal of aml's server. */
public final class ClientConfig {
    private final ClientKind kind;
    private final Scope scope;
    private final ConfigFile file;
    private final ConfigText text;
    private final ServerList servers;

    private ClientConfig(ClientKind kind, Scope scope, ConfigFile file) throws MalformedConfigException {
        this.kind = kind;
        this.scope = scope;
        this.file = file;
        try {
            this.text = ConfigText.decode(file.content());
            this.servers = ServerList.of(kind, text);
        } catch (ConfigSyntaxException e) {
            throw new MalformedConfigException(file.path(), kind, e);
        }
    }

    /**
     * Reads the configuration of a client. If it merges several files, this is the one with aml's entry, or else the
     * preferred one.
     *
     * @throws MalformedConfigException if a file cannot be read without doubt
     */
    public static ClientConfig read(Disk disk, ClientPlaces places) throws IOException {
        ClientConfig preferred = null;
        for (Path file : places.existing(disk)) {
            ClientConfig config = new ClientConfig(places.kind(), places.scope(), places.open(disk, file));
            if (config.entry().isPresent()) {
                return config;
            }
            preferred = preferred == null ? config : preferred;
        }
        return preferred == null
                ? new ClientConfig(
                        places.kind(),
                        places.scope(),
                        places.open(disk, places.files().getFirst()))
                : preferred;
    }

    /** Returns a configuration with the entry alone, for a person to copy from. */
    public static String example(ClientKind kind, ServerCommand command) {
        try {
            return ServerList.of(kind, ConfigText.NONE).example(command);
        } catch (ConfigSyntaxException e) {
            throw new IllegalStateException("an empty text is a valid configuration", e);
        }
    }

    /** Returns the same in the form of this file. */
    public String example(ServerCommand command) {
        return servers.example(command);
    }

    /** Returns the path where the client looks for the file. */
    public Path path() {
        return file.path();
    }

    public boolean exists() {
        return file.exists();
    }

    /** Returns the content of the file; empty if it does not exist. */
    public byte[] content() {
        return file.content();
    }

    /** Returns the entry of aml; empty if absent. */
    public Optional<ServerEntry> entry() {
        return servers.entry();
    }

    /**
     * Plans to enter a server, in place of the present entry.
     *
     * @param isOurs whether the present entry, if any, was made by aml and need not be restored later
     * @throws MalformedConfigException if the file has no clear place for the entry
     */
    public ConfigChange planEntry(ServerCommand command, boolean isOurs) throws IOException {
        file.requireWritable();
        try {
            if (entry().isEmpty()) {
                Insertion insertion = servers.with(command);
                ServerList after = after(insertion.text());
                require(command, after, after.without(insertion.extent(), insertion.tail()));
                return change(insertion.text(), insertion.extent(), insertion.tail(), null);
            }
            String former = servers.former();
            String changed = servers.withOther(command);
            ServerList after = after(changed);
            require(command, after, after.withFormer(former));
            return change(changed, Extent.ENTRY, null, isOurs ? null : former);
        } catch (ConfigSyntaxException e) {
            throw new MalformedConfigException(file.path(), kind, e);
        }
    }

    private ServerList after(String changed) throws IOException {
        try {
            return ServerList.of(kind, text.with(changed));
        } catch (ConfigSyntaxException e) {
            throw new FileSystemException(
                    FileName.text(file.path()),
                    null,
                    "would not be valid with the entry of aml; 'aml connect " + kind.word()
                            + " --print' shows the entry, so that you can add it by hand");
        }
    }

    /** Checks a planned text: the client finds the command in it, and its removal restores the present text. */
    private void require(ServerCommand command, ServerList after, String restored) {
        boolean isEntered = after.entry()
                .map(found -> found.words().equals(command.words()))
                .orElse(false);
        if (!isEntered || !restored.equals(text.text())) {
            throw new IllegalStateException(
                    "the entry in " + FileName.text(file.path()) + " could not be removed exactly");
        }
    }

    private ConfigChange change(String changed, Extent extent, @Nullable String tail, @Nullable String former) {
        return new ConfigChange(text.with(changed).bytes(), extent, tail, former);
    }

    /**
     * Plans to remove the present entry, and what was added with it. An entry that it replaced is restored.
     *
     * @param record the record of the entry; empty if unknown
     */
    public ConfigRemoval planRemoval(Optional<ConnectionRecord> record) throws IOException {
        file.requireWritable();
        String former = record.map(ConnectionRecord::former).orElse(null);
        try {
            if (former != null) {
                return removal(servers.withFormer(former), true, false);
            }
            Extent extent = record.map(ConnectionRecord::extent).orElse(Extent.ENTRY);
            String left =
                    servers.without(extent, record.map(ConnectionRecord::tail).orElse(null));
            if (after(left).entry().isPresent()) {
                throw new IllegalStateException("the entry is still in " + FileName.text(file.path()));
            }
            boolean wasCreated = record.map(ConnectionRecord::isFileCreated).orElse(false);
            return removal(left, false, wasCreated && left.isBlank() && !file.isLink());
        } catch (ConfigSyntaxException e) {
            throw new MalformedConfigException(file.path(), kind, e);
        }
    }

    private ConfigRemoval removal(String left, boolean isRestored, boolean isFileDeleted) {
        return new ConfigRemoval(text.with(left).bytes(), isRestored, isFileDeleted);
    }

    /**
     * Creates the folder of the file if it does not exist.
     *
     * @return the folders that were created, the outermost first
     */
    public List<Path> makeFolder() throws IOException {
        return file.makeFolder();
    }

    /** Writes a planned content, if the file has not changed since it was read. */
    public void write(byte[] content) throws IOException {
        file.write(content, scope == Scope.USER);
    }

    /** Returns whether the file has a planned content by now, although an error was reported. */
    public boolean isWritten(byte[] content) throws IOException {
        return file.hasNow(content);
    }

    /** Deletes the file, if it has not changed since it was read. */
    public void delete() throws IOException {
        file.delete();
    }
}
