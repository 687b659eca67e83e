package loom.aml.connect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import loom.aml.io.Disk;
import loom.aml.io.UserFolders;

/**
 * Where the clients keep their configuration. Variables that move it are respected, as by the clients themselves.
 *
 * <pre>
 *              user                                                  project
 * claude-code  ~/.claude.json                                        .mcp.json
 * codex        ~/.codex/config.toml                                  .codex/config.toml
 * opencode     ~/.config/opencode/opencode.json, or .jsonc           opencode.json, or .jsonc, also in .opencode
 * cursor       ~/.cursor/mcp.json                                    .cursor/mcp.json
 * gemini       ~/.gemini/settings.json                               .gemini/settings.json
 * vscode       ~/.config/Code/User/mcp.json                          .vscode/mcp.json
 *              ~/Library/Application Support/Code/User/mcp.json      on macOS
 * </pre>
 *
 * @param user the folders of the user
 * @param isMac whether this is macOS
 */
public record ClientFolders(UserFolders user, boolean isMac) {

    /** Returns the folders on this machine, for the user with these environment variables. */
    public static ClientFolders of(Map<String, String> environment) {
        return of(new UserFolders(environment));
    }

    /** Returns the folders on this machine. */
    public static ClientFolders of(UserFolders user) {
        return new ClientFolders(user, System.getProperty("os.name", "").startsWith("Mac"));
    }

    private Path home() throws IOException {
        return user.home()
                .orElseThrow(() -> new IOException("the configuration of the user cannot be found: set HOME"));
    }

    private Path configuration() throws IOException {
        Path home = home();
        return user.configuration().orElse(home.resolve(".config"));
    }

    /** Returns the files of a client in the scope of the user. The first one is created if none exists. */
    List<Path> ofUser(Disk disk, ClientKind kind) throws IOException {
        return switch (kind) {
            case CLAUDE_CODE -> List.of(claudeCode(disk));
            case CODEX -> List.of(folder(kind).resolve("config.toml"));
            case OPENCODE -> openCode(folder(kind));
            case CURSOR -> List.of(folder(kind).resolve("mcp.json"));
            case GEMINI -> List.of(folder(kind).resolve("settings.json"));
            case VSCODE -> List.of(folder(kind).resolve("User/mcp.json"));
        };
    }

    /** Returns the files of a client in the scope of a project. The first one is created if none exists. */
    static List<Path> ofProject(ClientKind kind, Path project) {
        return switch (kind) {
            case CLAUDE_CODE -> List.of(project.resolve(".mcp.json"));
            case CODEX -> List.of(project.resolve(".codex/config.toml"));
            case OPENCODE -> {
                List<Path> files = new ArrayList<>(openCode(project));
                files.addAll(openCode(project.resolve(".opencode")));
                yield files;
            }
            case CURSOR -> List.of(project.resolve(".cursor/mcp.json"));
            case GEMINI -> List.of(project.resolve(".gemini/settings.json"));
            case VSCODE -> List.of(project.resolve(".vscode/mcp.json"));
        };
    }

    /** OpenCode merges its files. */
    private static List<Path> openCode(Path folder) {
        return List.of(folder.resolve("opencode.json"), folder.resolve("opencode.jsonc"));
    }

    private Path claudeCode(Disk disk) throws IOException {
        // The file of early versions, which still takes precedence where it exists.
        Path early = folder(ClientKind.CLAUDE_CODE).resolve(".config.json");
        Path home = home();
        return disk.state(early).isMissing()
                ? user.absolute("CLAUDE_CONFIG_DIR").orElse(home).resolve(".claude.json")
                : early;
    }

    private Path folder(ClientKind kind) throws IOException {
        return switch (kind) {
            case CLAUDE_CODE -> moved("CLAUDE_CONFIG_DIR", ".claude");
            case CODEX -> moved("CODEX_HOME", ".codex");
            case OPENCODE -> configuration().resolve("opencode");
            case CURSOR -> home().resolve(".cursor");
            case GEMINI -> user.absolute("GEMINI_CLI_HOME").orElse(home()).resolve(".gemini");
            case VSCODE -> (isMac ? home().resolve("Library/Application Support") : configuration()).resolve("Code");
        };
    }

    private Path moved(String variable, String inHome) throws IOException {
        Path home = home();
        return user.absolute(variable).orElse(home.resolve(inHome));
    }

    /** Returns the files of all clients in the scope of the user; none if the user has no home. */
    public List<Path> ofUser(Disk disk) throws IOException {
        List<Path> files = new ArrayList<>();
        for (ClientKind kind : user.home().isPresent() ? ClientKind.values() : new ClientKind[0]) {
            files.addAll(ofUser(disk, kind));
        }
        return files;
    }

    /** Returns the files of all clients in the scope of a project. */
    public static List<Path> ofProject(Path project) {
        List<Path> files = new ArrayList<>();
        for (ClientKind kind : ClientKind.values()) {
            files.addAll(ofProject(kind, project));
        }
        return files;
    }

    /** Returns the settings of Claude Code for all projects of the user. */
    public Path claudeSettings() throws IOException {
        return claudeFolder().resolve("settings.json");
    }

    /** Returns the folder of Claude Code. */
    public Path claudeFolder() throws IOException {
        return folder(ClientKind.CLAUDE_CODE);
    }

    /** Returns whether the client has been used here: it has a folder or a file of the user. */
    public boolean isInstalled(Disk disk, ClientKind kind) throws IOException {
        return !disk.state(folder(kind)).isMissing()
                || !disk.state(ofUser(disk, kind).getFirst()).isMissing();
    }
}
