package loom.aml.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import loom.aml.io.FileName;

/** Where the user keeps configuration and state, by the XDG base directory specification. */
record UserFolders(Map<String, String> environment) {

    /** The user's own configuration file. */
    Optional<Path> configuration(String name) {
        return folder("XDG_CONFIG_HOME", ".config")
                .map(folder -> folder.resolve("aml").resolve(name));
    }

    /** Where approvals are kept. */
    Optional<Path> approvals() {
        return folder("XDG_STATE_HOME", ".local/state")
                .map(folder -> folder.resolve("aml").resolve("trusted"));
    }

    private Optional<Path> folder(String variable, String inHome) {
        try {
            // A relative path is invalid by the specification, and would be another one in each directory.
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
