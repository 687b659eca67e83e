package loom.aml.server.http.mcp;

import static loom.aml.server.http.mcp.HttpClientFixture.legacy;
import static loom.aml.server.http.mcp.HttpClientFixture.modern;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import loom.aml.server.fixture.FixtureServer;
import loom.aml.server.http.Credentials;
import loom.aml.server.http.HostOptions;
import loom.aml.server.http.HttpHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests are refused before anybody looks at what they want. */
@Timeout(60)
class HttpGuardTest {
    private static final String INITIALIZE = legacy(
            "initialize", "{'protocolVersion':'2025-11-25','capabilities':{},'clientInfo':{'name':'t','version':'1'}}");

    private HttpHost server;
    private HttpClientFixture client;

    @BeforeEach
    void start() throws Exception {
        serve(HostOptions.loopback(0), McpEndpoint.Limits.DEFAULT);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void serve(HostOptions options, McpEndpoint.Limits limits) throws Exception {
        if (server != null) {
            server.close();
        }
        server = McpHost.start(FixtureServer.create(), options, limits);
        client = new HttpClientFixture(server);
    }

    private static Credentials secret(String token) {
        return new Credentials(token, InstantSource.system());
    }

    /** Java's client does not send a wrong host. */
    private int statusFor(String host) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            String head = "POST /mcp HTTP/1.1\r\n" + host
                    + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: " + INITIALIZE.length()
                    + "\r\n\r\n" + INITIALIZE;
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Host: localhost\r\n", "Host: 127.0.0.1:80\r\n", "Host: [::1]:5\r\n", "Host: LOCALHOST\r\n"})
    void hostsOfTheLoopbackInterface_areServed(String host) throws Exception {
        assertThat(statusFor(host)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example.com\r\n", "Host: localhost.evil.com\r\n", "Host: localhost@evil.com\r\n",
                "Host: localhost\r\nHost: localhost\r\n", "Host: localhost/x\r\n", ""
            })
    void otherHosts_areRefused(String host) throws Exception {
        assertThat(statusFor(host)).isEqualTo(403);
    }

    @Test
    void originsOfOtherHosts_areRefused() throws Exception {
        for (String origin : List.of("http://evil.example.com", "null", "https://localhost.evil.com", "file://", "")) {
            assertThat(client.post(INITIALIZE, "Origin", origin).statusCode())
                    .as(origin)
                    .isEqualTo(403);
        }
        for (String origin : List.of("http://localhost:3000", "https://127.0.0.1", "http://[::1]:8080")) {
            assertThat(client.post(INITIALIZE, "Origin", origin).statusCode())
                    .as(origin)
                    .isEqualTo(200);
        }
    }

    @Test
    void withoutTheToken_nothingIsServed() throws Exception {
        serve(HostOptions.loopback(0).withCredentials(secret("s3cret")), McpEndpoint.Limits.DEFAULT);
        HttpResponse<String> none = client.post(INITIALIZE);
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(client.post(INITIALIZE, "Authorization", "Bearer s3creT").statusCode())
                .isEqualTo(401);
        assertThat(client.post(INITIALIZE, "Authorization", "s3cret").statusCode())
                .isEqualTo(401);
        assertThat(client.post(INITIALIZE, "Authorization", "Bearer s3cret").statusCode())
                .isEqualTo(200);
    }

    @Test
    void otherInterfaces_needATokenAndTls() {
        HostOptions loopback = HostOptions.loopback(0);
        InetSocketAddress all = new InetSocketAddress("0.0.0.0", 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> loopback.withAddress(all))
                .withMessageContaining("token");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> loopback.withCredentials(secret("s3cret")).withAddress(all))
                .withMessageContaining("TLS");
        assertThat(loopback.address().getAddress().isLoopbackAddress()).isTrue();
    }

    @Test
    void requestsThatAreTooLongOrNoMessages_areRefused() throws Exception {
        serve(HostOptions.loopback(0), new McpEndpoint.Limits(1_000, 5, Duration.ofMinutes(1)));
        assertThat(client.post(modern("tools/list", "{'x':'" + "x".repeat(1_000) + "'}"))
                        .statusCode())
                .isEqualTo(413);
        assertThat(client.post("{").statusCode()).isEqualTo(400);
        assertThat(HttpClientFixture.code(client.post("{"))).isEqualTo(-32700);
        assertThat(client.post("[" + INITIALIZE + "]").statusCode()).isEqualTo(400);
        assertThat(client.post(INITIALIZE, "Content-Type", "text/plain").statusCode())
                .isEqualTo(415);
        assertThat(client.post(INITIALIZE, "Accept", "text/html").statusCode()).isEqualTo(406);
        assertThat(client.send("PUT").statusCode()).isEqualTo(405);
        assertThat(client.send("OPTIONS").statusCode()).isEqualTo(405);
    }

    @Test
    void tooManyRequests_areRefusedForAWhile() throws Exception {
        serve(HostOptions.loopback(0).withRate(2), McpEndpoint.Limits.DEFAULT);
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            statuses.add(client.send("PUT").statusCode());
        }
        assertThat(statuses).startsWith(405, 405, 405, 405).contains(429);
        Thread.sleep(1_100);
        assertThat(client.send("PUT").statusCode()).isEqualTo(405);
    }
}
