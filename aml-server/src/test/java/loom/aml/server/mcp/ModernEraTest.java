package loom.aml.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import loom.aml.json.JsonObject;
import loom.aml.server.fixture.FixtureServer;
import loom.aml.server.fixture.InMemory;
import loom.aml.server.fixture.TestClient;
import loom.aml.server.rpc.Notification;
import loom.aml.server.rpc.Request;
import loom.aml.server.rpc.RequestId;
import loom.aml.server.rpc.Response;
import loom.aml.server.rpc.RpcException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** 2026-07-28: requests that say all about themselves. */
class ModernEraTest {
    private final McpServer server = FixtureServer.create();
    private final InMemory pair = new InMemory(server, Revision.V2026_07_28);
    private final TestClient client = pair.client();

    private static JsonObject json(String text) throws Exception {
        return JsonObject.parse(text.replace('\'', '"'));
    }

    private Response sent(String params) throws Exception {
        client.sendUnchecked(new Request(new RequestId("raw"), "tools/list", json(params)));
        return (Response) client.next();
    }

    @Test
    void discover_namesVersionsCapabilitiesAndTheServer() throws Exception {
        JsonObject result = TestClient.result(client.call("server/discover", "{}"));
        assertThat(result.strings("supportedVersions")).startsWith("2026-07-28", "2025-11-25");
        assertThat(result.object("capabilities").orElseThrow().keys())
                .containsExactly("tools", "resources", "prompts", "completions", "logging");
        assertThat(result.string("resultType")).contains("complete");
        assertThat(result.number("ttlMs")).isPositive();
        assertThat(result.object("_meta").orElseThrow().keys()).containsExactly("io.modelcontextprotocol/serverInfo");
    }

    @Test
    void requestsWithoutWhatTheyMustSay_areRefusedByName() throws Exception {
        Response none = sent("{}");
        assertThat(TestClient.code(none)).isEqualTo(-32602);
        Response half = sent("{'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28'}}");
        assertThat(TestClient.code(half)).isEqualTo(-32602);
        assertThat(half.error().message()).contains("io.modelcontextprotocol/clientCapabilities");
        Response level = sent("{'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28',"
                + "'io.modelcontextprotocol/clientCapabilities':{},'io.modelcontextprotocol/logLevel':'loud'}}");
        assertThat(TestClient.code(level)).isEqualTo(-32602);
    }

    @Test
    void unknownVersions_areRefusedWithThoseThatAreSupported() throws Exception {
        for (String version : List.of("1900-01-01", "2025-11-25")) {
            Response response = sent("{'_meta':{'io.modelcontextprotocol/protocolVersion':'" + version
                    + "','io.modelcontextprotocol/clientCapabilities':{}}}");
            assertThat(TestClient.code(response)).isEqualTo(-32022);
            assertThat(response.error().data().string("requested")).contains(version);
            assertThat(response.error().data().strings("supported")).contains("2026-07-28");
        }
    }

    @Test
    void methodsOfSessions_areUnknown() throws Exception {
        for (String method : List.of("initialize", "ping", "logging/setLevel", "resources/subscribe")) {
            client.sendUnchecked(client.request(method, json("{'uri':'test://static-text'}")));
            assertThat(TestClient.code((Response) client.next())).as(method).isEqualTo(-32601);
        }
    }

    @Test
    void oneProcess_servesBothErasAtTheSameTime() throws Exception {
        InMemory mixed = new InMemory(server, Revision.V2025_11_25);
        mixed.client().begin();
        assertThat(TestClient.text(mixed.client().callTool("test_simple_text", "{}")))
                .startsWith("This is");
        assertThat(TestClient.text(client.callTool("test_simple_text", "{}"))).startsWith("This is");
        Request modern = client.request("tools/list", json("{}"));
        mixed.connection().receive(new Request(new RequestId("m"), modern.method(), modern.params()), client::receive);
        assertThat(TestClient.result((Response) client.next()).has("resultType"))
                .isTrue();
    }

