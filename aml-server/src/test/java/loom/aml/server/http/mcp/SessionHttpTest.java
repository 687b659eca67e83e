package loom.aml.server.http.mcp;

import static loom.aml.server.http.mcp.HttpClientFixture.json;
import static loom.aml.server.http.mcp.HttpClientFixture.legacy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import loom.aml.server.fixture.FixtureServer;
import loom.aml.server.http.HostOptions;
import loom.aml.server.http.HttpHost;
import loom.aml.server.mcp.McpServer;
import loom.aml.server.rpc.Message;
import loom.aml.server.rpc.Notification;
import loom.aml.server.rpc.Request;
import loom.aml.server.rpc.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 2025-11-25 and before over HTTP: sessions, and streams that can be resumed. */
@Timeout(60)
class SessionHttpTest {
    private static final String INITIALIZED = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

    private final McpServer mcp = FixtureServer.create();
    private HttpHost server;
    private HttpClientFixture client;

    @BeforeEach
    void start() throws Exception {
        serve(McpEndpoint.Limits.DEFAULT);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void serve(McpEndpoint.Limits limits) throws Exception {
        if (server != null) {
            server.close();
        }
        server = McpHost.start(mcp, HostOptions.loopback(0), limits);
        client = new HttpClientFixture(server);
    }

    private HttpResponse<String> initialize(String version) throws Exception {
        return client.post(legacy(
                "initialize",
                "{'protocolVersion':'" + version
                        + "','capabilities':{'elicitation':{}},'clientInfo':{'name':'t','version':'1'}}"));
    }

    private String session() throws Exception {
        String id =
                initialize("2025-11-25").headers().firstValue("Mcp-Session-Id").orElseThrow();
        assertThat(client.post(INITIALIZED, "Mcp-Session-Id", id).statusCode()).isEqualTo(202);
        return id;
    }

    private static List<Message> messages(BufferedReader lines, int count) throws Exception {
        List<Message> messages = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            HttpClientFixture.message(line).ifPresent(messages::add);
            if (messages.size() == count) {
                break;
            }
        }
        return messages;
    }

