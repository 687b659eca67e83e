package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import loom.aml.cli.serve.WebServer;
import loom.aml.json.JsonObject;
import loom.aml.server.memory.Failures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs use a store over HTTP: each operation, each kind of refusal, with real requests to a real store. */
@Timeout(180)
class RestApiTest {
    private static final String TOKEN = "rest-token-0123456789-0123456789-0123456789";
    private static final String JSON = "application/json";

    @TempDir
    private static Path made;

    private static MadeSituations situations;

    @TempDir
    private Path project;

    private WebServer server;
    private RestClient client;
    private String store;

    @BeforeAll
    static void makeSituations() throws IOException {
        situations = new MadeSituations(made);
    }

    @BeforeEach
    void start() throws Exception {
        Situation.copy(situations.project(Situation.LIVED), project);
        serve(false);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void serve(boolean isReadOnly) throws Exception {
        if (server != null) {
            server.close();
        }
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Session session = new Session(nowhere, nowhere, Map.of("HOME", project.toString()), project);
        Failures failures = new Failures() {
            @Override
            public String inWords(Exception e) {
                return session.inWords(e);
            }

            @Override
            public void report(Throwable e) {
                throw new AssertionError(e);
            }
        };
        server = WebServer.start(
                session, TOKEN, new WebServer.Options(0, List.of(), isReadOnly), Session::frontEnd, failures);
        client = new RestClient(server.url(), TOKEN);
        JsonObject first = client.get("/stores").json().objects("stores").getFirst();
        store = "/stores/" + first.string("id").orElseThrow();
    }

    private JsonObject anItem() throws Exception {
        return client.get(store + "/items?limit=1").json().objects("hits").getFirst();
    }

    private String idOf(JsonObject item) {
        return item.string("id").orElseThrow();
    }

    @Test
    void everyOperation_answersAsDescribed() throws Exception {
        client.get("/openapi.json");
        client.get(store + "/items?q=error&kind=solution&reasons=true");
        client.get(store);
        client.get(store + "/agents");
        client.get(store + "/config");
        client.get(store + "/config?changed=true");

        RestClient.Answer added = client.send(
                "POST",
                store + "/items?kind=solution&agent=debugger",
                "{\"problem\":{\"errorMessage\":\"ECONNRESET\"},\"solution\":{\"fixApproach\":\"raise the timeout\"}}");
        assertThat(added.status()).as(added.response().body()).isEqualTo(201);
        String location = added.header("Location");
        String item = location.substring("/api/v1".length(), location.indexOf('?'));
        String revision = added.header("ETag");
        RestClient.Answer shown = client.get(item);
        assertThat(shown.header("ETag")).isEqualTo(revision);
        assertThat(client.get(item, "If-None-Match", revision).status()).isEqualTo(304);
        String text = shown.json().string("text").orElseThrow().replace("raise the timeout", "raise it to 65 s");
        RestClient.Answer replaced = client.send("PUT", item, text, "If-Match", revision);
        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.header("ETag")).isNotEqualTo(revision);
        versions(item, revision, replaced.header("ETag"));
        client.send("POST", item + "/feedback", "{\"verdict\":\"helped\"}");
        String pin = store + "/pins/" + item.substring(item.lastIndexOf('/') + 1);
        client.send("PUT", pin, "");
        assertThat(client.send("DELETE", item + "?reason=tested", "", "If-Match", "*")
                        .error())
                .isEqualTo("pinned");
        assertThat(client.get(store + "/pins").json().objects("pins")).isNotEmpty();
        client.send("DELETE", pin, "");
        RestClient.Answer removed = client.send("DELETE", item + "?reason=tested", "", "If-Match", "*");
        assertThat(removed.status()).isEqualTo(200);
        assertThat(client.get(item).status()).isEqualTo(404);

        String run = removed.json().string("run").orElseThrow();
        client.get(store + "/runs?limit=1000");
        client.get(store + "/runs/" + run);
        client.get(store + "/runs/" + run + "/undo");
        JsonObject undone = client.result(client.send("POST", store + "/runs/" + run + "/undo", "{}"));
        assertThat(undone.number("items_inserted")).isOne();
        assertThat(client.get(item).status()).isEqualTo(200);

        List<JsonObject> snapshots = client.get(store + "/snapshots").json().objects("snapshots");
        String oldest = store + "/snapshots/" + idOf(snapshots.getFirst());
        client.get(oldest);
        client.get(oldest + "/diff");
        assertThat(client.get(oldest + "/restore").json().isTrue("dry_run")).isTrue();
        client.result(client.send("POST", store + "/snapshots", "{\"description\":\"by a program\"}"));
        client.result(client.send("POST", store + "/snapshots/verify", ""));
        client.result(client.send("POST", oldest + "/verify", ""));
        client.result(client.send("POST", oldest + "/drill", ""));
        client.result(client.send("POST", oldest + "/restore", "{\"confirmed\":true}"));

        List<JsonObject> pairs =
                client.get(store + "/suggestions?limit=1").json().objects("pairs");
        String suggestion =
                store + "/suggestions/" + pairs.getFirst().string("suggestion").orElseThrow();
        client.send("POST", suggestion + "/reject", "");
        assertThat(client.send("POST", suggestion + "/accept", "").error()).isEqualTo("no_such_suggestion");
        client.send("POST", suggestion + "/reopen", "");
        assertThat(client.send("POST", suggestion + "/accept", "").json().string("run"))
                .isPresent();

        assertThat(client.get(store + "/maintenance").json().isTrue("dry_run")).isTrue();
        JsonObject maintained = client.result(client.send("POST", store + "/maintenance", "{\"confirmed\":true}"));
        assertThat(maintained.string("run")).isPresent();
        client.get(store + "/jobs");
        client.result(client.send("POST", store + "/jobs/health/run", ""));
        client.get(store + "/health");
        client.get(store + "/metrics");
        client.get(store + "/metrics/history");
        String alert = idOf(
                client.get(store + "/alerts?all=true").json().objects("alerts").getFirst());
        client.get(store + "/alerts/" + alert);

        JsonObject operation =
                client.get("/operations").json().objects("operations").getFirst();
        client.send("DELETE", "/operations/" + idOf(operation), "");
        client.send("POST", "/sign-in-links", "");
        // Alerts are changed and events are followed by other tests.
        assertThat(client.uncalled()).containsExactly("acknowledgeAlert", "followEvents", "resolveAlert");
    }

