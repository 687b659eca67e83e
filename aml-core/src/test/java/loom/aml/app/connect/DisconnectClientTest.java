package loom.aml.app.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import loom.aml.connect.ClientKind;
import loom.aml.connect.Scope;
import org.junit.jupiter.api.Test;

/** Removes entries from files that have changed since, and without complete records. */
class DisconnectClientTest extends MachineOfAUser {
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
        client.run(
                new ConnectClient.Request(ClientKind.CURSOR, Scope.USER, project, "/old/aml", Optional.empty(), false));

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
            for (Path record :
                    state.filter(path -> path.toString().endsWith(".json")).toList()) {
                Files.writeString(record, "{");
            }
        }

        assertThatThrownBy(() -> disconnect(ClientKind.CURSOR, Scope.USER)).hasMessageContaining("is damaged");

        assertThat(file).hasContent(connected);
    }

    @Test
    void disconnecting_inTheWrongScope_namesTheOther() throws IOException {
        connect(ClientKind.CODEX, Scope.PROJECT);

        DisconnectClient.Result result = disconnect(ClientKind.CODEX, Scope.USER);

        assertThat(result.outcome()).isEqualTo(DisconnectClient.Outcome.NOT_CONNECTED);
        assertThat(result.otherScope()).isEqualTo(Scope.PROJECT);
    }
}