    private static BufferedReader reader(HttpResponse<InputStream> response) {
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    @Test
    void aSession_beginsWithInitializeAndEndsWithDelete() throws Exception {
        String id = session();
        HttpResponse<String> list =
                client.post(legacy("tools/list", "{}"), "Mcp-Session-Id", id, "MCP-Protocol-Version", "2025-11-25");
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(HttpClientFixture.body(list).object("result").orElseThrow().keys())
                .containsExactly("tools");
        assertThat(client.send("DELETE", "Mcp-Session-Id", id).statusCode()).isEqualTo(204);
        assertThat(client.post(legacy("tools/list", "{}"), "Mcp-Session-Id", id).statusCode())
                .isEqualTo(404);
        assertThat(client.send("DELETE", "Mcp-Session-Id", id).statusCode()).isEqualTo(404);
        assertThat(client.send("GET", "Mcp-Session-Id", id).statusCode()).isEqualTo(404);
    }

    @Test
    void withoutASession_nothingButInitializeIsServed() throws Exception {
        HttpResponse<String> list = client.post(legacy("tools/list", "{}"));
        assertThat(list.statusCode()).isEqualTo(400);
        assertThat(HttpClientFixture.body(list).number("id")).isEqualTo(1);
        assertThat(client.post(INITIALIZED).statusCode()).isEqualTo(400);
        assertThat(client.send("GET").statusCode()).isEqualTo(400);
        assertThat(initialize("").headers().firstValue("Mcp-Session-Id")).isPresent();
        HttpResponse<String> wrong = client.post(legacy("initialize", "{'protocolVersion':5}"));
        assertThat(wrong.headers().firstValue("Mcp-Session-Id")).isEmpty();
        assertThat(client.post(
                                legacy("tools/list", "{}"),
                                "Mcp-Session-Id",
                                session(),
                                "MCP-Protocol-Version",
                                "1900-01-01")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aQuestion_isSentOnTheStreamOfItsRequest() throws Exception {
        String id = session();
        BufferedReader lines = reader(client.stream(
                "POST",
                legacy("tools/call", "{'name':'test_input_required_result_elicitation'}"),
                "Mcp-Session-Id",
                id));
        Request question = (Request) messages(lines, 1).getFirst();
        assertThat(question.method()).isEqualTo("elicitation/create");
        assertThat(client.post(
                                Response.success(question.id(), json("{'action':'accept','content':{'name':'Ada'}}"))
                                        .toJson()
                                        .toString(),
                                "Mcp-Session-Id",
                                id)
                        .statusCode())
                .isEqualTo(202);
        Response response = (Response) messages(lines, 1).getFirst();
        assertThat(response.result().objects("content").getFirst().string("text"))
                .contains("Hello, Ada!");
        assertThat(messages(lines, 1)).isEmpty();
    }

    @Test
    void aStreamThatWasInterrupted_goesOnAfterTheLastEvent() throws Exception {
        String id = session();
        BufferedReader lines = reader(
                client.stream("POST", legacy("tools/call", "{'name':'test_reconnection'}"), "Mcp-Session-Id", id));
        List<String> primed = lines.lines().toList();
        assertThat(primed).startsWith("id: 1-0", "retry: 1000", "data: ");
        assertThat(primed.stream()
                        .filter(line -> HttpClientFixture.message(line).isPresent()))
                .isEmpty();
        BufferedReader resumed = reader(client.stream("GET", "", "Mcp-Session-Id", id, "Last-Event-ID", "1-0"));
        assertThat(messages(resumed, 1).getFirst()).isInstanceOf(Response.class);
        for (String wrong : List.of("1", "x-1", "99-0", "1-x")) {
            assertThat(client.send("GET", "Mcp-Session-Id", id, "Last-Event-ID", wrong)
                            .statusCode())
                    .as(wrong)
                    .isEqualTo(404);
        }
    }

    @Test
    void aClientThatDisconnects_canComeBackForWhatItMissed() throws Exception {
        String id = session();
        HttpResponse<InputStream> response = client.stream(
                "POST",
                legacy("tools/call", "{'name':'test_tool_with_progress','_meta':{'progressToken':1}}"),
                "Mcp-Session-Id",
                id);
        assertThat(messages(reader(response), 1)).hasSize(1);
        response.body().close();
        Thread.sleep(300);
        BufferedReader resumed = reader(client.stream("GET", "", "Mcp-Session-Id", id, "Last-Event-ID", "1-1"));
        List<Message> rest = messages(resumed, 100);
        assertThat(rest).hasSize(3);
        assertThat(rest.getLast()).isInstanceOf(Response.class);
    }

    @Test
    void olderRevisions_getNoEventsWithoutAMessage() throws Exception {
        String id =
                initialize("2025-03-26").headers().firstValue("Mcp-Session-Id").orElseThrow();
        List<String> lines = reader(client.stream(
                        "POST",
                        legacy("tools/call", "{'name':'test_tool_with_progress','_meta':{'progressToken':1}}"),
                        "Mcp-Session-Id",
                        id))
                .lines()
                .toList();
        assertThat(lines).contains("event: message").doesNotContain("data: ");
    }

    @Test
    void changes_comeOnTheStreamOfTheSessionAlsoThoseBeforeItWasOpened() throws Exception {
        String id = session();
        client.post(legacy("resources/subscribe", "{'uri':'test://watched-resource'}"), "Mcp-Session-Id", id);
        mcp.resourceUpdated("test://watched-resource");
        Thread.sleep(100);
        BufferedReader lines = reader(client.stream("GET", "", "Mcp-Session-Id", id));
        assertThat(((Notification) messages(lines, 1).getFirst()).method())
                .isEqualTo("notifications/resources/updated");
        mcp.toolsChanged();
        assertThat(((Notification) messages(lines, 1).getFirst()).method())
                .isEqualTo("notifications/tools/list_changed");
        // A second stream takes the place of the first.
        BufferedReader second = reader(client.stream("GET", "", "Mcp-Session-Id", id));
        assertThat(messages(lines, 1)).isEmpty();
        mcp.promptsChanged();
        assertThat(((Notification) messages(second, 1).getFirst()).method())
                .isEqualTo("notifications/prompts/list_changed");
        client.send("DELETE", "Mcp-Session-Id", id);
        assertThat(messages(second, 1)).isEmpty();
    }

    @Test
    void sessions_endWhenTheyAreIdleAndToMakePlace() throws Exception {
        serve(new McpEndpoint.Limits(10_000, 2, Duration.ofMillis(400)));
        String first = session();
        String second = session();
        assertThat(client.post(legacy("ping", "{}"), "Mcp-Session-Id", first).statusCode())
                .isEqualTo(200);
        String third = session();
        assertThat(client.post(legacy("ping", "{}"), "Mcp-Session-Id", second).statusCode())
                .isEqualTo(404);
        assertThat(client.post(legacy("ping", "{}"), "Mcp-Session-Id", first).statusCode())
                .isEqualTo(200);
        Thread.sleep(600);
        assertThat(client.post(legacy("ping", "{}"), "Mcp-Session-Id", first).statusCode())
                .isEqualTo(404);
        assertThat(client.post(legacy("ping", "{}"), "Mcp-Session-Id", third).statusCode())
                .isEqualTo(404);
    }
}
