package loom.aml.connect;

import java.nio.file.InvalidPathException;
import java.util.List;
import loom.aml.io.FileName;

/**
 * The command line that starts an MCP server.
 *
 * @param words the absolute path of the program, then its arguments
 */
public record ServerCommand(List<String> words) {
    private static final String PROGRAM = "aml";
    private static final String SUBCOMMAND = "mcp";

    public ServerCommand {
        words = List.copyOf(words);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a command has at least one word");
        }
    }

    /**
     * Returns the command of aml's server.
     *
     * @param launcher the absolute path of the launcher
     * @param store the path of the store, or none for the store of the directory that the client starts it in
     */
    public static ServerCommand of(String launcher, List<String> store) {
        return store.isEmpty()
                ? new ServerCommand(List.of(launcher, SUBCOMMAND))
                : new ServerCommand(List.of(launcher, store.getFirst(), SUBCOMMAND));
    }

    /** Returns the path of the program. */
    public String program() {
        return words.getFirst();
    }

    /** Returns the arguments of the program. */
    public List<String> arguments() {
        return words.subList(1, words.size());
    }

    /** Returns whether the command starts a server of aml, from any installation and for any store. */
    public boolean isOfAml() {
        return arguments().contains(SUBCOMMAND) && isNamedAml(program());
    }

    private static boolean isNamedAml(String program) {
        try {
            return FileName.last(FileName.path(program)).equals(PROGRAM);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
