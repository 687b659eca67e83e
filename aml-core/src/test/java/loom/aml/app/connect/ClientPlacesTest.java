package loom.aml.app.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.connect.ClientFolders;
import loom.aml.connect.ClientKind;
import loom.aml.connect.Scope;
import loom.aml.io.UserFolders;
import org.junit.jupiter.api.Test;

/** The files that aml finds for each client. */
class ClientPlacesTest extends MachineOfAUser {
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

        ListConnections.Result result =
                new ListConnections(disk, folders()).run(new ListConnections.Request(project, Optional.of(LAUNCHER)));

        assertThat(result.clients().stream()
                        .flatMap(client -> client.connections().stream()
                                .map(one ->
                                        client.kind().word() + " " + one.scope().word() + " "
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
        Path commented =
                Files.createDirectories(home.resolve(".config/opencode")).resolve("opencode.jsonc");
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
    void withoutAHome_theVariableIsNamed() {
        environment.clear();

        assertThatThrownBy(() -> connect(ClientKind.CURSOR, Scope.USER)).hasMessageContaining("HOME");
        assertThatThrownBy(() -> connect(ClientKind.CURSOR, Scope.PROJECT)).hasMessageContaining("HOME");
    }
}
