package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loom.aml.json.JsonObject;
import loom.aml.server.fixture.NodePackages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The npm package starts the installed aml, and nothing else. */
class NpmPackageIT {
    private static final String SCRIPT = "loom-aml.js";

    @TempDir
    private Path directory;

    private Path project;
    private Path home;
    private String path;

    @BeforeEach
    void fillTheTemplate() throws Exception {
        assumeTrue(NodePackages.versionOf("node") >= 18, "Node is not installed");
        Path filled = Files.createDirectory(directory.resolve("package"));
        try (Stream<Path> files = Files.list(PackageTemplates.NPM)) {
            for (Path file : files.toList()) {
                Files.writeString(filled.resolve(file.getFileName()), PackageTemplates.filled(file));
            }
        }
        project = Files.createDirectory(directory.resolve("project"));
        home = Files.createDirectory(directory.resolve("home"));
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Files.createSymbolicLink(
                bin.resolve("aml"), Launcher.HOME.resolve("aml").toAbsolutePath());
        path = bin + ":" + System.getenv("PATH");
    }

    private Launcher.Result start(Map<String, String> environment, String input, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("node", script()));
        command.addAll(List.of(words));
        return Launcher.run(project, environment, command, input);
    }

    private String script() {
        return directory.resolve("package").resolve(SCRIPT).toString();
    }

    private Map<String, String> installed() {
        return Map.of("PATH", path, "HOME", home.toString());
    }

    /** The example of the page about agents, with the package from this checkout instead of the registry. */
    @Test
    void commandOfThePage_servesTheInstalledProgram() throws Exception {
        assumeTrue(Launcher.isInstalled("npm"), "npm is not installed");
        Matcher example = Pattern.compile("```json\\n(.*\"npx\".*\\n)```")
                .matcher(Files.readString(Launcher.HOME.resolve("docs/agents.md")));
        assertThat(example.find()).isTrue();
        JsonObject entry = JsonObject.parse(example.group(1))
                .object("mcpServers")
                .flatMap(servers -> servers.object("aml"))
                .orElseThrow();
        List<String> command = new ArrayList<>(List.of(entry.string("command").orElseThrow()));
        command.addAll(entry.strings("args"));
        Launcher.Result install = Launcher.run(
                project,
                installed(),
                List.of("npm", "install", "--offline", "--no-audit", "--no-fund", "--install-links", "../package"));
        assertThat(install.code()).as(install.err()).isZero();

        Launcher.Result server = Launcher.run(project, installed(), command, AgentRequests.discover());

        assertThat(server.err()).isEmpty();
        assertThat(AgentRequests.result(server).toString()).contains("\"version\":\"" + Version.NUMBER + '"');
    }

    @Test
    void storeAndOptions_arePassedOn() throws Exception {
        Path store = directory.resolve("elsewhere/memory");
        start(installed(), AgentRequests.add("ECONNRESET"), store.toString());
        Launcher.Result tools = start(installed(), AgentRequests.tools(), store.toString(), "--read-only");

        assertThat(store).isNotEmptyDirectory();
        assertThat(project).isEmptyDirectory();
        assertThat(AgentRequests.result(tools).objects("tools")).hasSize(3);
    }

    @Test
    void missingProgram_isReportedInOneSentence() throws Exception {
        Launcher.Result missing =
                start(Map.of("LOOM_AML_COMMAND", directory.resolve("nothing").toString()), "");

        assertThat(missing.code()).isEqualTo(127);
        assertThat(missing.out()).isEmpty();
        assertThat(missing.err().lines())
                .singleElement()
                .asString()
                .startsWith("loom-aml: aml is not installed: unpack a release");
    }

    @Test
    void programThatTheVariableNames_isStarted() throws Exception {
        Launcher.Result server =
                start(Map.of("LOOM_AML_COMMAND", Launcher.HOME.resolve("aml").toString()), AgentRequests.discover());

        assertThat(AgentRequests.result(server).toString()).contains(Version.NUMBER);
    }

    @Test
    void programOfTheProject_isNotStarted_throughARelativeFolderOnThePath() throws Exception {
        Path planted = Files.writeString(project.resolve("aml"), "#!/bin/sh\ntouch planted\n");
        Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString("rwxr-xr-x"));

        start(Map.of("PATH", ".:" + path), AgentRequests.discover());

        assertThat(project.resolve("planted")).doesNotExist();
    }

    @Test
    void exitCodeAndMessages_areThoseOfTheServer() throws Exception {
        Launcher.Result refused = start(installed(), "", "--http", "70000");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("--http takes a port from 0 to 65535");
    }

    @Test
    void server_endsWithThePackage_thatIsStopped() throws Exception {
        Process wrapper = new ProcessBuilder("env", "PATH=" + path, "node", script())
                .directory(project.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        wrapper.getOutputStream().write(AgentRequests.discover().getBytes(StandardCharsets.UTF_8));
        wrapper.getOutputStream().flush();
        assertThat(wrapper.inputReader(StandardCharsets.UTF_8).readLine()).contains("\"result\"");
        List<ProcessHandle> servers = wrapper.descendants().toList();
        assertThat(servers).isNotEmpty();

        wrapper.toHandle().destroy();

        assertThat(wrapper.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(servers).noneMatch(ProcessHandle::isAlive);
    }
}
