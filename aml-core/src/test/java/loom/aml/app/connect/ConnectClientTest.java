package loom.aml.app.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.WatchedDisk;
import loom.aml.connect.ClientFolders;
import loom.aml.connect.ClientKind;
import loom.aml.connect.MalformedConfigException;
import loom.aml.connect.OtherServerException;
import loom.aml.connect.Scope;
import loom.aml.io.Disk;
import loom.aml.io.FaultyDisk;
import loom.aml.io.LocalDisk;
import loom.aml.io.UserFolders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Connects and disconnects every client, in both scopes, with files as they are in the world. */
class ConnectClientTest {
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
    private static final String LAUNCHER = "/opt/aml/aml";

    @TempDir
    private Path directory;

    private Path home;
    private Path project;
    private Map<String, String> environment;
    private Disk disk = new LocalDisk();

    @BeforeEach
    void makeFolders() throws IOException {
        directory = directory.toRealPath();
        home = Files.createDirectory(directory.resolve("home"));
        project = Files.createDirectory(directory.resolve("project"));
        Files.createDirectory(project.resolve(".git"));
        environment = new TreeMap<>(Map.of("HOME", home.toString()));
    }

    private ClientFolders folders() {
        return new ClientFolders(new UserFolders(environment), false);
    }

    private ConnectClient.Request request(ClientKind kind, Scope scope, boolean isForced) {
        return new ConnectClient.Request(kind, scope, project, LAUNCHER, Optional.empty(), isForced);
    }

    private ConnectClient.Result connect(ClientKind kind, Scope scope) throws IOException {
        return new ConnectClient(disk, folders(), () -> NOW).run(request(kind, scope, false));
    }

    private ConnectClient.Result force(ClientKind kind, Scope scope) throws IOException {
        return new ConnectClient(disk, folders(), () -> NOW).run(request(kind, scope, true));
    }

    private DisconnectClient.Result disconnect(ClientKind kind, Scope scope) throws IOException {
        return disconnect(kind, scope, false);
    }

    private DisconnectClient.Result disconnect(ClientKind kind, Scope scope, boolean isForced) throws IOException {
        return new DisconnectClient(disk, folders())
                .run(new DisconnectClient.Request(kind, scope, project, Optional.of(LAUNCHER), isForced));
    }

