package loom.aml.server.http.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import loom.aml.server.fixture.FixtureServer;
import loom.aml.server.http.Access;
import loom.aml.server.http.HostOptions;
import loom.aml.server.http.HttpHost;
import loom.aml.server.http.Mount;
import loom.aml.server.mcp.McpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each store has one server. */
@Timeout(60)
class McpByStoreTest {
    private static final int CALLS = 16;

    @Test
    void firstCallsAtTheSameTime_createOneServer() throws Exception {
        AtomicInteger created = new AtomicInteger();
        McpByStore endpoint = new McpByStore("/mcp", _ -> {
            created.incrementAndGet();
            pause();
            return Optional.of(server());
        });
        try (HttpHost host = HttpHost.start(
                        HostOptions.loopback(0), List.of(new Mount("/mcp", Access.OPEN, endpoint)), e -> {
                            throw new AssertionError(e);
                        });
                HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                    + host.address().getPort() + "/mcp/shop");
            HttpRequest request = HttpRequest.newBuilder(uri).build();
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(400);
            }
        }
        assertThat(created).hasValue(1);
    }

    private static McpServer server() {
        return FixtureServer.create();
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
