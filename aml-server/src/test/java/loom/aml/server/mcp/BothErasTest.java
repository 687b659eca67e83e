package loom.aml.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.ServerDescription;
import loom.aml.server.feature.ServerInfo;
import loom.aml.server.feature.Tool;
import loom.aml.server.feature.ToolResult;
import loom.aml.server.fixture.FixtureServer;
import loom.aml.server.fixture.InMemory;
import loom.aml.server.fixture.TestClient;
import loom.aml.server.rpc.Message;
import loom.aml.server.rpc.Notification;
import loom.aml.server.rpc.RequestId;
import loom.aml.server.rpc.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Promises of every revision of the protocol. */
class BothErasTest {
    private static TestClient client(Revision revision) throws InterruptedException {
        return new InMemory(FixtureServer.create(), revision).client().begin();
    }

    private static JsonObject json(String text) throws Exception {
        return JsonObject.parse(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @EnumSource
    void everyMethod_answersAsTheSchemaSays(Revision revision) throws Exception {
        TestClient client = client(revision);
        for (String method : List.of("tools/list", "resources/list", "resources/templates/list", "prompts/list")) {
            assertThat(TestClient.result(client.call(method, "{}")).keys())
                    .as(method)
                    .isNotEmpty();
        }
        assertThat(TestClient.text(client.callTool("test_structured_content", "{'a':2,'b':3}")))
                .isEqualTo("The sum is 5");
        assertThat(TestClient.result(client.call("resources/read", "{'uri':'test://template/5/data'}"))
                        .objects("contents"))
                .hasSize(1);
        assertThat(TestClient.result(client.call(
                                "prompts/get",
                                "{'name':'test_prompt_with_arguments','arguments':{'arg1':'a','arg2':'b'}}"))
                        .objects("messages"))
                .hasSize(1);
        assertThat(TestClient.result(
                                client.call(
                                        "completion/complete",
                                        "{'ref':{'type':'ref/prompt','name':'test_simple_prompt'},'argument':{'name':'x','value':'par'}}"))
                        .object("completion")
                        .orElseThrow()
                        .strings("values"))
                .containsExactly("paris", "park", "party");
    }

    @ParameterizedTest
    @EnumSource
    void toolsList_hasAFixedOrder(Revision revision) throws Exception {
        TestClient client = client(revision);
        List<JsonObject> first =
                TestClient.result(client.call("tools/list", "{}")).objects("tools");
        assertThat(TestClient.result(client.call("tools/list", "{}")).objects("tools"))
                .isEqualTo(first);
        assertThat(first.getFirst().string("name")).contains("test_simple_text");
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void wrongArguments_areErrorsForTheModelThatNameTheField(Revision revision) throws Exception {
        TestClient client = client(revision);
        Response response = client.callTool("test_structured_content", "{'a':'2'}");
        assertThat(TestClient.result(response).isTrue("isError")).isTrue();
        assertThat(TestClient.text(response))
                .isEqualTo(
                        "Invalid arguments for test_structured_content: \"b\" is required; \"a\" must be an integer");
        Response failed = client.callTool("test_error_handling", "{}");
        assertThat(TestClient.result(failed).isTrue("isError")).isTrue();
        assertThat(TestClient.text(failed)).isEqualTo("This tool intentionally returns an error for testing");
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void malformedRequests_areErrorsOfTheProtocol(Revision revision) throws Exception {
        TestClient client = client(revision);
        assertThat(TestClient.code(client.callTool("no_such_tool", "{}"))).isEqualTo(-32602);
        assertThat(TestClient.code(client.call("prompts/get", "{'name':'no_such_prompt'}")))
                .isEqualTo(-32602);
        assertThat(TestClient.code(
                        client.call("prompts/get", "{'name':'test_prompt_with_arguments','arguments':{'arg1':'a'}}")))
                .isEqualTo(-32602);
        assertThat(TestClient.code(client.call("no/such/method", "{}"))).isEqualTo(-32601);
        int notFound = TestClient.code(client.call("resources/read", "{'uri':'test://nothing'}"));
        assertThat(notFound).isEqualTo(revision.isModern() ? -32602 : -32002);
        assertThat(TestClient.code(client.call("resources/read", "{'uri':'test://template/missing/data'}")))
                .isEqualTo(notFound);
        client.sendUnchecked(client.request("tools/call", json("{'name':'test_simple_text','arguments':[1]}")));
        assertThat(TestClient.code((Response) client.next())).isEqualTo(-32602);
        client.sendUnchecked(
                client.request("tools/call", json("{'name':'test_simple_text','_meta':{'progressToken':[]}}")));
        assertThat(TestClient.code((Response) client.next())).isEqualTo(-32602);
    }

    @ParameterizedTest
    @EnumSource
    void progress_isSentInOrderBeforeTheResponseAndOnlyWhenItGrows(Revision revision) throws Exception {
        TestClient client = client(revision);
        RequestId id =
                client.ask("tools/call", json("{'name':'test_tool_with_progress','_meta':{'progressToken':'p'}}"));
        List<Double> progress = new ArrayList<>();
        Message message = client.next();
        while (message instanceof Notification notification) {
            assertThat(notification.method()).isEqualTo("notifications/progress");
            assertThat(notification.params().string("progressToken")).contains("p");
            progress.add(notification.params().decimal("progress").orElseThrow());
            message = client.next();
        }
        assertThat(progress).containsExactly(0.0, 50.0, 100.0);
        assertThat(((Response) message).id()).isEqualTo(id);
        client.ask("tools/call", json("{'name':'test_tool_with_progress'}"));
        assertThat(client.next()).isInstanceOf(Response.class);
    }

    @ParameterizedTest
    @EnumSource
    void aCancelledRequest_sendsNothingMore(Revision revision) throws Exception {
        TestClient client = client(revision);
        RequestId id = client.ask("tools/call", json("{'name':'test_until_cancelled','_meta':{'progressToken':1}}"));
        assertThat(client.next()).isInstanceOf(Notification.class);
        client.send(new Notification(
                "notifications/cancelled",
                JsonObject.builder().putValue("requestId", id.value()).build()));
        // The fixture reports progress once more, and answers.
        client.drain(100);
        assertThat(client.drain(200)).isEmpty();
        assertThat(TestClient.text(client.callTool("test_simple_text", "{}"))).startsWith("This is");
    }

    @ParameterizedTest
    @EnumSource
    void requests_areAnsweredConcurrently(Revision revision) throws Exception {
        TestClient client = client(revision);
        RequestId slow = client.ask("tools/call", json("{'name':'test_slow'}"));
        RequestId quick = client.ask("tools/call", json("{'name':'test_simple_text'}"));
        assertThat(((Response) client.next()).id()).isEqualTo(quick);
        assertThat(((Response) client.next()).id()).isEqualTo(slow);
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void anIdThatIsInUse_isRefused(Revision revision) throws Exception {
        TestClient client = client(revision);
        var request = client.request("tools/call", json("{'name':'test_slow'}"));
        client.send(request);
        client.send(request);
        assertThat(TestClient.code((Response) client.next())).isEqualTo(-32600);
        assertThat(TestClient.text((Response) client.next())).isEqualTo("slow");
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void aList_comesInPagesThatGoOnAfterTheSameEntry(Revision revision) throws Exception {
        List<Tool> tools = new ArrayList<>();
        ServerDescription.Builder description =
                ServerDescription.of(new ServerInfo("pages", null, "1")).pageSize(3);
        for (int i = 0; i < 8; i++) {
            tools.add(Tool.of("tool_" + i, "", json("{'type':'object'}"), (_, _) -> ToolResult.text("")));
            description.tool(tools.getLast());
        }
        TestClient client = new InMemory(new McpServer(description.build(), _ -> {}), revision)
                .client()
                .begin();
        List<String> names = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            JsonObject page = TestClient.result(client.call(
                    "tools/list",
                    cursor.map(each -> "{'cursor':'" + each + "'}").orElse("{}")));
            page.objects("tools").forEach(each -> names.add(each.string("name").orElseThrow()));
            cursor = page.string("nextCursor");
        } while (cursor.isPresent());
        assertThat(names).isEqualTo(tools.stream().map(Tool::name).toList());
        for (String wrong : List.of("", "5", "!", "MTAwOm5vbmU")) {
            assertThat(TestClient.code(client.call("tools/list", "{'cursor':'" + wrong + "'}")))
                    .isEqualTo(-32602);
        }
        assertThat(TestClient.code(client.call("prompts/list", "{}"))).isEqualTo(-32601);
        assertThat(TestClient.code(client.call("resources/list", "{}"))).isEqualTo(-32601);
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void close_letsRequestsEndAndCancelsThoseThatDoNot(Revision revision) throws Exception {
        InMemory pair = new InMemory(FixtureServer.create(), revision);
        TestClient client = pair.client().begin();
        RequestId slow = client.ask("tools/call", json("{'name':'test_slow'}"));
        client.ask("tools/call", json("{'name':'test_until_cancelled'}"));
        pair.connection().close(Duration.ofMillis(900));
        assertThat(TestClient.text(client.response(slow))).isEqualTo("slow");
        assertThat(client.drain(100)).isEmpty();
        client.ask("tools/call", json("{'name':'test_simple_text'}"));
        assertThat(client.drain(100)).isEmpty();
    }
}
