package loom.aml.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import loom.aml.TestStore;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTest {
    private static final Duration MUCH = Duration.ofSeconds(30);
    private static final String KEY = "a key of some length";

    @TempDir
    private Path directory;

    private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
    private final Deque<Integer> answers = new ArrayDeque<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private HttpServer server;

    private record Received(String signature, String type, byte[] body) {}

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", this::answer);
        server.createContext("/never", exchange -> {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        received.add(new Received(
                exchange.getRequestHeaders().getFirst("X-Aml-Signature"),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                body));
        int status;
        synchronized (answers) {
            status = answers.isEmpty() ? 204 : answers.poll();
        }
        exchange.getResponseHeaders().set("Location", address("/hook"));
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private String address(String path) {
        return "http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + path;
    }

    private Delivery delivery(int attempts, AlertHook... hooks) {
        return new Delivery(List.of(hooks), attempts, Duration.ofMillis(5), MUCH);
    }

    private static List<JsonObject> message() {
        return List.of(JsonObject.builder()
                .put("event", "raised")
                .put("name", "Zürich ☂")
                .build());
    }

    private List<FailedDelivery> deliver(Delivery delivery) {
        return delivery.deliver(message(), TestStore.NOW);
    }

    @Test
    void webhook_deliversAVerifiableSignature() throws Exception {
        WatchedStore watched = new WatchedStore(directory)
                .queried(Duration.ofSeconds(1), 0.9)
                .telling(delivery(3, new Webhook(address("/hook"), KEY, MUCH)));
        watched.observe();
        assertThat(received).hasSize(1);
        Received request = received.getFirst();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(request.signature()).isEqualTo("sha256=" + HexFormat.of().formatHex(mac.doFinal(request.body())));
        assertThat(request.type()).isEqualTo("application/json");
        JsonObject message = JsonObject.parse(request.body());
        assertThat(message.string("event")).contains("raised");
        assertThat(message.string("store"))
                .contains(watched.store().root().toRealPath().toString());
        assertThat(message.object("alert").orElseThrow().string("cause")).contains("query_time");
        assertThat(watched.store().has("monitoring/undelivered.json")).isFalse();
    }

    @Test
    void webhook_withoutAKey_isNotSigned() {
        assertThat(deliver(delivery(1, new Webhook(address("/hook"), "", MUCH))))
                .isEmpty();
        assertThat(received.getFirst().signature()).isNull();
    }

    @Test
    void webhook_isRetriedIfThatMayHelp() {
        answers.addAll(List.of(500, 429, 200));
        assertThat(deliver(delivery(3, new Webhook(address("/hook"), KEY, MUCH))))
                .isEmpty();
        assertThat(received).hasSize(3);
        assertThat(received)
                .extracting(Received::signature)
                .containsOnly(received.getFirst().signature());
    }

    @Test
    void webhook_thatRefusesOrRedirects_isNotRetried() {
        for (int status : new int[] {302, 400, 404, 410}) {
            received.clear();
            answers.add(status);
            assertThat(deliver(delivery(3, new Webhook(address("/hook"), KEY, MUCH))))
                    .singleElement()
                    .satisfies(lost -> assertThat(lost.why()).contains(Integer.toString(status)));
            assertThat(received).hasSize(1);
        }
    }

    @Test
    void undeliveredMessages_areStored_andTheObservationIsKept() throws IOException {
        for (int i = 0; i < 100; i++) {
            answers.add(503);
        }
        WatchedStore watched = new WatchedStore(directory)
                .queried(Duration.ofSeconds(1), 0.9)
                .telling(delivery(3, new Webhook(address("/hook"), KEY, MUCH)));
        watched.observe();
        assertThat(received).hasSize(3);
        assertThat(watched.history().entries()).hasSize(1);
        assertThat(watched.open("query_time")).isPresent();
        assertThat(watched.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.isProblem()).isFalse());
        assertThat(letters(watched)).singleElement().satisfies(letter -> {
            assertThat(letter.why()).contains("503");
            assertThat(letter.hook()).startsWith("webhook http://").doesNotContain("/hook");
            assertThat(letter.message().string("event")).contains("raised");
        });
        watched.queried(Duration.ofMillis(1), 0.9).observe();
        assertThat(letters(watched)).hasSize(2);
    }

    private static List<FailedDelivery> letters(WatchedStore watched) throws IOException {
        return FailedDelivery.parse(watched.store().text("monitoring/undelivered.json"));
    }

    @Test
    void undeliveredMessages_areBounded() throws JsonSyntaxException {
        List<FailedDelivery> many = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            many.add(new FailedDelivery(
                    TestStore.NOW,
                    "test",
                    "because",
                    JsonObject.builder().put("n", i).build()));
        }
        List<FailedDelivery> kept = FailedDelivery.parse(FailedDelivery.toText(many));
        assertThat(kept).hasSize(1_000);
        assertThat(kept.getLast().message().number("n")).isEqualTo(1_499);
    }

    @Test
    void receiverThatNeverAnswers_doesNotBlockTheOperation() {
        Delivery hanging = new Delivery(
                List.of(
                        new Webhook(address("/never"), KEY, Duration.ofMinutes(5)),
                        new CommandHook("sleep 600", Duration.ofMinutes(5))),
                3,
                Duration.ofMillis(5),
                Duration.ofMillis(300));
        assertThat(deliver(hanging))
                .extracting(FailedDelivery::why)
                .containsExactly("no time was left", "no time was left");
        assertThat(deliver(delivery(1, new Webhook(address("/never"), KEY, Duration.ofMillis(100)))))
                .singleElement()
                .satisfies(lost -> assertThat(lost.why()).contains("timed out"));
    }

    @Test
    void unreachableReceiver_countsAsUndelivered() {
        String gone = address("/hook");
        server.stop(0);
        assertThat(deliver(delivery(2, new Webhook(gone, KEY, MUCH)))).hasSize(1);
    }

    @Test
    void command_getsTheAlertOnStandardInput() throws IOException {
        Path file = directory.resolve("got it");
        CommandHook hook = new CommandHook("cat > '" + file + "'", MUCH);
        assertThat(deliver(delivery(1, hook))).isEmpty();
        assertThat(Files.readString(file)).isEqualTo(message().getFirst() + "\n");
    }

    @Test
    void command_thatFailsHangsOrDoesNotRead_neverFailsAml() {
        assertThat(deliver(delivery(2, new CommandHook("exit 3", MUCH))))
                .singleElement()
                .satisfies(lost -> assertThat(lost.why()).contains("status 3"));
        assertThat(deliver(delivery(1, new CommandHook("sleep 600 & sleep 600", Duration.ofMillis(100)))))
                .singleElement()
                .satisfies(lost -> assertThat(lost.why()).contains("did not end"));
        assertThat(deliver(delivery(1, new CommandHook("true", MUCH)))).isEmpty();
    }

    @Test
    void invalidAddresses_areRefused() {
        for (String address :
                new String[] {"ftp://example.org/", "example.org", "http:", "file:///etc/passwd", "a b"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Webhook(address, KEY, MUCH));
        }
    }
}