    private Path file(ClientKind kind, Scope scope) {
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

    private Path write(ClientKind kind, Scope scope, String content) throws IOException {
        Path file = file(kind, scope);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /** Returns every file below a folder with its content and mode. */
    private static Map<String, String> contents(Path folder) throws IOException {
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

    private static Stream<Arguments> clientsAndScopes() {
        return Stream.of(ClientKind.values())
                .flatMap(kind -> Stream.of(Scope.values()).map(scope -> Arguments.of(kind, scope)));
    }

    /** Returns contents that a client can read, by name. */
    private static Map<String, String> contents(ClientKind kind) {
        Map<String, String> contents = new TreeMap<>();
        String key = Map.of(ClientKind.OPENCODE, "mcp", ClientKind.VSCODE, "servers").getOrDefault(kind, "mcpServers");
        if (kind == ClientKind.CODEX) {
            contents.put("comments", "# mine\nmodel = \"x\" # best\n\n[mcp_servers.other]\ncommand = \"y\"\n# end\n");
            contents.put("dotted", "mcp_servers.other.command = \"x\"\n");
            contents.put("tabs", "[profiles.a]\n\tmodel = \"x\"\n");
            contents.put("crlf", "model = \"x\"\r\n\r\n[mcp_servers.other]\r\ncommand = \"y\"\r\n");
            contents.put("no newline", "model = \"x\"");
            contents.put("in a string", "a = '''\n[mcp_servers.aml]\n'''\n");
            contents.put("huge", "# " + "x".repeat(500_000) + "\n[mcp_servers.other]\ncommand = \"y\"\n");
            contents.put("mark", "\uFEFFmodel = \"x\"\n");
        } else {
            contents.put("braces", "{}");
            contents.put("braces apart", "{\n}\n");
            contents.put("empty list", "{\n  \"" + key + "\": {}\n}\n");
            contents.put(
                    "others",
                    "{\n  \"theme\": \"dark\",\n  \"" + key + "\": {\n    \"other\": {\n      \"command\": \"npx\",\n"
                            + "      \"args\": [\"-y\", \"x\"]\n    }\n  },\n  \"z\": [1, 2.50, -3e5]\n}\n");
            contents.put("one line", "{\"a\":1,\"" + key + "\":{\"other\":{\"url\":\"https://x\"}},\"b\":\"\\u00e9\"}");
            contents.put("tabs", "{\n\t\"" + key + "\": {\n\t\t\"other\": {}\n\t}\n}");
            contents.put("crlf", "{\r\n    \"" + key + "\": {\r\n        \"other\": {}\r\n    }\r\n}\r\n");
            contents.put("no newline", "{\n  \"a\": 1\n}");
            contents.put(
                    "nested",
                    "{\n  \"projects\": {\n    \"/srv\": {\n      \"" + key + "\": {\n        \"aml\": {}\n      }\n"
                            + "    }\n  }\n}\n");
            contents.put(
                    "repeated elsewhere", "{\"a\": {\"" + key + "\": 1, \"" + key + "\": 2}, \"b\": 1, \"b\": 2}");
            contents.put("huge", "{\"history\": [\"" + "x".repeat(1_000_000) + "\"], \"" + key + "\": {\"o\": {}}}");
            if (kind != ClientKind.GEMINI) {
                contents.put("mark", "\uFEFF{\n  \"a\": 1\n}\n");
            }
            if (kind != ClientKind.CLAUDE_CODE) {
                contents.put(
                        "comments",
                        "// mine\n{\n  // all\n  \"" + key + "\": {\n    \"other\": {} // the other\n"
                                + "    /* \"aml\": {} */\n  } /* end */\n}\n// bye\n");
            }
            if (kind != ClientKind.CLAUDE_CODE && kind != ClientKind.GEMINI) {
                contents.put("trailing commas", "{\n  \"" + key + "\": {\n    \"other\": {},\n  },\n}\n");
            }
        }
        contents.put("empty", "");
        contents.put("blank", " \n\n");
        return contents;
    }

    @ParameterizedTest
    @MethodSource("clientsAndScopes")
    void missingFile_isCreated_andDeletedAgainWithItsFolders(ClientKind kind, Scope scope) throws IOException {
        Map<String, String> before = contents(directory);
        Path file = file(kind, scope);

        ConnectClient.Result result = connect(kind, scope);

        assertThat(result.file()).isEqualTo(file);
        assertThat(result.backup()).isNull();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo(scope == Scope.USER ? "rw-------" : "rw-r--r--");
        assertThat(file).content().contains("\"" + LAUNCHER + "\"", "\"mcp\"").endsWith("\n");
        DisconnectClient.Result end = disconnect(kind, scope);
        assertThat(end.isFileDeleted()).isTrue();
        Map<String, String> after = contents(directory);
        after.keySet().removeIf(name -> name.startsWith("home/.local"));
        assertThat(after).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("clientsAndScopes")
    void existingFile_isTheSameAgainAfterDisconnecting(ClientKind kind, Scope scope) throws IOException {
        for (Map.Entry<String, String> content : contents(kind).entrySet()) {
            Path file = write(kind, scope, content.getValue());
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));

            ConnectClient.Result result = connect(kind, scope);

            assertThat(result.outcome()).as(content.getKey()).isEqualTo(ConnectClient.Outcome.CONNECTED);
            assertThat(Files.readString(file)).as(content.getKey()).isNotEqualTo(content.getValue());
            assertThat(Files.readString(result.backup())).as(content.getKey()).isEqualTo(content.getValue());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-rw----");
            String connected = Files.readString(file);

            assertThat(connect(kind, scope).outcome())
                    .as(content.getKey())
                    .isEqualTo(ConnectClient.Outcome.UNCHANGED);
            assertThat(Files.readString(file)).as(content.getKey()).isEqualTo(connected);

            disconnect(kind, scope);
            assertThat(Files.readString(file)).as(content.getKey()).isEqualTo(content.getValue());
            assertThat(disconnect(kind, scope).outcome())
                    .as(content.getKey())
                    .isEqualTo(DisconnectClient.Outcome.NOT_CONNECTED);
        }
    }

    @ParameterizedTest
    @MethodSource("clientsAndScopes")
    void anotherProgramsEntry_isReplacedOnRequestAlone_andComesBack(ClientKind kind, Scope scope) throws IOException {
        String before = kind == ClientKind.CODEX
                ? "[mcp_servers.aml]\ncommand = \"npx\"\nargs = [\"other\"]\n\n[b]\n"
                : "{\"" + key(kind) + "\": {\"aml\": {\"command\": \"npx\", \"args\": [\"other\"]}, \"b\": {}}}";
        Path file = write(kind, scope, before);

        assertThatThrownBy(() -> connect(kind, scope))
                .isInstanceOf(OtherServerException.class)
                .hasMessageContainingAll(file + ":1:", "npx other", "--force");
        assertThatThrownBy(() -> disconnect(kind, scope))
                .isInstanceOf(OtherServerException.class)
                .hasMessageContainingAll("npx other", "--force");
        assertThat(file).hasContent(before);

        assertThat(force(kind, scope).outcome()).isEqualTo(ConnectClient.Outcome.REPLACED);
        assertThat(file).content().contains(LAUNCHER).doesNotContain("npx");
        assertThat(disconnect(kind, scope).outcome()).isEqualTo(DisconnectClient.Outcome.RESTORED);
        assertThat(Files.readString(file)).isEqualTo(before);
        assertThat(disconnect(kind, scope, true).outcome()).isEqualTo(DisconnectClient.Outcome.DISCONNECTED);
        assertThat(file).content().doesNotContain("npx").contains("b");
    }

    private static String key(ClientKind kind) {
        return Map.of(ClientKind.OPENCODE, "mcp", ClientKind.VSCODE, "servers").getOrDefault(kind, "mcpServers");
    }

    @ParameterizedTest
    @MethodSource("clientsAndScopes")
    void unreadableFile_isNeverChanged(ClientKind kind, Scope scope) throws IOException {
        List<String> damaged = new ArrayList<>(
                kind == ClientKind.CODEX
                        ? List.of("a = \n", "[a\n", "a = 1\na = 2\n", "mcp_servers = {b = {command = \"c\"}}\n")
                        : List.of(
                                "{\n  \"a\": 1,\n  \"b\" 2\n}\n",
                                "{\"" + key(kind) + "\": []}",
                                "{\"" + key(kind) + "\": {}, \"" + key(kind) + "\": {}}",
                                "{\"" + key(kind) + "\": {\"aml\": {}, \"aml\": {}}}",
                                "[]"));
        damaged.add("\"caf\u00e9");
        for (String content : damaged) {
            Path file = file(kind, scope);
            Files.createDirectories(file.getParent());
            Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
            byte[] before = Files.readAllBytes(file);

            assertThatThrownBy(() -> connect(kind, scope))
                    .as(content)
                    .isInstanceOf(MalformedConfigException.class)
                    .hasMessageMatching("(?s)" + file + ":\\d+:\\d+: .*correct it there.*");
            assertThat(Files.readAllBytes(file)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @MethodSource("clientsAndScopes")
    void preview_showsTheEntryAndChangesNothing(ClientKind kind, Scope scope) throws IOException {
        ConnectClient client = new ConnectClient(disk, folders(), () -> NOW);
        Map<String, String> before = contents(directory);

        ConnectClient.Preview preview = client.preview(request(kind, scope, false));

        assertThat(contents(directory)).isEqualTo(before);
        assertThat(preview.file()).isEqualTo(file(kind, scope));
        connect(kind, scope);
        assertThat(file(kind, scope)).content().isEqualTo(preview.text());
        // The file cannot be read, but a person may want to enter it by hand.
        write(kind, scope, "{{{");
        assertThat(client.preview(request(kind, scope, false)).text()).isEqualTo(preview.text());
    }

    @Test
    void list_showsWhatIsConnectedWhere() throws IOException {
        connect(ClientKind.CURSOR, Scope.USER);
        connect(ClientKind.CODEX, Scope.PROJECT);
        Files.createDirectory(home.resolve(".gemini"));
        write(ClientKind.VSCODE, Scope.PROJECT, "{\"servers\": {\"aml\": {\"command\": \"npx\"}}}");
        write(ClientKind.VSCODE, Scope.USER, "{\"servers\": ");
        write(ClientKind.OPENCODE, Scope.USER, "{\"mcp\": {\"aml\": {\"command\": [\"/gone/aml\", \"mcp\"]}}}");
        write(
                ClientKind.CLAUDE_CODE,
                Scope.USER,
                "{\"mcpServers\": {\"aml\": {\"command\": \"/gone/aml\", \"args\": [\"mcp\"], \"disabled\": true}}}");

        ListConnections.Result result = new ListConnections(disk, folders())
                .run(new ListConnections.Request(project, Optional.of(LAUNCHER)));

        assertThat(result.clients().stream()
                        .flatMap(client -> client.connections().stream()
                                .map(one -> client.kind().word() + " " + one.scope().word() + " "
                                        + one.state().word() + " " + String.join(" ", one.words()))))
                .containsExactly(
                        "claude-code user disabled /gone/aml mcp",
                        "codex project connected " + LAUNCHER + " mcp",
                        "opencode user broken /gone/aml mcp",
                        "cursor user connected " + LAUNCHER + " mcp",
                        "vscode user unreadable ",
                        "vscode project other npx");
        assertThat(result.isPartial()).isTrue();
        assertThat(result.clients().stream()
                        .filter(ListConnections.Client::isInstalled)
                        .map(client -> client.kind().word()))
                .containsExactly("claude-code", "opencode", "cursor", "gemini", "vscode");
    }

    @Test
    void disconnecting_afterOthersHaveChangedTheFile_takesTheEntryAlone() throws IOException {
        Path file = write(ClientKind.CLAUDE_CODE, Scope.USER, "{}");
        connect(ClientKind.CLAUDE_CODE, Scope.USER);
        // Claude Code writes the whole file again, with another server and without the final line break.
        Files.writeString(
                file,
                "{\n  \"numStartups\": 2,\n  \"mcpServers\": {\n    \"aml\": {\n      \"type\": \"stdio\",\n"
                        + "      \"command\": \"/opt/aml/aml\",\n      \"args\": [\n        \"mcp\"\n      ],\n"
                        + "      \"env\": {}\n    },\n    \"other\": {}\n  }\n}");

        assertThat(disconnect(ClientKind.CLAUDE_CODE, Scope.USER).outcome())
                .isEqualTo(DisconnectClient.Outcome.DISCONNECTED);

        assertThat(file).hasContent("{\n  \"numStartups\": 2,\n  \"mcpServers\": {\n    \"other\": {}\n  }\n}");
    }

    @Test
    void createdFile_isKeptOnceItHasSomethingElse() throws IOException {
        connect(ClientKind.CURSOR, Scope.PROJECT);
        Path file = file(ClientKind.CURSOR, Scope.PROJECT);
        Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\n  \"a\": 1,"));

        assertThat(disconnect(ClientKind.CURSOR, Scope.PROJECT).isFileDeleted()).isFalse();

        assertThat(file).hasContent("{\n  \"a\": 1\n}");
    }

    @Test
    void createdFolder_isKeptOnceItHasAnotherFile() throws IOException {
        connect(ClientKind.VSCODE, Scope.PROJECT);
        Path settings = Files.writeString(project.resolve(".vscode/settings.json"), "{}");

        assertThat(disconnect(ClientKind.VSCODE, Scope.PROJECT).isFileDeleted()).isTrue();

        assertThat(settings).exists();
        assertThat(file(ClientKind.VSCODE, Scope.PROJECT)).doesNotExist();
    }

    @Test
    void movedLauncher_isEnteredOnRequest_andDisconnectingStillRestoresTheFirstContent() throws IOException {
        Path file = write(ClientKind.CURSOR, Scope.USER, "{ }");
        ConnectClient client = new ConnectClient(disk, folders(), () -> NOW);
        client.run(new ConnectClient.Request(
                ClientKind.CURSOR, Scope.USER, project, "/old/aml", Optional.empty(), false));

        assertThatThrownBy(() -> connect(ClientKind.CURSOR, Scope.USER)).hasMessageContaining("'/old/aml mcp'");
        assertThat(force(ClientKind.CURSOR, Scope.USER).outcome()).isEqualTo(ConnectClient.Outcome.REPLACED);
        assertThat(disconnect(ClientKind.CURSOR, Scope.USER).outcome())
                .isEqualTo(DisconnectClient.Outcome.DISCONNECTED);

        assertThat(Files.readString(file)).isEqualTo("{ }");
    }

    @Test
    void lostState_leavesTheRestOfTheFile() throws IOException {
        Path file = write(ClientKind.CURSOR, Scope.USER, "{\"a\": 1}");
        connect(ClientKind.CURSOR, Scope.USER);
        try (Stream<Path> state = Files.list(home.resolve(".local/state/aml/connect"))) {
            for (Path record : state.toList()) {
                Files.delete(record);
            }
        }

        disconnect(ClientKind.CURSOR, Scope.USER);

        assertThat(Files.readString(file)).isEqualTo("{\"a\": 1, \"mcpServers\": {}}");
    }

    @Test
    void damagedRecord_isReportedAndNothingIsChanged() throws IOException {
        Path file = write(ClientKind.CURSOR, Scope.USER, "{}");
        connect(ClientKind.CURSOR, Scope.USER);
        String connected = Files.readString(file);
        try (Stream<Path> state = Files.list(home.resolve(".local/state/aml/connect"))) {
            for (Path record : state.filter(path -> path.toString().endsWith(".json"))
                    .toList()) {
                Files.writeString(record, "{");
            }
        }

        assertThatThrownBy(() -> disconnect(ClientKind.CURSOR, Scope.USER)).hasMessageContaining("is damaged");

        assertThat(file).hasContent(connected);
    }

    @Test
    void state_isPrivate() throws IOException {
        write(ClientKind.CURSOR, Scope.USER, "{\"key\": \"secret\"}");

        Path backup = connect(ClientKind.CURSOR, Scope.USER).backup();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup.getParent())))
                .isEqualTo("rwx------");
    }

