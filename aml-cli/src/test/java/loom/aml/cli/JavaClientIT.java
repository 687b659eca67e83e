package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.modern.McpSchema.Implementation;
import io.modelcontextprotocol.modern.client.transport.HttpClientMcpTransport;
import io.modelcontextprotocol.modern.client.transport.StdioMcpClientTransport;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The clients of the official Java SDK work with the real server: those of both eras, over both transports. */
@Timeout(120)
class JavaClientIT {
    private static final Duration WAIT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private Path project;

    @BeforeEach
    void makeProject() throws Exception {
        project = Files.createDirectory(directory.resolve("project"));
    }

    /** Calls a tool with arguments and returns its structured content. */
    private interface Calls extends BiFunction<String, Map<String, Object>, Map<?, ?>> {}

    private static void addThenFindThenGet(Calls call) {
        Map<?, ?> added = call.apply(
                "memory_add",
                Map.of("kind", "solution", "title", "ECONNRESET in the proxy", "text", "raise the timeout"));
        Map<?, ?> found = call.apply("memory_search", Map.of("query", "why does the proxy fail with ECONNRESET?"));
        Map<?, ?> got = call.apply("memory_get", Map.of("id", added.get("id")));

        assertThat(added.get("command")).isEqualTo("add");
        assertThat((List<?>) found.get("hits"))
                .singleElement()
                .satisfies(hit -> assertThat(((Map<?, ?>) hit).get("id")).isEqualTo(added.get("id")));
        assertThat(got.toString()).contains("raise the timeout");
    }

    private ServerParameters program() {
        List<String> command = AgentServer.overStandardStreams(project);
        return ServerParameters.builder(command.getFirst())
                .args(command.subList(1, command.size()))
                .build();
    }

    private static Map<?, ?> structured(Object content, Boolean isError) {
        assertThat(isError).as(String.valueOf(content)).isNotEqualTo(true);
        return (Map<?, ?>) content;
    }

    private static void useWithSession(McpClientTransport transport) {
        try (McpSyncClient client =
                McpClient.sync(transport).requestTimeout(WAIT).build()) {
            McpSchema.InitializeResult initialized = client.initialize();

            assertThat(initialized.serverInfo().name()).isEqualTo("aml");
            assertThat(initialized.serverInfo().version()).isEqualTo(Version.NUMBER);
            assertThat(client.listTools().tools())
                    .hasSize(8)
                    .allSatisfy(tool -> assertThat(tool.name()).startsWith("memory_"));
            addThenFindThenGet((tool, arguments) -> {
                McpSchema.CallToolResult result = client.callTool(new McpSchema.CallToolRequest(tool, arguments));
                return structured(result.structuredContent(), result.isError());
            });
            McpSchema.CallToolResult refused =
                    client.callTool(new McpSchema.CallToolRequest("memory_get", Map.of("id", "nothing")));
            assertThat(refused.isError()).isTrue();
        }
    }

    @Test
    void clientWithSessions_addsAndFindsMemories_overStandardStreams() {
        useWithSession(new StdioClientTransport(program(), McpJsonDefaults.getMapper()));
    }

    @Test
    void clientWithSessions_addsAndFindsMemories_overHttp() throws Exception {
        try (AgentServer server = AgentServer.start(project)) {
            useWithSession(HttpClientStreamableHttpTransport.builder(server.base())
                    .endpoint(AgentServer.ENDPOINT)
                    .build());
        }
    }

    private static void useWithoutSession(
            io.modelcontextprotocol.modern.client.transport.McpClientTransport transport) {
        io.modelcontextprotocol.modern.client.McpSyncClient client =
                io.modelcontextprotocol.modern.client.McpClient.sync(transport)
                        .clientInfo(Implementation.builder("java-client", "1").build())
                        .build();

        assertThat(client.discover().supportedVersions()).contains("2026-07-28");
        assertThat(client.listTools().list().tools()).hasSize(8);
        addThenFindThenGet((tool, arguments) -> {
            var result =
                    client.tool(tool).arguments(arguments).callTimeout(WAIT).call();
            return structured(result.structuredContent(), result.isError());
        });
        assertThat(client.tool("memory_get")
                        .arguments(Map.of("id", "nothing"))
                        .call()
                        .isError())
                .isTrue();
    }

    @Test
    void clientWithoutSessions_addsAndFindsMemories_overStandardStreams() {
        try (StdioMcpClientTransport transport =
                StdioMcpClientTransport.builder(program()).start()) {
            useWithoutSession(transport);
        }
    }

    @Test
    void clientWithoutSessions_addsAndFindsMemories_overHttp() throws Exception {
        try (AgentServer server = AgentServer.start(project)) {
            useWithoutSession(HttpClientMcpTransport.builder(server.url()).build());
        }
    }
}
