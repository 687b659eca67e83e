package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real clients, as far as they are installed, find the entry that aml made for them. */
class ConnectedClientsIT {
    @TempDir
    private Path directory;

    private Map<String, String> environment(Path home) {
        return Map.of(
                "HOME", home.toString(),
                "XDG_CONFIG_HOME", home.resolve(".config").toString(),
                "XDG_STATE_HOME", home.resolve(".local/state").toString(),
                "XDG_DATA_HOME", home.resolve(".local/share").toString(),
                // The clients must not need their services.
                "DISABLE_TELEMETRY", "1",
                "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1",
                "ANTHROPIC_BASE_URL", "http://127.0.0.1:9");
    }

    @ParameterizedTest
    @CsvSource({
        "claude-code, claude, Connected",
        "opencode, opencode, connected",
        "codex, codex, enabled",
        "gemini, gemini, aml"
    })
    void client_findsTheServer(String client, String program, String state) throws Exception {
        assumeTrue(Launcher.isInstalled(program), program + " is not installed");
        Path home = Files.createDirectory(directory.resolve("home"));
        Path project = Files.createDirectories(directory.resolve("project"));
        String launcher = Launcher.HOME.resolve("aml").toRealPath().toString();

        assertThat(run(project, home, launcher, "connect", client).code()).isZero();
        Launcher.Result connected = run(project, home, program, "mcp", "list");
        assertThat(run(project, home, launcher, "disconnect", client).code()).isZero();
        Launcher.Result disconnected = run(project, home, program, "mcp", "list");

        assertThat(connected.out() + connected.err()).contains(launcher, state);
        assertThat(disconnected.out() + disconnected.err()).doesNotContain(launcher);
    }

    /** Claude Code runs the hooks: a session that cannot log in still starts and ends. */
    @Test
    void claudeCode_acceptsTheHooksOfTheGuard() throws Exception {
        assumeTrue(Launcher.isInstalled("claude"), "claude is not installed");
        Path home = Files.createDirectory(directory.resolve("home"));
        Path project = Files.createDirectories(directory.resolve("project")).toRealPath();
        String launcher = Launcher.HOME.resolve("aml").toRealPath().toString();
        Path settings = Files.createDirectory(home.resolve(".claude")).resolve("settings.json");
        String before = "{\n  \"env\": { \"A\": \"1\" },\n  \"hooks\": { \"Stop\": [] }\n}\n";
        Files.writeString(settings, before);
        Path memory = Files.createDirectories(
                home.resolve(".claude/projects/" + project.toString().replaceAll("[^a-zA-Z0-9]", "-") + "/memory"));
        Files.writeString(memory.resolve("MEMORY.md"), "- [One](one.md)\n");

        assertThat(run(project, home, launcher, "guard", "install").code()).isZero();
        Launcher.Result listed = run(project, home, "claude", "mcp", "list");
        Launcher.Result session = run(project, home, "claude", "-p", "hello");
        assertThat(run(project, home, launcher, "guard", "remove").code()).isZero();

        assertThat(listed.code()).isZero();
        assertThat(listed.out() + listed.err())
                .doesNotContainIgnoringCase("settings")
                .contains("No MCP servers");
        assertThat(session.out() + session.err()).doesNotContainIgnoringCase("invalid settings");
        assertThat(memory.resolveSibling("memory-state/guard/state")).exists();
        assertThat(settings).hasContent(before);
    }

    private Launcher.Result run(Path project, Path home, String... words) throws IOException, InterruptedException {
        return Launcher.run(project, environment(home), List.of(words));
    }
}
