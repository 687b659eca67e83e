package loom.aml.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import loom.aml.io.FileName;

/** The folders for the user's configuration and state, by the XDG base directory specification. */
record UserFolders(Map<String, String> environment) {

    /** Returns the user's configuration file. */
    Optional<Path> configuration(String name) {
        return folder("XDG_CONFIG_HOME", ".config")
                .map(folder -> folder.resolve("aml").resolve(name));
    }

    /** Returns the file of approvals. */
    Optional<Path> approvals() {
        return folder("XDG_STATE_HOME", ".local/state")
                .map(folder -> folder.resolve("aml").resolve("trusted"));
    }

    private Optional<Path> folder(String variable, String inHome) {
        try {
            // The specification requires absolute paths; a relative one would depend on the working directory.
            String named = environment.getOrDefault(variable, "");
            if (named.startsWith("/")) {
                return Optional.of(FileName.path(named));
            }
            String home = environment.getOrDefault("HOME", "");
            return home.startsWith("/") ? Optional.of(FileName.path(home).resolve(inHome)) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
