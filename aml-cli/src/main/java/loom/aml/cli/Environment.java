package loom.aml.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.io.FileName;
import loom.aml.io.posix.Account;

/** The environment variables and the working directory of an invocation, and the paths that depend on them. */
public final class Environment {
    /** The variables that name folders in the home of the user, in addition to those of XDG. */
    private static final Set<String> IN_HOME = Set.of("HOME", "CLAUDE_CONFIG_DIR", "CODEX_HOME", "GEMINI_CLI_HOME");

    private Map<String, String> variables;
    private final Path workingDirectory;

    Environment(Map<String, String> variables, Path workingDirectory) {
        this.variables = Map.copyOf(variables);
        this.workingDirectory = workingDirectory;
    }

    /** Removes the variables that point into the home of root, after root has become another user. */
    void become(Account account) {
        Map<String, String> kept = new HashMap<>(variables);
        kept.keySet().removeIf(name -> name.startsWith("XDG_") || IN_HOME.contains(name));
        if (!account.home().isEmpty()) {
            kept.put("HOME", account.home());
        }
        variables = Map.copyOf(kept);
    }

    /** Returns all variables. */
    public Map<String, String> variables() {
        return variables;
    }

    /** Returns whether a variable is set, possibly to an empty value. */
    boolean has(String name) {
        return variables.containsKey(name);
    }

    /** Returns the value of a variable; empty if it is unset or empty. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }

    Path workingDirectory() {
        return workingDirectory;
    }

    /** Returns whether the working directory no longer exists. The launcher then starts the JVM in another one. */
    public boolean hasNoDirectory() {
        return has("LOOM_AML_NO_DIRECTORY");
    }

    /** Returns the path for a text from the command line. */
    Path resolve(String path) {
        if (hasNoDirectory() && !path.startsWith("/")) {
            throw new UsageException("the current directory was removed or cannot be reached, so '" + path
                    + "' names nothing; use an absolute path, or change to another directory");
        }
        return FileName.resolve(workingDirectory, path);
    }

    /** Returns a path as the shell would have passed it, with the home directory in place of a tilde. */
    public String expanded(String path) {
        return path.startsWith("~/") ? variable("HOME").orElse("~") + path.substring(1) : path;
    }
}