    /** Looks at the versions of an item that was replaced once, and reverts that. */
    private void versions(String item, String first, String second) throws Exception {
        List<JsonObject> versions =
                client.get(item + "/versions?all=true").json().objects("versions");
        assertThat(versions)
                .map(version -> version.string("operation").orElse(""))
                .containsExactly("edit", "add");
        String name = versions.getLast().string("version").orElseThrow();
        assertThat(client.get(item + "/versions/" + name).json().string("text").orElseThrow())
                .contains("raise the timeout");
        assertThat(client.get(item + "/versions/2020-01-01T00:00:00Z").error()).isEqualTo("no_such_version");
        assertThat(client.get(item + "/versions/unknown").error()).isEqualTo("no_such_version");
        assertThat(client.get(item + "/differences?before=" + name).json().objects("changes"))
                .singleElement()
                .satisfies(change -> assertThat(change.string("after")).contains("raise it to 65 s"));
        String revert = item + "/revert?to=" + name;
        assertThat(client.send("POST", revert, "").status()).isEqualTo(428);
        assertThat(client.send("POST", revert, "", "If-Match", first).status()).isEqualTo(412);
        assertThat(client.send("POST", revert + "&dry_run=true", "", "If-Match", second)
                        .header("ETag"))
                .isEqualTo(first);
        assertThat(client.get(item).header("ETag")).isEqualTo(second);
        assertThat(client.send("POST", revert, "", "If-Match", second).header("ETag"))
                .isEqualTo(first);
        assertThat(client.get(item).header("ETag")).isEqualTo(first);
        assertThat(client.send("POST", item + "/revert?to=" + second.replace("\"", ""), "", "If-Match", first)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void alerts_areAcknowledgedAndResolved() throws Exception {
        assertThat(Situation.cli(project).run("monitor", "alerts", "test").code())
                .isEqualTo(ExitCode.DONE);
        String alert = store + "/alerts/"
                + idOf(client.get(store + "/alerts").json().objects("alerts").stream()
                        .filter(each ->
                                each.string("cause").filter("test"::equals).isPresent())
                        .findFirst()
                        .orElseThrow());
        assertThat(client.send("POST", alert + "/acknowledge", "").status()).isEqualTo(200);
        assertThat(client.send("POST", alert + "/resolve", "").status()).isEqualTo(200);
        assertThat(client.send("POST", alert + "/resolve", "").error()).isEqualTo("no_such_alert");
    }

    @Test
    void pages_followEachOther_withoutGapsAndRepetitions() throws Exception {
        List<String> ids = new ArrayList<>();
        String path = store + "/items?order=recency&limit=100&facets=true";
        long total = -1;
        while (true) {
            RestClient.Answer page = client.get(path);
            page.json().objects("hits").forEach(hit -> ids.add(idOf(hit)));
            total = page.json().number("total");
            assertThat(page.json().object("facets")).isPresent();
            var link = page.response().headers().firstValue("Link");
            if (link.isEmpty()) {
                break;
            }
            path = link.get().substring("</api/v1".length(), link.get().indexOf('>'));
        }
        assertThat(ids).hasSize((int) total).hasSizeGreaterThan(100).doesNotHaveDuplicates();
        assertThat(client.get(path.replace("order=recency", "order=weight")).error())
                .isEqualTo("usage");
    }

    @Test
    void runs_arePagedByTheOldestSeen() throws Exception {
        List<String> all = runs(client.get(store + "/runs?limit=1000"));
        RestClient.Answer first = client.get(store + "/runs?limit=2");
        assertThat(runs(first)).isEqualTo(all.subList(0, 2));
        String next = first.header("Link")
                .substring("</api/v1".length(), first.header("Link").indexOf('>'));
        assertThat(runs(client.get(next))).isEqualTo(all.subList(2, 4));
        assertThat(client.get(store + "/runs?before=nothing").error()).isEqualTo("no_such_run");
    }

    private static List<String> runs(RestClient.Answer answer) {
        return answer.json().objects("runs").stream()
                .map(run -> run.string("run").orElseThrow())
                .toList();
    }

    @Test
    void changeOfAnItem_needsThePresentRevision() throws Exception {
        String item = store + "/items/" + idOf(anItem());
        String text = client.get(item).json().string("text").orElseThrow();
        RestClient.Answer without = client.send("PUT", item, text);
        assertThat(without.status()).isEqualTo(428);
        String revision = without.header("ETag");
        RestClient.Answer stale = client.send("PUT", item, text, "If-Match", "\"0000000000000000\"");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.header("ETag")).isEqualTo(revision);
        assertThat(stale.json().object("current").orElseThrow().string("text")).contains(text);
        assertThat(client.send("DELETE", item + "?reason=x", "").status()).isEqualTo(428);
        assertThat(client.send("DELETE", item + "?reason=x", "", "If-Match", "\"0000000000000000\"")
                        .status())
                .isEqualTo(412);
        assertThat(client.send("PUT", item, text, "If-Match", "W/\"1\"").status())
                .isEqualTo(400);
        assertThat(client.get(item).header("ETag")).isEqualTo(revision);
    }

    @Test
    void dryRuns_changeNothing() throws Exception {
        String item = store + "/items/" + idOf(anItem());
        Map<String, String> before = StoreContents.of(project.resolve(".loom/memory"));
        String text = client.get(item).json().string("text").orElseThrow().replaceFirst("\\{", "{\"more\":1,");
        assertThat(client.send("PUT", item + "?dry_run=true", text, "If-Match", "*")
                        .json()
                        .isTrue("dry_run"))
                .isTrue();
        RestClient.Answer added = client.send(
                "POST",
                store + "/items?kind=pattern&agent=debugger&dry_run=true",
                "{\"pattern\":{\"type\":\"t\",\"context\":{},\"approach\":{\"technique\":\"x\",\"rationale\":\"y\"}}}");
        assertThat(added.status()).as(added.response().body()).isEqualTo(200);
        client.get(store + "/maintenance");
        assertThat(StoreContents.of(project.resolve(".loom/memory"))).isEqualTo(before);
    }

    @Test
    void requestsThatDoNotFollowTheInterface_areRefusedWithAReason() throws Exception {
        assertThat(client.get("/stores/../../etc/passwd").status()).isEqualTo(400);
        assertThat(client.get("/stores/%2Fetc").error()).isEqualTo("no_such_store");
        assertThat(client.get("/nothing").error()).isEqualTo("not_found");
        assertThat(client.get(store + "/items?colour=red").error()).isEqualTo("usage");
        assertThat(client.get(store + "/items?limit=0").error()).isEqualTo("usage");
        assertThat(client.get(store + "/items?limit=many").error()).isEqualTo("usage");
        assertThat(client.get(store + "/items?order=age").error()).isEqualTo("usage");
        assertThat(client.get(store + "/items?facets=maybe").error()).isEqualTo("usage");
        assertThat(client.get(store + "/items?cursor=x").error()).isEqualTo("usage");
        assertThat(client.get(store + "/items/no-such-item").error()).isEqualTo("no_such_item");
        assertThat(client.get(store + "/runs/none").error()).isEqualTo("no_such_run");
        assertThat(client.get(store + "/snapshots/none").error()).isEqualTo("no_such_snapshot");
        assertThat(client.get("/operations/none").error()).isEqualTo("no_such_operation");
        assertThat(client.send("POST", store + "/jobs/none/run", "").error()).isEqualTo("no_such_job");
        RestClient.Answer method = client.send("PATCH", store + "/items", "{}");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.header("Allow")).isEqualTo("GET, POST");
        String add = store + "/items?kind=pattern&agent=debugger";
        assertThat(client.send("POST", add, "{}", "Content-Type", "text/plain").status())
                .isEqualTo(415);
        assertThat(client.send("POST", add, "[]").error()).isEqualTo("usage");
        assertThat(client.send("POST", add, "{\"a\":1,\"a\":2}").error()).isEqualTo("usage");
        assertThat(client.send("POST", add, "{}").error()).isEqualTo("invalid_item");
        assertThat(client.send("POST", add, "{\"x\":\"" + "x".repeat(1 << 20) + "\"}")
                        .status())
                .isEqualTo(413);
        assertThat(client.send("POST", store + "/items?kind=dream&agent=debugger", "{}")
                        .error())
                .isEqualTo("usage");
        assertThat(client.send("POST", store + "/items?kind=pattern&agent=..%2Fx", "{}")
                        .error())
                .isEqualTo("usage");
        assertThat(client.send("POST", store + "/items?agent=debugger", "{}").error())
                .isEqualTo("usage");
        assertThat(client.send("POST", store + "/maintenance", "{\"yes\":true}").error())
                .isEqualTo("usage");
        assertThat(client.send("POST", store + "/runs/none/undo", "{}").status())
                .isEqualTo(202);
    }

