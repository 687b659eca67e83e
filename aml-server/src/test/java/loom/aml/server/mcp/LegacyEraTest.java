package loom.aml.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.server.fixture.FixtureServer;
import loom.aml.server.fixture.InMemory;
import loom.aml.server.fixture.TestClient;
import loom.aml.server.rpc.Notification;
import loom.aml.server.rpc.Request;
import loom.aml.server.rpc.RequestId;
import loom.aml.server.rpc.Response;
import org.junit.jupiter.api.Test;

/** 2025-11-25 and before: sessions. */
class LegacyEraTest {
    private final McpServer server = FixtureServer.create();
    private final InMemory pair = new InMemory(server, Revision.V2025_11_25);
    private final TestClient client = pair.client();

    private static JsonObject json(String text) throws Exception {
        return JsonObject.parse(text.replace('\'', '"'));
    }

    private static String initialize(String version) {
        return "{'protocolVersion':'" + version + "','capabilities':{},'clientInfo':{'name':'t','version':'1'}}";
    }

    @Test
    void initialize_agreesOnTheRevisionOfTheClientOrElseTheNewest() throws Exception {
        for (String version : List.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")) {
            TestClient each = new InMemory(server, Revision.V2025_11_25).client();
            assertThat(TestClient.result(each.call("initialize", initialize(version)))
                            .string("protocolVersion"))
                    .contains(version);
        }
        for (String version : List.of("2026-07-28", "2099-01-01", "")) {
            TestClient each = new InMemory(server, Revision.V2025_11_25).client();
            assertThat(TestClient.result(each.call("initialize", initialize(version)))
                            .string("protocolVersion"))
                    .contains("2025-11-25");
        }
    }

    @Test
    void initialize_isFollowedAtOnceByRequests() throws Exception {
        client.ask("initialize", json(initialize("2025-11-25")));
        RequestId list = client.ask("tools/list", json("{}"));
        assertThat(TestClient.result((Response) client.next()).has("serverInfo"))
                .isTrue();
        assertThat(((Response) client.next()).id()).isEqualTo(list);
        assertThat(TestClient.code(client.call("initialize", initialize("2025-11-25"))))
                .isEqualTo(-32600);
    }

    @Test
    void beforeInitialize_onlyPingIsAnswered() throws Exception {
        assertThat(TestClient.result(client.call("ping", "{}"))).isEqualTo(json("{}"));
        assertThat(TestClient.code(client.call("tools/list", "{}"))).isEqualTo(-32602);
    }

    @Test
    void results_areThoseOfTheEra() throws Exception {
        client.begin();
        JsonObject list = TestClient.result(client.call("tools/list", "{}"));
        assertThat(list.keys()).containsExactly("tools");
        for (String method : List.of("server/discover", "subscriptions/listen")) {
            assertThat(TestClient.code(client.call(method, "{}"))).isEqualTo(-32601);
        }
    }

    @Test
    void questions_areRequestsOfTheServer() throws Exception {
        client.begin();
        client.answering(request -> {
            try {
                return json("{'action':'accept','content':{'"
                        + (request.params().string("message").orElseThrow().contains("name")
                                ? "name':'Ada'"
                                : "color':'blue'")
                        + "}}");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertThat(TestClient.text(client.callTool("test_input_required_result_multi_round", "{}")))
                .isEqualTo("Ada likes blue");
        client.answering(_ -> JsonObject.builder().put("action", "maybe").build());
        assertThat(TestClient.code(client.callTool("test_input_required_result_elicitation", "{}")))
                .isEqualTo(-32602);
    }

    @Test
    void aQuestionOfARequestThatIsCancelled_isGivenUp() throws Exception {
        client.begin();
        client.answering(_ -> {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return JsonObject.builder().build();
        });
        RequestId id = client.ask("tools/call", json("{'name':'test_input_required_result_elicitation'}"));
        client.drain(100);
        client.send(new Notification(
                "notifications/cancelled",
                JsonObject.builder().putValue("requestId", id.value()).build()));
        assertThat(client.drain(100)).isEmpty();
        assertThat(TestClient.text(client.callTool("test_simple_text", "{}"))).startsWith("This is");
    }

    @Test
    void aClientIsNotAskedForWhatItCannot() throws Exception {
        client.declaring("{}").begin();
        assertThat(TestClient.code(client.callTool("test_input_required_result_elicitation", "{}")))
                .isEqualTo(-32600);
    }

    @Test
    void logLevel_isThatOfTheSession() throws Exception {
        client.begin();
        client.ask("tools/call", json("{'name':'test_logging_tool'}"));
        assertThat(((Notification) client.next()).method()).isEqualTo("notifications/message");
        assertThat(client.next()).isInstanceOf(Response.class);
        TestClient.result(client.call("logging/setLevel", "{'level':'emergency'}"));
        client.ask("tools/call", json("{'name':'test_logging_tool'}"));
        assertThat(client.next()).isInstanceOf(Response.class);
        client.sendUnchecked(new Request(new RequestId("raw"), "logging/setLevel", json("{'level':'loud'}")));
        assertThat(TestClient.code((Response) client.next())).isEqualTo(-32602);
    }

    @Test
    void changes_notifySubscribers_andAListOnceForManyChanges() throws Exception {
        client.begin();
        TestClient.result(client.call("resources/subscribe", "{'uri':'test://watched-resource'}"));
        server.resourceUpdated("test://other");
        server.resourceUpdated("test://watched-resource");
        Notification updated = (Notification) client.next();
        assertThat(updated.params()).isEqualTo(json("{'uri':'test://watched-resource'}"));
        TestClient.result(client.call("resources/unsubscribe", "{'uri':'test://watched-resource'}"));
        server.resourceUpdated("test://watched-resource");
        assertThat(client.drain(100)).isEmpty();
        server.toolsChanged();
        assertThat(((Notification) client.next()).method()).isEqualTo("notifications/tools/list_changed");
    }
}
