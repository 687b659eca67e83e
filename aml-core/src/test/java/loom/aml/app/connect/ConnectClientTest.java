package loom.aml.app.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loom.aml.connect.ClientKind;
import loom.aml.connect.MalformedConfigException;
import loom.aml.connect.OtherServerException;
import loom.aml.connect.Scope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connects and disconnects every client, in both scopes, with files as they are in the world. */
class ConnectClientTest extends MachineOfAUser {
    /** Returns contents that a client can read, by name. */
    private static Map<String, String> contents(ClientKind kind) {
        Map<String, String> contents = new TreeMap<>();
        String key =
                Map.of(ClientKind.OPENCODE, "mcp", ClientKind.VSCODE, "servers").getOrDefault(kind, "mcpServers");
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
            contents.put("repeated elsewhere", "{\"a\": {\"" + key + "\": 1, \"" + key + "\": 2}, \"b\": 1, \"b\": 2}");
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

            assertThat(connect(kind, scope).outcome()).as(content.getKey()).isEqualTo(ConnectClient.Outcome.UNCHANGED);
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
}
