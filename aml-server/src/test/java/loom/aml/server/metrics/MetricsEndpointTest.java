package loom.aml.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import loom.aml.monitor.prometheus.MetricFamily;
import loom.aml.server.event.Events;
import loom.aml.server.event.StoreWatches;
import loom.aml.server.fixture.TestStores;
import loom.aml.server.http.Access;
import loom.aml.server.http.Credentials;
import loom.aml.server.http.HostOptions;
import loom.aml.server.http.HttpHost;
import loom.aml.server.http.Mount;
import loom.aml.server.operation.Operations;
import loom.aml.server.service.FailureMapping;
import loom.aml.server.service.HostServices;
import loom.aml.server.service.StoreOperations;
import loom.aml.server.stores.ServedStores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MetricsEndpointTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonObject NOTHING = JsonObject.builder().build();

    @TempDir
    private Path directory;

    private final String token = Credentials.newToken();
    private TestStore shop;
    private TestStore blog;
    private ServedStores stores;
    private Operations operations;
    private HttpHost host;

    @BeforeEach
    void start() throws IOException {
        shop = TestStore.in(Files.createDirectory(directory.resolve("shop")));
        shop.put("tester/patterns.json", TestItem.pattern(TestItem.uuid("a")));
        blog = TestStore.in(Files.createDirectory(directory.resolve("blog")));
        blog.put("tester/decisions.json", TestItem.decision(TestItem.uuid("b")), TestItem.decision(TestItem.uuid("c")));
        stores = new ServedStores(new TestStores(List.of(shop, blog)));
        Events events = new Events();
        operations = new Operations(events, InstantSource.system());
        FailureMapping failures =
                new FailureMapping(e -> String.valueOf(e.getMessage()), MetricsEndpointTest::unexpected);
        HostServices services = new HostServices(
                stores,
                new StoreOperations(operations, failures),
                events,
                new StoreWatches(events),
                failures,
                shop::now,
                true);
        host = new HttpHost(
                HostOptions.loopback(0).withCredentials(new Credentials(token, InstantSource.system())),
                MetricsEndpointTest::unexpected);
        MetricsEndpoint endpoint = new MetricsEndpoint(services, new HostFigures("1.2.3", services, host::calls));
        host.start(List.of(new Mount(MetricsEndpoint.PATH, Access.METRICS, endpoint)));
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
        operations.close();
        stores.close();
    }

    private static void unexpected(Throwable e) {
        throw new AssertionError(e);
    }

    private HttpResponse<String> send(String method, String path, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                                + host.address().getPort() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String scrape() throws Exception {
        HttpResponse<String> answer = send("GET", MetricsEndpoint.PATH, "Bearer " + token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** Returns the value of a series. */
    private static double value(String text, String series) {
        Matcher line = Pattern.compile("^" + Pattern.quote(series) + " (.*)$", Pattern.MULTILINE)
                .matcher(text);
        assertThat(line.find()).as(series + " in " + text).isTrue();
        return Double.parseDouble(line.group(1));
    }

    private static String of(TestStore store) {
        return "store=\"" + FileName.text(store.root()) + "\"}";
    }

    @Test
    void scrape_hasTheMetricsOfAllStores_andOfTheServer() throws Exception {
        String text = scrape();

        assertThat(value(text, "aml_items{kind=\"pattern\"," + of(shop))).isEqualTo(1);
        assertThat(value(text, "aml_items{kind=\"decision\"," + of(blog))).isEqualTo(2);
        assertThat(value(text, "aml_store_up{" + of(shop))).isEqualTo(1);
        assertThat(value(text, "aml_collected_age_seconds{" + of(shop))).isZero();
        assertThat(value(text, "aml_server_version{version=\"1.2.3\"}")).isEqualTo(1);
        assertThat(value(text, "aml_server_stores")).isEqualTo(2);
        assertThat(value(text, "aml_server_heap_bytes")).isBetween(1e5, value(text, "aml_server_heap_limit_bytes"));
        assertThat(text.lines().filter(line -> line.startsWith("# TYPE ")).map(line -> line.split(" ", 4)[2]))
                .isSubsetOf(Arrays.stream(MetricFamily.values())
                        .map(MetricFamily::metric)
                        .toList());
        assertThat(value(scrape(), "aml_server_requests_total"))
                .isEqualTo(value(text, "aml_server_requests_total") + 1);
    }

    @Test
    void operations_areCounted() throws Exception {
        operations.start("x", "backup create", _ -> NOTHING, _ -> NOTHING);

        assertThat(value(scrape(), "aml_server_operations_total")).isEqualTo(1);
    }

    @Test
    void scrapesWithinAMinute_showTheSameMeasurement_andItsAge() throws Exception {
        scrape();
        shop.put("tester/solutions.json", TestItem.solution(TestItem.uuid("s")));
        shop.pass(Duration.ofSeconds(50));

        String text = scrape();

        assertThat(value(text, "aml_items{kind=\"solution\"," + of(shop))).isZero();
        assertThat(value(text, "aml_collected_age_seconds{" + of(shop))).isEqualTo(50);
    }

    @Test
    void measurementOfMoreThanAMinute_isRenewedInTheBackground() throws Exception {
        scrape();
        shop.put("tester/solutions.json", TestItem.solution(TestItem.uuid("s")));
        shop.pass(Duration.ofSeconds(70));

        String series = "aml_items{kind=\"solution\"," + of(shop);
        assertThat(value(scrape(), series)).isZero();
        while (value(scrape(), series) == 0) {
            Thread.sleep(10);
        }
        assertThat(value(scrape(), "aml_collected_age_seconds{" + of(shop))).isZero();
    }

    @Test
    void measurementOfMoreThanFiveMinutes_isNotShown() throws Exception {
        scrape();
        shop.put("tester/solutions.json", TestItem.solution(TestItem.uuid("s")));
        shop.pass(Duration.ofMinutes(6));

        assertThat(value(scrape(), "aml_items{kind=\"solution\"," + of(shop))).isEqualTo(1);
    }

    @Test
    void storeThatIsGone_isDown_andOthersAreMeasured() throws Exception {
        scrape();
        Files.move(blog.root(), blog.root().resolveSibling("elsewhere"));
        blog.pass(Duration.ofMinutes(6));

        String text = scrape();

        assertThat(value(text, "aml_store_up{" + of(blog))).isZero();
        assertThat(text).doesNotContain("aml_items{kind=\"decision\"," + of(blog));
        assertThat(value(text, "aml_store_up{" + of(shop))).isEqualTo(1);
    }

    /** A cloned repository may bring a store with records of runs. */
    @Test
    void recordsThatOthersWrote_doNotHideTheMetricsOfAnyStore() throws Exception {
        Path runs = Files.createDirectories(blog.logs().resolve("runs"));
        List<String> operations = List.of("x\\udcff", "x\\\\xff/", "\\ud800", "\\ud801");
        for (String operation : operations) {
            int number = operations.indexOf(operation) + 1;
            Files.writeString(
                    runs.resolve("20261130T19360" + number + ".600Z-98b3." + number + ".jsonl"),
                    """
                    {"event":"started","operation":"%s","at":"+1000000000-12-31T23:59:59Z"}
                    {"event":"finished","duration_ms":5,"outcome":"done"}
                    """.formatted(operation));
        }

        String text = scrape();

        assertThat(value(text, "aml_last_run_done{operation=\"other\"," + of(blog)))
                .isEqualTo(1);
        assertThat(value(text, "aml_items{kind=\"decision\"," + of(blog))).isEqualTo(2);
        assertThat(value(text, "aml_items{kind=\"pattern\"," + of(shop))).isEqualTo(1);
    }

    @Test
    void scrape_needsTheToken() throws Exception {
        for (String authorization : List.of("", "Bearer wrong")) {
            HttpResponse<String> answer = send("GET", MetricsEndpoint.PATH, authorization);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).doesNotContain("aml_");
        }
    }

    @Test
    void otherRequests_areRefused() throws Exception {
        assertThat(send("POST", "/metrics", "Bearer " + token).statusCode()).isEqualTo(405);
        assertThat(send("GET", "/metrics/x", "Bearer " + token).statusCode()).isEqualTo(404);
        assertThat(send("HEAD", "/metrics", "Bearer " + token).statusCode()).isEqualTo(200);
    }
}
