package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The words of connect and disconnect. The edits of the files are tested where they are made. */
class ConnectCommandsTest {
    @TempDir
    private Path directory;

    private Path home;
    private Path project;
    private Path launcher;

    @BeforeEach
    void makeFolders() throws IOException {
        directory = directory.toRealPath();
        home = Files.createDirectory(directory.resolve("home"));
        project = Files.createDirectory(directory.resolve("project"));
        Path installed = Files.createDirectory(directory.resolve("aml-1"));
        Files.writeString(installed.resolve("aml"), "#!/bin/sh\n");
        launcher = Files.createSymbolicLink(directory.resolve("aml"), installed.resolve("aml"));
    }

    private Cli cli() {
        return new Cli(project).with("HOME", home.toString()).with("LOOM_AML_LAUNCHER", launcher.toString());
    }

    private String installed() throws IOException {
        return launcher.toRealPath().toString();
    }

    @Test
    void connect_saysWhatItEnteredWhere_andHowToCheck() throws IOException {
        Path file = Files.writeString(home.resolve(".claude.json"), "{\"numStartups\": 1}");

        Cli.Result result = cli().run("connect", "claude-code");

        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .startsWith("✓ connected Claude Code in all projects\n")
                .containsSubsequence(
                        "command: " + installed() + " mcp\n",
                        "file: " + file + "\n",
                        "backup: " + home + "/.local/state/aml/connect/claude-code-user-",
                        "run 'claude mcp list'\n");
        assertThat(JsonObject.parse(Files.readString(file))
                        .object("mcpServers")
                        .orElseThrow()
                        .object("aml")
                        .orElseThrow()
                        .string("command"))
                .contains(installed());
        assertThat(cli().run("connect", "claude-code").out())
                .startsWith("· Claude Code is connected in all projects already; nothing was changed\n")
                .doesNotContain("backup");
        assertThat(cli().run("disconnect", "claude-code").out())
                .startsWith("✓ disconnected Claude Code\n  file: " + file + "\n  backup: ");
        assertThat(file).hasContent("{\"numStartups\": 1}");
        assertThat(cli().run("disconnect", "claude-code").out())
                .startsWith("· Claude Code is not connected in the scope of the user\n");
    }

    @Test
    void clientThatWasNeverUsed_isConnectedWithAWarning() {
        assertThat(cli().run("connect", "cursor").out())
                .contains("! Cursor has not been used here; install it first\n");
    }

    @Test
    void print_showsTheEntryAndItsFile() throws IOException {
        Cli.Result result = cli().run("connect", "codex", "--print", "--scope", "project");

        assertThat(result.out())
                .isEqualTo(project + "/.codex/config.toml:\n[mcp_servers.aml]\ncommand = \"" + installed()
                        + "\"\nargs = [\"mcp\"]\n");
        assertThat(project).isEmptyDirectory();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void namedStore_isEntered_exceptThatOfTheProjectInItsOwnFile() throws IOException {
        cli().run("init");

        assertThat(cli().run(".loom/memory", "connect", "vscode").out())
                .contains("command: " + installed() + " " + project + "/.loom/memory mcp\n");
        assertThat(cli().run(".loom/memory", "connect", "vscode", "--scope", "project")
                        .out())
                .contains("command: " + installed() + " mcp\n");
        assertThat(cli().run("connect", "vscode").err())
                .contains(
                        "VS Code already has a server 'aml', which runs '" + installed() + " " + project
                                + "/.loom/memory mcp'",
                        "--force replaces it");
        assertThat(cli().run("nowhere", "connect", "vscode").code()).isEqualTo(ExitCode.NO_STORE);
    }

    @Test
    void list_showsEachClient() throws IOException {
        Files.createDirectory(home.resolve(".gemini"));
        cli().run("connect", "cursor");
        cli().run("connect", "vscode", "--scope", "project");

        Cli.Result result = cli().run("connect", "--list");

        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.out().lines().map(line -> line.strip().replaceAll(" {2,}", "|")))
                .containsExactly(
                        "client|scope|state|command|file",
                        "Claude Code|not found",
                        "Codex|not found",
                        "OpenCode|not found",
                        "Cursor|user|connected|" + installed() + " mcp|" + home + "/.cursor/mcp.json",
                        "Gemini CLI|not connected",
                        "VS Code|project|connected|" + installed() + " mcp|" + project + "/.vscode/mcp.json");
    }

    @Test
    void list_reportsFilesThatCannotBeRead() throws IOException {
        Files.createDirectory(home.resolve(".cursor"));
        Files.writeString(home.resolve(".cursor/mcp.json"), "{\n  \"mcpServers\": {,}\n}");

        Cli.Result result = cli().run("connect", "--list");

        assertThat(result.code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(result.out()).contains("unreadable");
        assertThat(result.err()).contains(home + "/.cursor/mcp.json:2:18: expected a name in double quotes");
        assertThat(cli().run("connect", "--list", "--json")
                        .json()
                        .objects("clients")
                        .get(3)
                        .objects("connections")
                        .getFirst()
                        .string("problem")
                        .orElseThrow())
                .contains("mcp.json:2:18");
    }

    @Test
    void namesOfOthers_cannotControlTheTerminal() throws IOException {
        Files.writeString(
                home.resolve(".claude.json"), "{\"mcpServers\": {\"aml\": {\"command\": \"a\\u001b[2J\\u202eb\"}}}");

        for (List<String> line : List.of(
                List.of("connect", "claude-code"),
                List.of("connect", "--list"),
                List.of("disconnect", "claude-code"))) {
            Cli.Result result = cli().run(line.toArray(String[]::new));
            assertThat(result.out() + result.err())
                    .as(line.toString())
                    .contains("[2J")
                    .doesNotContain("\u001b", "\u202e");
        }
    }

    @Test
    void withoutALauncher_nothingIsEntered() {
        Cli.Result result = new Cli(project).with("HOME", home.toString()).run("connect", "codex");

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("run aml by its launcher");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void mistypedWords_getASuggestion() {
        assertThat(cli().run("connect", "claudecode").err()).contains("did you mean 'claude-code'?");
        assertThat(cli().run("connect", "codex", "--scope", "projct").err()).contains("did you mean 'project'?");
        assertThat(cli().run("connect").err()).contains("name the client", "--list");
        assertThat(cli().run("connect", "codex", "--list").err()).contains("omit the other arguments");
    }

    @Test
    void removedWorkingDirectory_mattersToProjectsAlone() {
        Cli cli = cli().with("LOOM_AML_NO_DIRECTORY", "1");

        assertThat(cli.run("connect", "codex").code()).isEqualTo(ExitCode.DONE);
        assertThat(cli.run("connect", "--list").code()).isEqualTo(ExitCode.DONE);
        assertThat(cli.run("connect", "claude-code", "--scope", "project").code())
                .isEqualTo(ExitCode.USAGE);
    }
}
