package loom.aml.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.backup.create.SnapshotRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages over real sockets. */
@Timeout(120)
class PagesTest {
    private static final String KEPT = TestItem.uuid("kept");
    private static final String HOSTILE = TestItem.uuid("hostile");
    private static final String SCRIPT = "<script>alert(1)</script>\"' onload=x ${7*7} javascript:alert(2)";
    private static final String TURNED = "\u202egnp.exe\u0085";
    private static final String FILE = "debugger/patterns.json";
    private static final int FIRST_PAGE = 200_000;

    private TestStore store;
    private PageHost host;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        store = TestStore.in(directory)
                .put(
                        FILE,
                        TestItem.pattern(KEPT).with("pattern.approach.technique", "retry with pauses"),
                        TestItem.pattern(HOSTILE)
                                .with("pattern.approach.technique", SCRIPT.replace("\"", "\\\""))
                                .with("pattern.approach.rationale", TURNED))
                .settled();
        store.snapshot(SnapshotRequest.DEFAULT);
        host = PageHost.of(store);
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
    }

    private String item(String id) {
        return host.store() + "/items/debugger/pattern/" + id;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String field(String page, String name) {
        Matcher value =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page);
        assertThat(value.find()).as(name).isTrue();
        return value.group(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/items",
                "/items?q=retry",
                "/map",
                "/runs",
                "/backups",
                "/suggestions",
                "/settings",
                "/maintenance",
                "/settings?changed=yes",
                "/items?kind=pattern&agent=debugger&age=%3C7d&order=recency"
            })
    void page_answersWithoutInlineScriptOrStyle(String path) throws Exception {
        HttpResponse<String> page = host.get(host.store() + path);

        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page.body())
                .doesNotContainPattern("<script(?! src=\"/assets/)")
                .doesNotContain("<style", " style=");
        assertThat(page.body()).doesNotContainPattern("(?:src|href|action)=\"(?:https?:)?//");
        assertThat(page.body()).doesNotContainPattern("\\son[a-z]+=\"");
    }

    @Test
    void home_leadsToTheOnlyStore() throws Exception {
        HttpResponse<String> answer = host.get("/");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains(host.store());
    }

    @Test
    void textOfItems_isData() throws Exception {
        for (String path :
                List.of(item(HOSTILE), host.store() + "/items", item(HOSTILE) + "/edit", item(HOSTILE) + "/forget")) {
            String page = host.get(path).body();

            assertThat(page).as(path).contains("&lt;script").doesNotContain("<script>alert", "\u202e", "\u0085");
        }
        assertThat(host.get(item(HOSTILE)).body()).contains("\\u202e", "${7*7}");
    }

    @Test
    void query_isData() throws Exception {
        String page = host.get(host.store() + "/items?q=" + encoded("\"><script>alert(1)</script>") + "&tag="
                        + encoded("\"><b>"))
                .body();

        assertThat(page).doesNotContain("<script>alert", "\"><b>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/stores/none", "/stores/none/items", "/nothing", "/assets/x/aml.css", "/stores/../etc/passwd"})
    void unknownAddress_isRefusedWithAPage(String path) throws Exception {
        HttpResponse<String> answer = host.get(path);

        assertThat(answer.statusCode()).isBetween(400, 404);
        assertThat(answer.body()).doesNotContain("Exception");
    }

    @Test
    void firstPage_isSmall() throws Exception {
        HttpResponse<byte[]> page = host.packed(host.store());
        assertThat(page.headers().firstValue("Content-Encoding")).contains("gzip");
        long size = page.body().length;
        for (String name : List.of("aml.css", "theme.js", "aml.js", "icon.svg")) {
            HttpResponse<byte[]> asset = host.packed(assets() + name);
            assertThat(asset.statusCode()).as(name).isEqualTo(200);
            assertThat(asset.headers().firstValue("Cache-Control").orElseThrow())
                    .contains("immutable");
            size += asset.body().length;
        }

        assertThat(size).isLessThan(FIRST_PAGE);
    }

    private String assets() throws Exception {
        Matcher base = Pattern.compile("href=\"(/assets/[^/]+/)")
                .matcher(host.get("/stores").body());
        assertThat(base.find()).isTrue();
        return base.group(1);
    }

    @Test
    void asset_thatIsKnown_isNotSentAgain() throws Exception {
        String address = assets() + "aml.css";
        String tag = host.packed(address).headers().firstValue("ETag").orElseThrow();

        assertThat(host.get(address, "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @Test
    void edit_showsTheChangesFirst_andStoresThemOnConfirmation() throws Exception {
        String form = host.get(item(KEPT) + "/edit").body();
        String revision = field(form, "revision");
        String before = store.text(FILE);
        String text = store.items(FILE).getFirst().toString().replace("retry with pauses", "retry twice");
        String fields = "text=" + encoded(text) + "&revision=" + revision;

        HttpResponse<String> plan = host.post(item(KEPT) + "/edit", fields);

        assertThat(plan.statusCode()).as(plan.body()).isEqualTo(200);
        assertThat(plan.body()).contains("This would change", "<del>retry with pauses</del>", "<ins>retry twice</ins>");
        assertThat(store.text(FILE)).isEqualTo(before);

        HttpResponse<String> done = host.post(item(KEPT) + "/edit", fields + "&confirmed=yes");
        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(store.text(FILE)).contains("retry twice");
        assertThat(host.settled(done).body()).contains("Done.", "/undo");

        HttpResponse<String> late = host.post(item(KEPT) + "/edit", fields + "&confirmed=yes");
        assertThat(late.statusCode()).as("the form is about a former version").isEqualTo(409);

        String page = host.get(item(KEPT)).body();
        Matcher diff = Pattern.compile("href=\"([^\"]*/diff\\?before=[^\"]*)").matcher(page);
        assertThat(diff.find()).as("its former version is listed").isTrue();
        assertThat(host.get(diff.group(1)).body()).contains("<del>retry with pauses</del>");
    }

    @Test
    void forget_needsAReason_archivesTheItemAndCanBeUndone() throws Exception {
        String revision = field(host.get(item(KEPT) + "/forget").body(), "revision");
        assertThat(host.post(item(KEPT) + "/forget", "revision=" + revision).statusCode())
                .isEqualTo(400);
        assertThat(store.ids(FILE)).contains(KEPT);

        HttpResponse<String> done =
                host.post(item(KEPT) + "/forget", "reason=" + encoded("no longer <true>") + "&revision=" + revision);
        assertThat(store.ids(FILE)).doesNotContain(KEPT);
        assertThat(host.get(item(KEPT)).statusCode()).isEqualTo(404);

        String location = done.headers().firstValue("Location").orElseThrow();
        String run = host.store() + "/runs/" + location.substring(location.indexOf("done=") + "done=".length());
        assertThat(host.get(run).body()).contains("no longer &lt;true&gt;", "retry with pauses");
        assertThat(host.get(run + "/undo").body()).contains("This would restore 1 item");
        assertThat(store.ids(FILE)).doesNotContain(KEPT);

        HttpResponse<String> work = host.settled(host.post(run + "/undo", ""));
        assertThat(work.body()).contains("state done");
        assertThat(store.ids(FILE)).contains(KEPT);
    }

    @Test
    void pinAndFeedback_areRunsWithNotice() throws Exception {
        HttpResponse<String> pinned = host.settled(host.post(item(KEPT) + "/pin", ""));
        assertThat(pinned.body()).contains("<strong>pinned</strong>", "Unpin");
        assertThat(host.settled(host.post(item(KEPT) + "/unpin", "")).body()).doesNotContain("<strong>pinned</strong>");

        assertThat(host.settled(host.post(item(KEPT) + "/feedback", "verdict=helped"))
                        .body())
                .contains("Done.");
        assertThat(host.post(item(KEPT) + "/feedback", "verdict=nonsense").statusCode())
                .isEqualTo(400);
    }

    @Test
    void restore_showsThePlanFirst() throws Exception {
        store.rewrite(FILE, TestItem.collection(TestItem.pattern(KEPT))).settled();
        Matcher snapshot = Pattern.compile("/backups/([^\"/]+)/restore")
                .matcher(host.get(host.store() + "/backups").body());
        assertThat(snapshot.find()).isTrue();
        String address = host.store() + "/backups/" + snapshot.group(1);

        assertThat(host.get(address).body()).contains(FILE);
        assertThat(host.get(address + "/diff").statusCode()).isEqualTo(200);
        String plan = host.get(address + "/restore").body();
        assertThat(plan).contains("This would change 1 file", "1 item would come back", HOSTILE);
        assertThat(store.ids(FILE)).doesNotContain(HOSTILE);

        assertThat(host.settled(host.post(address + "/restore", "")).body()).contains("state done");
        assertThat(store.ids(FILE)).contains(HOSTILE);
        assertThat(host.settled(host.post(address + "/drill", "")).body()).contains("Readable in full");
        assertThat(host.settled(host.post(address + "/verify", "")).body()).contains("state done");
        assertThat(host.settled(host.post(host.store() + "/backups/create", "description=mine"))
                        .body())
                .contains("state done");
        assertThat(host.get(host.store() + "/backups").body()).contains("mine");
    }

    @Test
    void dailyJob_isPlannedThenRun() throws Exception {
        Instant longAgo = TestStore.NOW.minus(Duration.ofDays(400));
        store.put(
                        "reviewer/patterns.json",
                        TestItem.pattern(TestItem.uuid("unused"))
                                .with("timestamp", longAgo)
                                .with("evolution.created", longAgo)
                                .with("evolution.lastUsed", longAgo))
                .settled();
        String plan = host.get(host.store() + "/maintenance").body();

        assertThat(plan).contains("This would remove", "Would be pruned, and why");
        assertThat(store.ids(FILE)).contains(KEPT);
        assertThat(host.settled(host.post(host.store() + "/maintenance", "")).body())
                .contains("state done");
        assertThat(store.has("reviewer/patterns.json")
                        && !store.ids("reviewer/patterns.json").isEmpty())
                .isFalse();
    }

    @Test
    void mapData_isDeterministicAndCached() throws Exception {
        HttpResponse<String> first = host.get(host.store() + "/map/data");
        String tag = first.headers().firstValue("ETag").orElseThrow();

        assertThat(first.body()).contains(KEPT).doesNotContain("\u202e");
        assertThat(host.get(host.store() + "/map/data").body()).isEqualTo(first.body());
        assertThat(host.get(host.store() + "/map/data", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
        try (PageHost other = PageHost.of(store)) {
            assertThat(other.get(other.store() + "/map/data").body()).isEqualTo(first.body());
        }
    }

    @Test
    void readOnlyHost_hidesAndRefusesChanges() throws Exception {
        String before = store.text(FILE);
        try (PageHost reader = PageHost.readOnly(store)) {
            for (String page : List.of("", "/runs", "/backups", "/maintenance", "/suggestions")) {
                assertThat(reader.get(reader.store() + page).body()).doesNotContain("method=\"post\"");
            }
            String item = reader.store() + "/items/debugger/pattern/" + KEPT;
            assertThat(reader.get(item).body()).doesNotContain("method=\"post\"", ">Edit<");
            for (String change :
                    List.of(item + "/pin", item + "/forget", item + "/edit", reader.store() + "/maintenance")) {
                assertThat(reader.post(change, "reason=x").statusCode()).isEqualTo(403);
            }
        }
        assertThat(store.text(FILE)).isEqualTo(before);
    }

    @Test
    void everyPostIsAlsoShown_beforeItRemovesAnything() {
        List<Route> routes = Stream.of(
                        new ItemChangePages().routes(),
                        new RunPages(null).routes(),
                        new BackupPages(null).routes(),
                        new MaintenancePages(null).routes())
                .flatMap(List::stream)
                .toList();
        List<String> shown = routes.stream()
                .filter(route -> route.method().equals("GET"))
                .map(route -> String.join("/", route.pattern()))
                .toList();

        assertThat(routes.stream()
                        .filter(route -> route.method().equals("POST"))
                        .map(route -> String.join("/", route.pattern()))
                        .filter(path -> path.endsWith("/edit")
                                || path.endsWith("/forget")
                                || path.endsWith("/undo")
                                || path.endsWith("/restore")
                                || path.endsWith("/maintenance")))
                .hasSize(5)
                .allMatch(shown::contains);
    }
}