    @ParameterizedTest
    @EnumSource
    void link_isFollowedAndStaysALink(ClientKind kind) throws IOException {
        String content = kind == ClientKind.CODEX ? "a = 1\n" : "{\"a\": 1}\n";
        Path target = Files.writeString(Files.createDirectory(home.resolve("dotfiles")).resolve("config"), content);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));
        Path file = file(kind, Scope.USER);
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, file.getParent().relativize(target));

        connect(kind, Scope.USER);

        assertThat(file).isSymbolicLink();
        assertThat(target).content().contains(LAUNCHER);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-r-----");
        disconnect(kind, Scope.USER);
        assertThat(file).isSymbolicLink();
        assertThat(target).hasContent(content);
    }

    @Test
    void linkToNothing_isReported() throws IOException {
        Files.createSymbolicLink(home.resolve(".claude.json"), Path.of("dotfiles/claude.json"));

        assertThatThrownBy(() -> connect(ClientKind.CLAUDE_CODE, Scope.USER))
                .hasMessageContainingAll("is a link to dotfiles/claude.json, which does not exist");
        assertThat(home.resolve("dotfiles")).doesNotExist();
    }

    @Test
    void linkOutOfAProject_isNotFollowed() throws IOException {
        Path secret = Files.writeString(home.resolve("settings.json"), "{}");
        Files.createSymbolicLink(project.resolve(".mcp.json"), secret);
        Path folder = Files.createDirectory(home.resolve("code"));
        Files.createSymbolicLink(project.resolve(".vscode"), folder);

        for (ClientKind kind : List.of(ClientKind.CLAUDE_CODE, ClientKind.VSCODE)) {
            assertThatThrownBy(() -> connect(kind, Scope.PROJECT)).hasMessageContaining("leads out of the project");
            assertThatThrownBy(() -> disconnect(kind, Scope.PROJECT)).hasMessageContaining("leads out of the project");
        }

        assertThat(secret).hasContent("{}");
        assertThat(folder).isEmptyDirectory();
        Files.delete(project.resolve(".mcp.json"));
        Files.createSymbolicLink(project.resolve(".mcp.json"), Path.of("mcp.json"));
        Files.writeString(project.resolve("mcp.json"), "{}");
        connect(ClientKind.CLAUDE_CODE, Scope.PROJECT);
        assertThat(project.resolve("mcp.json")).content().contains(LAUNCHER);
    }

    @Test
    void readOnlyFile_isNotChanged() throws IOException {
        Path file = write(ClientKind.GEMINI, Scope.USER, "{}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));

        assertThatThrownBy(() -> connect(ClientKind.GEMINI, Scope.USER))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContainingAll("is read-only", "chmod u+w");

        assertThat(file).hasContent("{}");
        assertThat(home.resolve(".local")).doesNotExist();
    }

    @Test
    void otherKindOfFile_isReported() throws IOException {
        Files.createDirectories(file(ClientKind.CURSOR, Scope.USER));

        assertThatThrownBy(() -> connect(ClientKind.CURSOR, Scope.USER)).hasMessageContaining("regular file");
    }

    @Test
    void fileChangedInTheMeantime_keepsThatChange() throws IOException {
        Path file = write(ClientKind.CLAUDE_CODE, Scope.USER, "{}");
        disk = new WatchedDisk()
                .beforeFirst("create", "..claude.json.part", () -> Files.writeString(file, "{\"a\": 1}"))
                .disk();

        assertThatThrownBy(() -> connect(ClientKind.CLAUDE_CODE, Scope.USER))
                .hasMessageContaining("was changed by another program");

        assertThat(file).hasContent("{\"a\": 1}");
        assertThat(contents(home).keySet()).doesNotContain("..claude.json.part");
        connect(ClientKind.CLAUDE_CODE, Scope.USER);
        disconnect(ClientKind.CLAUDE_CODE, Scope.USER);
        assertThat(Files.readString(file)).isEqualTo("{\"a\": 1}");
    }

    @Test
    void fileCreatedInTheMeantime_isKept() throws IOException {
        Path file = file(ClientKind.CLAUDE_CODE, Scope.USER);
        disk = new WatchedDisk()
                .beforeFirst("link", ".claude.json", () -> Files.writeString(file, "{\"a\": 1}"))
                .disk();

        assertThatThrownBy(() -> connect(ClientKind.CLAUDE_CODE, Scope.USER))
                .hasMessageContaining("was changed by another program");

        assertThat(file).hasContent("{\"a\": 1}");
    }

    @Test
    void failureAtAnyCall_leavesTheOldOrTheNewContent() throws IOException {
        for (String before : List.of("", "{\"a\": 1}")) {
            int calls = Integer.MAX_VALUE;
            for (int call = 0; call <= calls; call++) {
                for (FaultyDisk.Fault fault : List.of(FaultyDisk.Fault.ERROR, FaultyDisk.Fault.KILL)) {
                    Path file = file(ClientKind.CURSOR, Scope.USER);
                    if (before.isEmpty()) {
                        Files.deleteIfExists(file);
                    } else {
                        write(ClientKind.CURSOR, Scope.USER, before);
                    }
                    FaultyDisk faulty = new FaultyDisk();
                    disk = call == 0 ? faulty : faulty.failingAt(call, fault);
                    try {
                        connect(ClientKind.CURSOR, Scope.USER);
                    } catch (IOException | FaultyDisk.Crash e) {
                        assertThat(call).isPositive();
                    }
                    calls = call == 0 ? faulty.calls().size() : calls;
                    disk = new LocalDisk();
                    String left = Files.exists(file) ? Files.readString(file) : "";
                    if (!left.equals(before)) {
                        assertThat(left).contains(LAUNCHER);
                        disconnect(ClientKind.CURSOR, Scope.USER);
                        assertThat(Files.exists(file) ? Files.readString(file) : "")
                                .as("call " + call)
                                .isEqualTo(before);
                    }
                }
            }
            assertThat(calls).isGreaterThan(10);
        }
    }

    @Test
    void variables_moveTheFiles() throws IOException {
        environment.put("CLAUDE_CONFIG_DIR", home.resolve("c").toString());
        environment.put("CODEX_HOME", home.resolve("x").toString());
        environment.put("GEMINI_CLI_HOME", home.resolve("g").toString());
        environment.put("XDG_CONFIG_HOME", home.resolve("xdg").toString());
        List<Path> files = new ArrayList<>();
        for (ClientKind kind : ClientKind.values()) {
            files.add(home.relativize(connect(kind, Scope.USER).file()));
        }

        assertThat(files.stream().map(Path::toString))
                .containsExactly(
                        "c/.claude.json",
                        "x/config.toml",
                        "xdg/opencode/opencode.json",
                        ".cursor/mcp.json",
                        "g/.gemini/settings.json",
                        "xdg/Code/User/mcp.json");
        ClientFolders mac = new ClientFolders(new UserFolders(environment), true);
        assertThat(new ConnectClient(disk, mac, () -> NOW)
                        .preview(request(ClientKind.VSCODE, Scope.USER, false))
                        .file())
                .isEqualTo(home.resolve("Library/Application Support/Code/User/mcp.json"));
    }

    @Test
    void earlyFileOfClaudeCode_isUsedIfItExists() throws IOException {
        write(ClientKind.CLAUDE_CODE, Scope.USER, "{}");
        Path early = Files.createDirectory(home.resolve(".claude")).resolve(".config.json");
        Files.writeString(early, "{}");

        assertThat(connect(ClientKind.CLAUDE_CODE, Scope.USER).file()).isEqualTo(early);
    }

    @Test
    void openCode_usesTheFileThatIsThere() throws IOException {
        Path commented = Files.createDirectories(home.resolve(".config/opencode")).resolve("opencode.jsonc");
        Files.writeString(commented, "{} // mine");
        assertThat(connect(ClientKind.OPENCODE, Scope.USER).file()).isEqualTo(commented);
        // Both files are merged, so the entry is not made twice.
        write(ClientKind.OPENCODE, Scope.USER, "{}");
        assertThat(connect(ClientKind.OPENCODE, Scope.USER).outcome()).isEqualTo(ConnectClient.Outcome.UNCHANGED);
        assertThat(disconnect(ClientKind.OPENCODE, Scope.USER).file()).isEqualTo(commented);
        assertThat(commented).hasContent("{} // mine");
    }

    @Test
    void projectScope_findsTheRootOfTheProject_andNamesNoStoreOfItsOwn() throws IOException {
        Path store = Files.createDirectories(project.resolve(".loom/memory"));
        Path other = Files.createDirectory(directory.resolve("other"));
        Path inside = Files.createDirectories(project.resolve("src/main"));
        ConnectClient client = new ConnectClient(disk, folders(), () -> NOW);

        ConnectClient.Preview own = client.preview(new ConnectClient.Request(
                ClientKind.CLAUDE_CODE, Scope.PROJECT, inside, LAUNCHER, Optional.of(store), false));
        assertThat(own.file()).isEqualTo(project.resolve(".mcp.json"));
        assertThat(own.command().words()).containsExactly(LAUNCHER, "mcp");
        assertThat(client.preview(new ConnectClient.Request(
                                ClientKind.CLAUDE_CODE, Scope.PROJECT, inside, LAUNCHER, Optional.of(other), false))
                        .command()
                        .words())
                .containsExactly(LAUNCHER, other.toString(), "mcp");
        assertThat(client.preview(new ConnectClient.Request(
                                ClientKind.CLAUDE_CODE, Scope.USER, inside, LAUNCHER, Optional.of(store), false))
                        .command()
                        .words())
                .containsExactly(LAUNCHER, store.toString(), "mcp");
    }

    @Test
    void projectInAFolderForEverybody_isNotFoundFromBelow() throws IOException {
        Path open = Files.createDirectory(directory.resolve("tmp"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createDirectory(open.resolve(".git"));
        Path below = Files.createDirectory(open.resolve("mine"));
        ConnectClient client = new ConnectClient(disk, folders(), () -> NOW);

        assertThat(client.preview(new ConnectClient.Request(
                                ClientKind.CURSOR, Scope.PROJECT, below, LAUNCHER, Optional.empty(), false))
                        .file())
                .isEqualTo(below.resolve(".cursor/mcp.json"));
    }

    @Test
    void homeDirectory_isRefusedAsProject_ifTheClientHasTheFileOfTheUserThere() throws IOException {
        project = home;

        assertThatThrownBy(() -> connect(ClientKind.CURSOR, Scope.PROJECT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("is the home directory", "--scope user");
        connect(ClientKind.CLAUDE_CODE, Scope.PROJECT);
        assertThat(home.resolve(".mcp.json")).exists();
    }

    @Test
    void pathThatAClientWouldExpand_isRefused() {
        for (String launcher : List.of("/srv/${HOME}/aml", "/srv/a\nb/aml", "/srv/\uDCE9/aml")) {
            assertThatThrownBy(() -> new ConnectClient(disk, folders(), () -> NOW)
                            .run(new ConnectClient.Request(
                                    ClientKind.GEMINI, Scope.USER, project, launcher, Optional.empty(), false)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("symbolic link");
        }
        assertThat(ClientKind.OPENCODE.expands("/a/{env:B}")).isTrue();
        assertThat(ClientKind.CODEX.expands("/a/${B}/{env:B}")).isFalse();
        assertThat(ClientKind.GEMINI.expands("/a/$B")).isTrue();
        assertThat(ClientKind.CURSOR.expands("/a/$B")).isFalse();
    }

    @Test
    void disconnecting_inTheWrongScope_namesTheOther() throws IOException {
        connect(ClientKind.CODEX, Scope.PROJECT);

        DisconnectClient.Result result = disconnect(ClientKind.CODEX, Scope.USER);

        assertThat(result.outcome()).isEqualTo(DisconnectClient.Outcome.NOT_CONNECTED);
        assertThat(result.otherScope()).isEqualTo(Scope.PROJECT);
    }

    @Test
    void twoAtATime_areRefused() throws IOException {
        write(ClientKind.CURSOR, Scope.USER, "{}");
        List<String> second = new ArrayList<>();
        disk = new WatchedDisk()
                .beforeFirst("create", ".mcp.json.part", () -> {
                    try {
                        new ConnectClient(new LocalDisk(), folders(), () -> NOW)
                                .run(request(ClientKind.CURSOR, Scope.USER, false));
                    } catch (IOException e) {
                        second.add(e.getMessage());
                    }
                })
                .disk();

        connect(ClientKind.CURSOR, Scope.USER);

        assertThat(second).singleElement().asString().contains("another aml");
    }

    @Test
    void withoutAHome_theVariableIsNamed() {
        environment.clear();

        assertThatThrownBy(() -> connect(ClientKind.CURSOR, Scope.USER)).hasMessageContaining("HOME");
        assertThatThrownBy(() -> connect(ClientKind.CURSOR, Scope.PROJECT)).hasMessageContaining("HOME");
    }
}
