package loom.aml.server.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import loom.aml.json.JsonObject;
import loom.aml.server.fixture.FixtureServer;
import loom.aml.server.fixture.TestClient;
import loom.aml.server.mcp.Revision;
import loom.aml.server.rpc.Message;
import loom.aml.server.rpc.MessageParser;
import loom.aml.server.rpc.Request;
import loom.aml.server.rpc.RequestId;
import loom.aml.server.rpc.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class StdioTransportTest {
    private static final StdioTransport SMALL =
            new StdioTransport(2_000, Duration.ofMillis(800), Duration.ofMillis(300));

    private static JsonObject json(String text) throws Exception {
        return JsonObject.parse(text.replace('\'', '"'));
    }

    private static Message call(long id, String tool) throws Exception {
        return new Request(
                new RequestId(id),
                "tools/call",
                json(
                        "{'name':'" + tool + "','_meta':{"
                                + "'io.modelcontextprotocol/protocolVersion':'2026-07-28','io.modelcontextprotocol/clientCapabilities':{}}}"));
    }

    private static List<Response> serve(String input) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SMALL.serve(FixtureServer.create(), new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out);
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(text).endsWith("\n");
        return text.lines().map(StdioTransportTest::response).toList();
    }

    private static Response response(String line) {
        try {
            return (Response) MessageParser.parse(line.getBytes(StandardCharsets.UTF_8));
        } catch (Exception e) {
            throw new AssertionError(line, e);
        }
    }

    @Test
    void anInvalidMessage_isAnswered_andTheNextOneServed() throws Exception {
        List<Response> responses = serve("hello\n\r\n  \n" + "x".repeat(5_000) + "\n"
                + call(1, "test_simple_text").toJson() + "\r\n");
        assertThat(responses).hasSize(3);
        assertThat(responses.get(0).error().code()).isEqualTo(-32700);
        assertThat(responses.get(1).error().message()).contains("2000 bytes");
        assertThat(responses.get(2).id()).isEqualTo(new RequestId(1L));
    }

    @Test
    void theLastLine_needsNoEnd() throws Exception {
        assertThat(serve(call(1, "test_simple_text").toJson().toString())).hasSize(1);
    }

    @Test
    void endOfInput_letsRequestsEndBrieflyAndCancelsOthers() throws Exception {
        long start = System.nanoTime();
        List<Response> responses = serve(call(1, "test_slow").toJson() + "\n"
                + call(2, "test_until_cancelled").toJson() + "\n");
        assertThat(responses).singleElement().extracting(Response::id).isEqualTo(new RequestId(1L));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aClientThatReadsNothing_countsAsGone() throws Exception {
        try (PipedOutputStream in = new PipedOutputStream();
                InputStream connected = new PipedInputStream(in);
                PipedOutputStream out = new PipedOutputStream();
                InputStream never = new PipedInputStream(out, 16)) {
            Thread server = Thread.ofVirtual().start(() -> {
                try (InputStream from = connected) {
                    SMALL.serve(FixtureServer.create(), from, out);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            for (int i = 0; i < 2_000 && server.isAlive(); i++) {
                try {
                    in.write((call(i, "test_simple_text").toJson() + "\n").getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    break;
                }
            }
            assertThat(server.join(Duration.ofSeconds(30))).isTrue();
            assertThat(never.available()).isPositive();
        }
    }

    @Test
    void aClientThatIsGone_endsTheServer() throws Exception {
        try (PipedOutputStream in = new PipedOutputStream();
                InputStream from = new PipedInputStream(in)) {
            OutputStream broken = new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    throw new IOException("broken pipe");
                }
            };
            in.write((call(1, "test_simple_text").toJson() + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
            StdioTransport.DEFAULT.serve(FixtureServer.create(), from, broken);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void aProcess_servesPipelinedCallsAndEndsWithItsInputWhileItAnswers(Revision revision) throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        FixtureServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream in = process.getOutputStream();
                BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            TestClient client = new TestClient(revision, message -> {
                in.write((message.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
                in.flush();
            });
            Thread.ofVirtual()
                    .start(() -> out.lines().forEach(line -> {
                        try {
                            client.receive(MessageParser.parse(line.getBytes(StandardCharsets.UTF_8)));
                        } catch (Exception e) {
                            throw new AssertionError("not a message: " + line, e);
                        }
                    }));
            client.begin();
            for (int i = 0; i < 300; i++) {
                client.ask("tools/call", json("{'name':'test_structured_content','arguments':{'a':" + i + ",'b':1}}"));
            }
            long sum = 0;
            for (int i = 0; i < 300; i++) {
                sum += TestClient.result((Response) client.next())
                        .object("structuredContent")
                        .orElseThrow()
                        .number("sum");
            }
            assertThat(sum).isEqualTo(300 * 299 / 2 + 300);
            assertThat(TestClient.text(client.callTool("test_large_result", "{}")))
                    .hasSize(1 << 20);
            client.ask("tools/call", json("{'name':'test_until_cancelled'}"));
            in.close();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
