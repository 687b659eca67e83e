package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.CaseSample;
import loom.aml.json.JsonObject;
import loom.aml.server.fixture.NodePackages;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The command line of the MCP Inspector calls the tools of the real server in both eras. */
class InspectorIT {
    private static final Path FOLDER = Path.of("target/node-inspector").toAbsolutePath();
    private static final Path PROGRAM =
            FOLDER.resolve("node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js");

    /** It needs 22.19, and only the major version is compared. */
    private static final int OLDEST_NODE = 23;

    @TempDir
    private Path directory;

    /** Each call starts the program, which takes seconds, so a build tries one of them. */
    static List<Arguments> ways() {
        return CaseSample.oneOf(
                4,
                List.of(
                        Arguments.of("modern", "stdio"),
                        Arguments.of("modern", "http"),
                        Arguments.of("legacy", "stdio"),
                        Arguments.of("legacy", "http")));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void inspector_addsAndFindsAMemory(String era, String transport) throws Exception {
        Optional<String> node = new NodePackages(
                        Path.of("src/test/node-inspector").toAbsolutePath(), FOLDER, PROGRAM)
                .installWithNode(OLDEST_NODE);
        if (node.isEmpty()) {
            abort("npm cannot install the Inspector here");
        }
        Path project = Files.createDirectory(directory.resolve("project"));
        try (AgentServer server = AgentServer.start(project)) {
            List<String> target = transport.equals("http")
                    ? List.of("--server-url", server.url())
                    : AgentServer.overStandardStreams(project);
            JsonObject added = call(
                    node.get(),
                    era,
                    target,
                    "memory_add",
                    "{\"kind\":\"solution\",\"title\":\"ECONNRESET\",\"text\":\"raise the timeout\"}");
            JsonObject found = call(node.get(), era, target, "memory_search", "{\"query\":\"ECONNRESET\"}");

            assertThat(found.objects("hits"))
                    .singleElement()
                    .satisfies(hit -> assertThat(hit.string("id")).isEqualTo(added.string("id")));
        }
    }

    private JsonObject call(String node, String era, List<String> target, String tool, String arguments)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(node, PROGRAM.toString(), "--cli"));
        command.addAll(target);
        command.addAll(List.of("--protocol-era", era, "--method", "tools/call"));
        command.addAll(List.of("--tool-name", tool, "--tool-args-json", arguments, "--format", "json"));
        Launcher.Result result = Launcher.run(directory, Map.of("HOME", directory.toString()), command);
        assertThat(result.code()).as(result.err()).isZero();
        JsonObject printed = JsonObject.parse(result.out());
        return printed.object("result")
                .orElse(printed)
                .object("structuredContent")
                .orElseThrow();
    }
}
