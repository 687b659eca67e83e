package loom.aml.io;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The folders for the user's configuration and state, by the XDG base directory specification. */
public record UserFolders(Map<String, String> environment) {

    /** Returns the home directory of the user; empty if unknown. */
    public Optional<Path> home() {
        return absolute("HOME");
    }

    /** Returns the folder of the user's configurations, of all programs. */
    public Optional<Path> configuration() {
        return absolute("XDG_CONFIG_HOME").or(() -> home().map(home -> home.resolve(".config")));
    }

    /** Returns the folder of the user's state, of all programs. */
    public Optional<Path> state() {
        return absolute("XDG_STATE_HOME").or(() -> home().map(home -> home.resolve(".local/state")));
    }

    /**
     * Returns the path in a variable; empty if it is not absolute. The specification requires absolute paths; a relative
     * one would depend on the working directory.
     */
    public Optional<Path> absolute(String variable) {
        String named = environment.getOrDefault(variable, "");
        try {
            return named.startsWith("/") ? Optional.of(FileName.path(named)) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
