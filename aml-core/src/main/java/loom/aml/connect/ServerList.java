package loom.aml.connect;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The list of servers in the text of a configuration, in which aml's entry can be inserted, replaced and removed. */
interface ServerList {

    /**
     * Reads the configuration of a client.
     *
     * @throws ConfigSyntaxException if the client could not read it, or it has an ambiguous list of servers
     */
    static ServerList of(ClientKind kind, ConfigText text) throws ConfigSyntaxException {
        return kind == ClientKind.CODEX ? new TomlServers(text) : new JsonServers(kind, text);
    }

    /** Returns the entry of aml; empty if absent. */
    Optional<ServerEntry> entry();

    /** Returns a text with the entry alone, in the form that this text has or would have. */
    String example(ServerCommand command);

    /** Returns the text with the entry, which must be absent. */
    Insertion with(ServerCommand command) throws ConfigSyntaxException;

    /** Returns the text of the present entry, for {@link #withFormer}. */
    String former() throws ConfigSyntaxException;

    /** Returns the text with another command in place of the present entry. */
    String withOther(ServerCommand command) throws ConfigSyntaxException;

    /** Returns the text with a former entry in place of the present one. */
    String withFormer(String former) throws ConfigSyntaxException;

    /**
     * Returns the text without the present entry.
     *
     * @param extent the outermost thing that was added with the entry; it is removed as well, unless it has other
     *     content by now
     * @param tail see {@link Insertion}; null if unknown
     */
    String without(Extent extent, @Nullable String tail) throws ConfigSyntaxException;
}