    @Test
    void messagesForTheLog_areSentOnlyToRequestsThatWantThem() throws Exception {
        client.ask("tools/call", json("{'name':'test_logging_tool'}"));
        assertThat(client.next()).isInstanceOf(Response.class);
        client.ask(
                "tools/call",
                json("{'name':'test_logging_tool','_meta':{'io.modelcontextprotocol/logLevel':'error'}}"));
        assertThat(((Notification) client.next()).method()).isEqualTo("notifications/message");
        assertThat(client.next()).isInstanceOf(Response.class);
        client.ask(
                "tools/call",
                json("{'name':'test_logging_tool','_meta':{'io.modelcontextprotocol/logLevel':'alert'}}"));
        assertThat(client.next()).isInstanceOf(Response.class);
    }

    @Test
    void questions_areAnsweredByRepeatingTheRequestRoundByRound() throws Exception {
        String name = "test_input_required_result_multi_round";
        JsonObject first = TestClient.result(client.callTool(name, "{}"));
        assertThat(first.string("resultType")).contains("input_required");
        assertThat(first.object("inputRequests").orElseThrow().keys()).containsExactly("step1");
        JsonObject second = repeat(name, first, "'step1':{'action':'accept','content':{'name':'Ada'}}");
        assertThat(second.object("inputRequests").orElseThrow().keys()).containsExactly("step2");
        assertThat(second.string("requestState")).isNotEqualTo(first.string("requestState"));
        JsonObject third = repeat(name, second, "'step2':{'action':'accept','content':{'color':'blue'}}");
        assertThat(third.objects("content").getFirst().string("text")).contains("Ada likes blue");
        assertThat(third.string("resultType")).contains("complete");
    }

    private JsonObject repeat(String tool, JsonObject result, String answers) throws Exception {
        return TestClient.result(client.call(
                "tools/call",
                "{'name':'" + tool + "','arguments':{},'inputResponses':{" + answers + "},'requestState':'"
                        + result.string("requestState").orElseThrow() + "'}"));
    }

    @Test
    void answersThatAreNotWhatWasAskedFor_areRefused() throws Exception {
        String call = "{'name':'test_input_required_result_elicitation','inputResponses':";
        for (String nonsense : List.of(
                "null",
                "5",
                "{'user_name':5}",
                "{'user_name':{'action':'maybe'}}",
                "{'user_name':{'action':'accept'}}",
                "{'user_name':{'action':'accept','content':{'name':5}}}")) {
            client.sendUnchecked(client.request("tools/call", json(call + nonsense + "}")));
            assertThat(TestClient.code((Response) client.next())).as(nonsense).isEqualTo(-32602);
        }
        JsonObject asksAgain = TestClient.result(client.call("tools/call", call + "{'other':{'action':'decline'}}}"));
        assertThat(asksAgain.string("resultType")).contains("input_required");
    }

    @Test
    void aClientIsNotAskedForWhatItCannot() throws Exception {
        client.declaring("{'sampling':{}}");
        Response response = client.callTool("test_input_required_result_elicitation", "{}");
        assertThat(TestClient.code(response)).isEqualTo(-32021);
        assertThat(response.error().data()).isEqualTo(json("{'requiredCapabilities':{'elicitation':{}}}"));
        client.declaring("{'elicitation':{'url':{}}}");
        assertThat(TestClient.code(client.callTool("test_input_required_result_elicitation", "{}")))
                .isEqualTo(-32021);
    }

    @Test
    void aStateThatWasTouchedOrBelongsToAnotherRequest_isRefused() throws Exception {
        String state = TestClient.result(client.callTool("test_input_required_result_request_state", "{}"))
                .string("requestState")
                .orElseThrow();
        String call = "{'name':'%s','arguments':%s,'requestState':'%s'}";
        String name = "test_input_required_result_request_state";
        for (String tampered : List.of(
                state + "-TAMPERED",
                (state.charAt(0) == 'A' ? 'B' : 'A') + state.substring(1),
                state.substring(0, state.indexOf('.')),
                "." + state.substring(state.indexOf('.') + 1),
                "",
                state.replace('.', '!'))) {
            assertThat(TestClient.code(client.call("tools/call", call.formatted(name, "{}", tampered))))
                    .as(tampered)
                    .isEqualTo(-32602);
        }
        assertThat(TestClient.code(
                        client.call("tools/call", call.formatted("test_streaming_elicitation", "{}", state))))
                .isEqualTo(-32602);
        assertThat(TestClient.code(client.call("tools/call", call.formatted(name, "{'a':1}", state))))
                .isEqualTo(-32602);
        // Another process has another key.
        TestClient elsewhere = new InMemory(FixtureServer.create(), Revision.V2026_07_28).client();
        assertThat(TestClient.code(elsewhere.call("tools/call", call.formatted(name, "{}", state))))
                .isEqualTo(-32602);
        assertThat(TestClient.result(client.call("tools/call", call.formatted(name, "{}", state)))
                        .string("resultType"))
                .contains("input_required");
    }

