package loom.aml.server.http.mcp;

import static loom.aml.server.http.mcp.HttpClientFixture.code;
import static loom.aml.server.http.mcp.HttpClientFixture.json;
import static loom.aml.server.http.mcp.HttpClientFixture.modern;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import loom.aml.server.feature.ServerDescription;
import loom.aml.server.feature.ServerInfo;
import loom.aml.server.feature.Tool;
import loom.aml.server.feature.ToolResult;
import loom.aml.server.fixture.FixtureServer;
import loom.aml.server.http.HttpHost;
import loom.aml.server.mcp.McpServer;
import loom.aml.server.rpc.Message;
import loom.aml.server.rpc.Notification;
import loom.aml.server.rpc.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 2026-07-28 over HTTP. */
@Timeout(60)
class ModernHttpTest {
    private static final String REGION =
            modern("tools/call", "{'name':'test_header_parameters','arguments':{'region':'Zürich','limit':42}}");

    private HttpHost server;
    private HttpClientFixture client;

    @BeforeEach
    void start() throws Exception {
        serve(FixtureServer.create());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void serve(McpServer mcp) throws Exception {
        if (server != null) {
            server.close();
        }
        server = McpHost.start(mcp);
        client = new HttpClientFixture(server);
    }

    private HttpResponse<String> call(String tool, String... headers) throws Exception {
        String[] all = new String[headers.length + 6];
        System.arraycopy(headers, 0, all, 6, headers.length);
        System.arraycopy(
                new String[] {"MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name", tool},
                0,
                all,
                0,
                6);
        return client.post(modern("tools/call", "{'name':'" + tool + "'}"), all);
    }

    @Test
    void aResponse_isJsonWithTheStatusOfItsError() throws Exception {
        HttpResponse<String> response = call("test_simple_text");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("Mcp-Session-Id")).isEmpty();
        assertThat(call("no_such_tool").statusCode()).isEqualTo(400);
        assertThat(call("test_missing_capability").statusCode()).isEqualTo(400);
        HttpResponse<String> unknown =
                client.post(modern("no/such", "{}"), "MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "no/such");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(code(unknown)).isEqualTo(-32601);
    }

    @Test
    void aNotification_isAcceptedWithoutAnAnswer() throws Exception {
        assertThat(client.post(
                                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}",
                                "MCP-Protocol-Version",
                                "2026-07-28")
                        .statusCode())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MCP-Protocol-Version:2026-07-28,Mcp-Method:tools/call | -32020",
                "MCP-Protocol-Version:2026-07-28,Mcp-Name:test_simple_text | -32020",
                "Mcp-Method:tools/call,Mcp-Name:test_simple_text | -32020",
                "MCP-Protocol-Version:2025-11-25,Mcp-Method:tools/call,Mcp-Name:test_simple_text | -32020",
                "MCP-Protocol-Version:2026-07-28,Mcp-Method:tools/list,Mcp-Name:test_simple_text | -32020",
                "MCP-Protocol-Version:2026-07-28,Mcp-Method:Tools/Call,Mcp-Name:test_simple_text | -32020",
                "MCP-Protocol-Version:2026-07-28,Mcp-Method:tools/call,Mcp-Name:other | -32020",
                "MCP-Protocol-Version:2026-07-28,Mcp-Method:tools/call,Mcp-Name:test_simple_text,Mcp-Name:other | -32020",
                "MCP-Protocol-Version:2026-07-28,Mcp-Method:tools/call,Mcp-Name:=?base64?dGVzdF9zaW1wbGVfdGV4dA==?= | 0",
                "MCP-Protocol-Version:2026-07-28,Mcp-Method:tools/call,Mcp-Name:=?base64?dGVzdF9zaW1wbGVfdGV4dA?= | -32020",
                "mcp-protocol-version:2026-07-28,MCP-METHOD:tools/call,mcp-name:test_simple_text | 0",
            })
    void headers_mustSayWhatTheBodySays(String headers, long expected) throws Exception {
        String[] all = List.of(headers.split(",")).stream()
                .flatMap(each -> List.of(each.split(":", 2)).stream())
                .toArray(String[]::new);
        HttpResponse<String> response = client.post(modern("tools/call", "{'name':'test_simple_text'}"), all);
        assertThat(response.statusCode()).isEqualTo(expected == 0 ? 200 : 400);
        if (expected != 0) {
            assertThat(code(response)).isEqualTo(expected);
            assertThat(HttpClientFixture.body(response).number("id")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "=?base64?WsO8cmljaA==?= | 42 | 200",
                "=?base64?WsO8cmljaA==?= | 42.0 | 200",
                "=?base64?WsO8cmljaA==?= | 43 | 400",
                "=?base64?WsO8cmljaA==?= | - | 400",
                "=?base64?WsO8cmljaA?= | 42 | 400",
                "=?base64?WsO8!!!mljaA==?= | 42 | 400",
                "Zurich | 42 | 400",
                "- | 42 | 400",
            })
    void parametersInHeaders_mustBeThoseOfTheBody(String region, String limit, int status) throws Exception {
        List<String> headers = new ArrayList<>(List.of(
                "MCP-Protocol-Version",
                "2026-07-28",
                "Mcp-Method",
                "tools/call",
                "Mcp-Name",
                "test_header_parameters"));
        if (region != null) {
            headers.addAll(List.of("Mcp-Param-Region", region));
        }
        if (limit != null) {
            headers.addAll(List.of("Mcp-Param-Limit", limit));
        }
        HttpResponse<String> response = client.post(REGION, headers.toArray(String[]::new));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        if (status == 400) {
            assertThat(code(response)).isEqualTo(-32020);
        }
    }

    @Test
    void aParameterThatIsNotInTheBody_mustNotBeInAHeader() throws Exception {
        String body = modern("tools/call", "{'name':'test_header_parameters','arguments':{'region':'x','limit':null}}");
        String[] headers = {
            "MCP-Protocol-Version",
            "2026-07-28",
            "Mcp-Method",
            "tools/call",
            "Mcp-Name",
            "test_header_parameters",
            "Mcp-Param-Region",
            "x"
        };
        assertThat(client.post(body, headers).statusCode()).isEqualTo(200);
        String[] more = Arrays.copyOf(headers, headers.length + 2);
        more[headers.length] = "Mcp-Param-Limit";
        more[headers.length + 1] = "5";
        assertThat(client.post(body, more).statusCode()).isEqualTo(400);
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

    private HttpResponse<InputStream> stream(String method, String params, String... name) throws Exception {
        List<String> headers = new ArrayList<>(List.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", method));
        for (String each : name) {
            headers.addAll(List.of("Mcp-Name", each));
        }
        return client.stream("POST", modern(method, params), headers.toArray(String[]::new));
    }

    @Test
    void progress_makesTheAnswerAStreamThatEndsWithTheResponse() throws Exception {
        HttpResponse<InputStream> response = stream(
                "tools/call",
                "{'name':'test_tool_with_progress','_meta':{'progressToken':7}}",
                "test_tool_with_progress");
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(response.headers().firstValue("X-Accel-Buffering")).contains("no");
        List<Message> messages = messages(reader(response), 100);
        assertThat(messages).hasSize(4);
        assertThat(messages.getLast()).isInstanceOf(Response.class);
    }

    @Test
    void aSubscription_isAStreamThatEndsWithTheServer() throws Exception {
        BufferedReader lines = reader(stream("subscriptions/listen", "{'notifications':{'toolsListChanged':true}}"));
        assertThat(((Notification) messages(lines, 1).getFirst()).method())
                .isEqualTo("notifications/subscriptions/acknowledged");
        call("test_trigger_prompt_change");
        call("test_trigger_tool_change");
        assertThat(((Notification) messages(lines, 1).getFirst()).method())
                .isEqualTo("notifications/tools/list_changed");
        Thread.ofVirtual().start(server::close);
        assertThat(messages(lines, 1).getFirst()).isInstanceOf(Response.class);
    }

    @Test
    void aClientThatDisconnects_cancelsItsRequest() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        serve(new McpServer(
                ServerDescription.of(new ServerInfo("s", null, "1"))
                        .tool(Tool.of("wait", "", json("{'type':'object'}"), (_, exchange) -> {
                            for (int step = 0; !exchange.isCancelled(); step++) {
                                exchange.progress(step, null, null);
                                Thread.sleep(10);
                            }
                            cancelled.countDown();
                            return ToolResult.text("");
                        }))
                        .build(),
                _ -> {}));
        HttpResponse<InputStream> response =
                stream("tools/call", "{'name':'wait','_meta':{'progressToken':7}}", "wait");
        assertThat(messages(reader(response), 1)).hasSize(1);
        response.body().close();
        assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