    /** A value of the wrong type must not be read as absent: an absent restriction means everything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"agents\":\"debugger\"}",
                "{\"agents\":[1]}",
                "{\"agents\":null}",
                "{\"items\":{}}",
                "{\"monitoring\":\"true\"}",
                "{\"confirmed\":1}",
                "{\"agent\":[\"debugger\"]}"
            })
    void restoreWithAMisspeltOption_restoresNothing(String body) throws Exception {
        String snapshot = idOf(
                client.get(store + "/snapshots").json().objects("snapshots").getLast());
        Map<String, String> before = StoreContents.of(project.resolve(".loom/memory"));
        RestClient.Answer refused = client.send("POST", store + "/snapshots/" + snapshot + "/restore", body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("usage");
        assertThat(client.get("/operations").json().objects("operations")).isEmpty();
        assertThat(StoreContents.of(project.resolve(".loom/memory"))).isEqualTo(before);
    }

    @Test
    void bodies_mustBeAsDescribed() throws Exception {
        String feedback = store + "/items/" + idOf(anItem()) + "/feedback";
        for (String body : List.of(
                "{}",
                "{\"verdict\":\"liked\"}",
                "{\"verdict\":\"helped\",\"saved_ms\":\"x\"}",
                "{\"verdict\":\"helped\",\"saved_ms\":1.5}",
                "{\"verdict\":\"helped\",\"saved_ms\":-1}",
                "{\"verdict\":\"failed\",\"saved_ms\":1}")) {
            assertThat(client.send("POST", feedback, body).error()).as(body).isEqualTo("usage");
        }
        assertThat(client.send("POST", feedback, "").error()).isEqualTo("usage");
        String description = "{\"description\":\"" + "x".repeat(1_001) + "\"}";
        assertThat(client.send("POST", store + "/snapshots", description).error())
                .isEqualTo("usage");
    }

    @Test
    void addressOfAnAddedItem_isUnambiguous() throws Exception {
        RestClient.Answer added = client.send(
                "POST",
                store + "/items?kind=solution&agent=debugger",
                "{\"problem\":{\"errorMessage\":\"ECONNRESET\"},\"solution\":{\"fixApproach\":\"raise the timeout\"}}");
        assertThat(added.status()).as(added.response().body()).isEqualTo(201);
        assertThat(added.header("Location")).endsWith("?agent=debugger&kind=solution");
        assertThat(client.get(added.header("Location").substring("/api/v1".length()))
                        .header("ETag"))
                .isEqualTo(added.header("ETag"));
    }

    @Test
    void listOfOperations_hasNoResults() throws Exception {
        client.result(client.send("POST", store + "/snapshots", ""));
        assertThat(client.get("/operations").json().objects("operations"))
                .singleElement()
                .satisfies(operation -> assertThat(operation.has("result")).isFalse());
    }

    @Test
    void readOnlyServer_refusesEveryChange() throws Exception {
        String item = idOf(anItem());
        Map<String, String> before = StoreContents.of(project.resolve(".loom/memory"));
        serve(true);
        assertThat(client.get(store + "/items/" + item).status()).isEqualTo(200);
        for (String request : List.of(
                "POST " + store + "/items?kind=pattern&agent=debugger",
                "PUT " + store + "/items/" + item,
                "DELETE " + store + "/items/" + item + "?reason=x",
                "POST " + store + "/items/" + item + "/feedback",
                "PUT " + store + "/pins/" + item,
                "DELETE " + store + "/pins/" + item,
                "POST " + store + "/runs/x/undo",
                "POST " + store + "/snapshots",
                "POST " + store + "/snapshots/verify",
                "POST " + store + "/snapshots/x/restore",
                "POST " + store + "/snapshots/x/verify",
                "POST " + store + "/snapshots/x/drill",
                "POST " + store + "/suggestions/x/accept",
                "POST " + store + "/suggestions/x/reject",
                "POST " + store + "/suggestions/x/reopen",
                "POST " + store + "/maintenance",
                "POST " + store + "/jobs/maintain/run",
                "POST " + store + "/alerts/x/acknowledge",
                "POST " + store + "/alerts/x/resolve",
                "DELETE /operations/x")) {
            String[] words = request.split(" ");
            assertThat(client.send(words[0], words[1], "{}").error())
                    .as(request)
                    .isEqualTo("read_only");
        }
        assertThat(client.send("POST", "/sign-in-links", "").status()).isEqualTo(201);
        assertThat(StoreContents.of(project.resolve(".loom/memory"))).isEqualTo(before);
    }

    @Test
    void events_reportChangesByOthersAndOperations() throws Exception {
        HttpResponse<Stream<String>> stream = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/events"))
                                .header("Authorization", "Bearer " + TOKEN)
                                .build(),
                        HttpResponse.BodyHandlers.ofLines());
        assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream");
        Situation.cli(project)
                .run("add", "decision", "--agent", "debugger", "--question", "Which queue?", "--chosen", "Postgres");
        client.send("POST", store + "/snapshots", "");
        List<String> seen = new ArrayList<>();
        try (Stream<String> lines = stream.body()) {
            var iterator = lines.iterator();
            while (!(seen.stream().anyMatch("event: store"::equals)
                    && seen.stream().anyMatch(line -> line.contains("\"state\":\"done\"")))) {
                seen.add(iterator.next());
            }
        }
        assertThat(seen).anyMatch(line -> line.contains("\"operation\":\"backup create\""));
    }

    @Test
    void lostStore_isRestoredFromItsSnapshots() throws Exception {
        String snapshot = idOf(
                client.get(store + "/snapshots").json().objects("snapshots").getLast());
        long items = client.get(store).json().number("items");
        try (Stream<Path> files = Files.walk(project.resolve(".loom/memory"))) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
        assertThat(client.get(store + "/agents").error()).isEqualTo("no_store");
        client.result(client.send("POST", store + "/snapshots/" + snapshot + "/restore", "{\"confirmed\":true}"));
        assertThat(client.get(store).json().number("items")).isEqualTo(items);
    }

    @Test
    void mcpOfAStore_isBesideIt() throws Exception {
        String id = store.substring("/stores/".length());
        for (String path : List.of("/mcp/" + id, "/mcp/none-0000000000")) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(server.url() + path))
                                    .header("Authorization", "Bearer " + TOKEN)
                                    .header("Content-Type", JSON)
                                    .header("Accept", JSON + ", text/event-stream")
                                    .POST(HttpRequest.BodyPublishers.ofString(
                                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
                                                    + "\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                                                    + "\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path).isEqualTo(path.endsWith(id) ? 200 : 404);
        }
    }
}