    @Test
    void aState_expiresAndDoesNotDependOnTheOrderOfKeys() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-12-01T00:00:00Z"));
        RequestState states = new RequestState(now::get);
        Map<String, JsonObject> answers = Map.of("q", json("{'action':'decline'}"));
        Request one = new Request(
                new RequestId(1L), "tools/call", json("{'name':'t','arguments':{'a':1,'b':[{'c':'x','d':2}]}}"));
        Request same = new Request(
                new RequestId(2L), "tools/call", json("{'arguments':{'b':[{'d':2,'c':'x'}],'a':1},'name':'t'}"));
        String state = states.seal(answers, one);
        assertThat(states.open(state, same)).isEqualTo(answers);
        now.set(now.get().plus(Duration.ofMinutes(10)));
        assertThat(states.open(state, same)).isEqualTo(answers);
        now.set(now.get().plusSeconds(1));
        Assertions.assertThatExceptionOfType(RpcException.class)
                .isThrownBy(() -> states.open(state, same))
                .withMessageContaining("expired");
    }

    @Test
    void aSubscription_isAcknowledgedFirst_andNotifiesOnlyAsRequested() throws Exception {
        RequestId id = client.ask(
                "subscriptions/listen",
                json(
                        "{'notifications':{'toolsListChanged':true,'resourceSubscriptions':['test://watched-resource']}}"));
        Notification acknowledged = (Notification) client.next();
        assertThat(acknowledged.method()).isEqualTo("notifications/subscriptions/acknowledged");
        assertThat(acknowledged.params().object("notifications").orElseThrow())
                .isEqualTo(json("{'toolsListChanged':true,'resourceSubscriptions':['test://watched-resource']}"));
        server.promptsChanged();
        server.resourcesChanged();
        server.resourceUpdated("test://other");
        server.resourceUpdated("test://watched-resource");
        Notification updated = (Notification) client.next();
        assertThat(updated.method()).isEqualTo("notifications/resources/updated");
        assertThat(updated.params().object("_meta").orElseThrow().value("io.modelcontextprotocol/subscriptionId"))
                .isEqualTo(id.value());
        server.toolsChanged();
        assertThat(((Notification) client.next()).method()).isEqualTo("notifications/tools/list_changed");
        client.send(new Notification(
                "notifications/cancelled",
                JsonObject.builder().putValue("requestId", id.value()).build()));
        server.toolsChanged();
        assertThat(client.drain(100)).isEmpty();
    }

    @Test
    void aSubscription_endsWithAResultWhenTheServerCloses() throws Exception {
        RequestId id = client.ask("subscriptions/listen", json("{'notifications':{'promptsListChanged':true}}"));
        client.next();
        pair.connection().close(Duration.ofSeconds(1));
        JsonObject result = TestClient.result(client.response(id));
        assertThat(result.object("_meta").orElseThrow().value("io.modelcontextprotocol/subscriptionId"))
                .isEqualTo(id.value());
    }

    @Test
    void requestsThatOnlyWait_leaveTheirPlaceToOthers() throws Exception {
        for (int i = 0; i < Connection.MOST_RUNNING; i++) {
            client.ask("subscriptions/listen", json("{'notifications':{'promptsListChanged':true}}"));
            client.next();
        }
        assertThat(TestClient.text(client.callTool("test_simple_text", "{}"))).startsWith("This is");
        assertThat(TestClient.code(client.call("subscriptions/listen", "{'notifications':{}}")))
                .isEqualTo(-32603);
    }
}
