package loom.aml.server.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.app.graph.HostedGraph;
import loom.aml.json.JsonObject;
import loom.aml.server.fixture.InMemory;
import loom.aml.server.fixture.TestClient;
import loom.aml.server.mcp.Revision;
import loom.aml.server.rpc.Message;
import loom.aml.server.rpc.Notification;
import loom.aml.server.rpc.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A client of server-memory gets the same answers from aml, with metadata in addition. */
class ServerMemoryTest {
    private static final String AUTH = "{'name':'auth','entityType':'service','observations':['uses JWT']}";

    @TempDir
    private Path directory;

    private final List<String> notices = new ArrayList<>();
    private Path file;
    private HostedGraph graph;

    @BeforeEach
    void open() throws IOException {
        file = directory.resolve("memory.jsonl");
        graph = HostedGraph.open(file);
    }

    @AfterEach
    void close() {
        graph.close();
    }

    private TestClient client(Revision revision) throws InterruptedException {
        return new InMemory(ServerMemory.create(graph, "1.2.3", notices::add), revision)
                .client()
                .begin();
    }

    private TestClient client() throws InterruptedException {
        return client(Revision.V2025_11_25);
    }

    private static Optional<String> runOf(Response response) {
        return TestClient.result(response).object("_meta").flatMap(meta -> meta.string("loom.aml/run"));
    }

    @ParameterizedTest
    @EnumSource
    void everyRevision_hasTheToolsAndTheResource(Revision revision) throws Exception {
        TestClient client = client(revision);

        Response created = client.callTool("create_entities", "{'entities':[" + AUTH + "]}");

        assertThat(TestClient.text(created))
                .isEqualTo("[\n  {\n    \"name\": \"auth\",\n    \"entityType\": \"service\",\n"
                        + "    \"observations\": [\n      \"uses JWT\"\n    ]\n  }\n]");
        assertThat(TestClient.result(client.call("tools/list", "{}")).objects("tools"))
                .hasSize(9);
        JsonObject contents = TestClient.result(client.call("resources/read", "{'uri':'memory://knowledge-graph'}"))
                .objects("contents")
                .getFirst();
        assertThat(JsonObject.parse(contents.string("text").orElseThrow()).objects("entities"))
                .hasSize(1);
    }

    @Test
    void change_namesItsRun_whichCanBeUndone() throws Exception {
        TestClient client = client();
        client.callTool("create_entities", "{'entities':[" + AUTH + "]}");
        String before = Files.readString(file);

        Response deleted = client.callTool("delete_entities", "{'entityNames':['auth']}");

        assertThat(TestClient.text(deleted)).isEqualTo("Entities deleted successfully");
        assertThat(Files.readString(file)).isEmpty();
        graph.undo(runOf(deleted).orElseThrow());
        assertThat(Files.readString(file)).isEqualTo(before);
        assertThat(runOf(client.callTool("delete_entities", "{'entityNames':['nobody']}")))
                .isEmpty();
        assertThat(TestClient.result(client.callTool("read_graph", "{}")).has("_meta"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            add_observations | {'observations':[{'entityName':'x','contents':['y']}]} | Entity with name x not found
            search_nodes | {} | MCP error -32602: Input validation error: Invalid arguments for tool search_nodes: Invalid input: expected string, received undefined at query
            open_nodes | {'names':[1,null,[],{},true]} | MCP error -32602: Input validation error: Invalid arguments for tool open_nodes: Invalid input: expected string, received number at names[0]\\nInvalid input: expected string, received null at names[1]\\nInvalid input: expected string, received array at names[2]\\nInvalid input: expected string, received object at names[3]\\nInvalid input: expected string, received boolean at names[4]
            create_relations | {'relations':[{'from':'a'},7]} | MCP error -32602: Input validation error: Invalid arguments for tool create_relations: Invalid input: expected string, received undefined at relations[0].to\\nInvalid input: expected string, received undefined at relations[0].relationType\\nInvalid input: expected object, received number at relations[1]
            """)
    void errors_haveTheWordsOfServerMemory(String tool, String arguments, String message) throws Exception {
        Response response = client().callTool(tool, arguments);

        assertThat(TestClient.text(response)).isEqualTo(message.replace("\\n", "\n"));
        assertThat(TestClient.result(response).isTrue("isError")).isTrue();
        assertThat(file).doesNotExist();
    }

    @Test
    void lineThatCannotBeRead_isReported_andDoesNotStopTheServer() throws Exception {
        Files.writeString(file, "{\"type\":\"note\"}\n{\"type\":\"entity\",\"name\":\"half\n");
        TestClient client = client();

        client.callTool("create_entities", "{'entities':[" + AUTH + "]}");
        JsonObject read = TestClient.result(client.callTool("read_graph", "{}"));

        assertThat(read.object("structuredContent").orElseThrow().objects("entities"))
                .hasSize(1);
        JsonObject findings =
                read.object("_meta").orElseThrow().object("loom.aml/findings").orElseThrow();
        assertThat(findings.number("count")).isEqualTo(2);
        assertThat(findings.objects("first").get(1).string("what")).hasValue("truncated text");
        assertThat(notices)
                .containsExactly(file + " has 1 line with problems, the last one at memory.jsonl:2: truncated text;"
                        + " kept unchanged and not shown; correct the line, or remove it");
        assertThat(Files.readString(file)).startsWith("{\"type\":\"note\"}\n{\"type\":\"entity\",\"name\":\"half\n");
    }

    @Test
    void fileOfAnotherKind_isAnError_andIsNotWritten() throws Exception {
        Files.writeString(file, "# Notes\n");
        TestClient client = client();
        for (String tool : List.of("read_graph", "create_entities")) {
            Response response = client.callTool(tool, "{'entities':[" + AUTH + "]}");
            assertThat(TestClient.result(response).isTrue("isError")).isTrue();
            assertThat(TestClient.text(response)).contains("is not a memory file");
        }
        assertThat(Files.readString(file)).isEqualTo("# Notes\n");
        assertThat(notices).hasSize(2);
    }

    @Test
    void subscriber_isNotifiedOfEachChange() throws Exception {
        TestClient client = client();
        client.call("resources/subscribe", "{'uri':'memory://knowledge-graph'}");

        client.callTool("read_graph", "{}");
        client.ask(
                "tools/call",
                JsonObject.parse("{\"name\":\"create_entities\",\"arguments\":{\"entities\":[" + AUTH.replace('\'', '"')
                        + "]}}"));
        List<Message> messages = List.of(client.next(), client.next());

        assertThat(messages).filteredOn(message -> message instanceof Response).hasSize(1);
        assertThat(messages)
                .filteredOn(message -> message instanceof Notification)
                .extracting(message -> ((Notification) message).method())
                .containsExactly("notifications/resources/updated");
    }
}
