package loom.aml.app.connect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.connect.ClientFolders;
import loom.aml.connect.ClientKind;
import loom.aml.connect.Scope;
import loom.aml.io.Disk;
import loom.aml.io.LocalDisk;
import loom.aml.io.UserFolders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;

/** A home and a project of a test, whose clients it connects. */
abstract class MachineOfAUser {
    static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
    static final String LAUNCHER = "/opt/aml/aml";

    @TempDir
    Path directory;

    Path home;
    Path project;
    Map<String, String> environment;
    Disk disk = new LocalDisk();

    @BeforeEach
    void makeFolders() throws IOException {
        directory = directory.toRealPath();
        home = Files.createDirectory(directory.resolve("home"));
        project = Files.createDirectory(directory.resolve("project"));
        Files.createDirectory(project.resolve(".git"));
        environment = new TreeMap<>(Map.of("HOME", home.toString()));
    }

    ClientFolders folders() {
        return new ClientFolders(new UserFolders(environment), false);
    }

    ConnectClient.Request request(ClientKind kind, Scope scope, boolean isForced) {
        return new ConnectClient.Request(kind, scope, project, LAUNCHER, Optional.empty(), isForced);
    }

    ConnectClient.Result connect(ClientKind kind, Scope scope) throws IOException {
        return new ConnectClient(disk, folders(), () -> NOW).run(request(kind, scope, false));
    }

    ConnectClient.Result force(ClientKind kind, Scope scope) throws IOException {
        return new ConnectClient(disk, folders(), () -> NOW).run(request(kind, scope, true));
    }

    DisconnectClient.Result disconnect(ClientKind kind, Scope scope) throws IOException {
        return disconnect(kind, scope, false);
    }

    DisconnectClient.Result disconnect(ClientKind kind, Scope scope, boolean isForced) throws IOException {
        return new DisconnectClient(disk, folders())
                .run(new DisconnectClient.Request(kind, scope, project, Optional.of(LAUNCHER), isForced));
    }

    Path file(ClientKind kind, Scope scope) {
        boolean isUser = scope == Scope.USER;
        return switch (kind) {
            case CLAUDE_CODE -> isUser ? home.resolve(".claude.json") : project.resolve(".mcp.json");
            case CODEX -> (isUser ? home : project).resolve(".codex/config.toml");
            case OPENCODE -> isUser ? home.resolve(".config/opencode/opencode.json") : project.resolve("opencode.json");
            case CURSOR -> (isUser ? home : project).resolve(".cursor/mcp.json");
            case GEMINI -> (isUser ? home : project).resolve(".gemini/settings.json");
            case VSCODE -> isUser ? home.resolve(".config/Code/User/mcp.json") : project.resolve(".vscode/mcp.json");
        };
    }

    Path write(ClientKind kind, Scope scope, String content) throws IOException {
        Path file = file(kind, scope);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /** Returns every file below a folder with its content and mode. */
    static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                boolean isFile = Files.isRegularFile(file);
                contents.put(
                        folder.relativize(file).toString(),
                        isFile
                                ? PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) + " "
                                        + Files.readString(file, StandardCharsets.ISO_8859_1)
                                : "");
            }
        }
        contents.keySet().removeIf(name -> name.startsWith(".local"));
        return contents;
    }

    static Stream<Arguments> clientsAndScopes() {
        return Stream.of(ClientKind.values())
                .flatMap(kind -> Stream.of(Scope.values()).map(scope -> Arguments.of(kind, scope)));
    }

    static String key(ClientKind kind) {
        return Map.of(ClientKind.OPENCODE, "mcp", ClientKind.VSCODE, "servers").getOrDefault(kind, "mcpServers");
    }
}
