package loom.aml.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loom.aml.TestItem;
import loom.aml.TestOpener;
import loom.aml.TestStore;
import loom.aml.app.host.SilentFrontEnd;
import loom.aml.app.monitor.MeasureStore;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.server.page.view.Frame;
import loom.aml.server.page.view.Section;
import loom.aml.server.page.view.StoreLink;
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
    /** The beginning of a form that changes a store; that of signing out leads elsewhere. */
    private static final String CHANGING_FORM = "method=\"post\" action=\"/stores/";

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
                "/suggestions/tidy",
                "/settings",
                "/maintenance",
                "/settings?changed=yes",
                "/items?kind=pattern&agent=debugger&age=%3C7d&order=recency"
            })
    void page_answersWithoutInlineScriptOrStyle(String path) throws Exception {
        HttpResponse<String> page = host.settled(host.store() + path);

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
    void overview_namesTheJobsOfOtherSchedulers_andStartsAJob() throws Exception {
        assertThat(host.get(host.store()).body())
                .contains("<h2 id=\"jobs\">Next jobs</h2>", "by cron", "Plan: Daily job", "Run now: Full backup");

        HttpResponse<String> work = host.settled(host.post(host.store() + "/jobs/full-backup/run", ""));

        assertThat(work.body()).contains("Backup create", "state done");
        assertThat(host.get(host.store()).body()).contains("state done\">done", "snapshot 2026");
        assertThat(host.post(host.store() + "/jobs/maintain/run", "").headers().firstValue("Location"))
                .contains(host.store() + "/maintenance");
        assertThat(host.post(host.store() + "/jobs/other/run", "").statusCode()).isEqualTo(404);
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

        String page = host.get(item(KEPT)).body();
        Matcher diff = Pattern.compile("href=\"([^\"]*/diff\\?before=[^\"]*)").matcher(page);
        assertThat(diff.find()).as("its former version is listed").isTrue();
        assertThat(host.get(diff.group(1)).body()).contains("<del>retry with pauses</del>");
    }

    @Test
    void revert_givesAFormerVersionBack_unlessTheItemChangedSince() throws Exception {
        String before = store.text(FILE);
        String form = host.get(item(KEPT) + "/edit").body();
        String text = store.items(FILE).getFirst().toString().replace("retry with pauses", "retry twice");
        host.post(item(KEPT) + "/edit", "text=" + encoded(text) + "&confirmed=yes&revision=" + field(form, "revision"));
        Matcher diff = Pattern.compile("href=\"([^\"]*/diff\\?before=[^\"]*)")
                .matcher(host.get(item(KEPT)).body());
        assertThat(diff.find()).isTrue();
        String comparison = host.get(diff.group(1)).body();
        String to = field(comparison, "to");
        String revision = field(comparison, "revision");

        assertThat(host.post(item(KEPT) + "/revert", "to=" + to + "&revision=" + to)
                        .statusCode())
                .as("another revision is expected")
                .isEqualTo(409);
        assertThat(host.post(item(KEPT) + "/revert", "to=0123456789abcdef&revision=" + revision)
                        .statusCode())
                .isEqualTo(404);
        assertThat(store.text(FILE)).isNotEqualTo(before);
        HttpResponse<String> done = host.post(item(KEPT) + "/revert", "to=" + to + "&revision=" + revision);

        assertThat(done.statusCode()).as(done.body()).isEqualTo(303);
        assertThat(store.text(FILE)).isEqualTo(before);
        assertThat(host.settled(done).body()).contains("Done.", "/undo");
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

        assertThat(plan).contains("This would remove", "Would be removed, and why");
        assertThat(store.ids(FILE)).contains(KEPT);
        assertThat(host.settled(host.post(host.store() + "/maintenance", "")).body())
                .contains("state done");
        assertThat(store.has("reviewer/patterns.json")
                        && !store.ids("reviewer/patterns.json").isEmpty())
                .isFalse();
        assertThat(host.get(host.store()).body())
                .containsPattern("Daily job</td>\n.*\n.*Last by the server\"><span class=\"state done\">");
    }

    @Test
    void mapData_isDeterministicAndCached() throws Exception {
        HttpResponse<String> first = host.get(host.store() + "/map/data");
        String tag = first.headers().firstValue("ETag").orElseThrow();

        assertThat(first.body()).contains(KEPT).doesNotContain("\u202e");
        assertThat(host.get(host.store() + "/map/data").body()).isEqualTo(first.body());
        assertThat(host.get(host.store() + "/map/data", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
        assertThat(host.get(host.store() + "/map/data", "If-None-Match", "\"other\", W/" + tag)
                        .statusCode())
                .isEqualTo(304);
        assertThat(host.get(host.store() + "/map/data", "If-None-Match", "\"x" + tag.substring(1))
                        .statusCode())
                .isEqualTo(200);
        try (PageHost other = PageHost.of(store)) {
            assertThat(other.get(other.store() + "/map/data").body()).isEqualTo(first.body());
        }
    }

    @Test
    void readOnlyHost_hidesAndRefusesChanges() throws Exception {
        String before = store.text(FILE);
        try (PageHost reader = PageHost.readOnly(store)) {
            for (String page : List.of("", "/runs", "/backups", "/maintenance", "/suggestions")) {
                assertThat(reader.settled(reader.store() + page).body()).doesNotContain(CHANGING_FORM);
            }
            String item = reader.store() + "/items/debugger/pattern/" + KEPT;
            assertThat(reader.get(item).body()).doesNotContain(CHANGING_FORM, ">Edit<");
            for (String change :
                    List.of(item + "/pin", item + "/forget", item + "/edit", reader.store() + "/maintenance")) {
                assertThat(reader.post(change, "reason=x").statusCode()).isEqualTo(403);
            }
        }
        assertThat(store.text(FILE)).isEqualTo(before);
    }

    /** Changes of one thing that the page shows already, and work that changes nothing in the store. */
    private static final List<String> WITHOUT_PLAN = List.of(
            "stores/*/alerts/*/acknowledge",
            "stores/*/alerts/*/resolve",
            "stores/*/items/*/*/*/pin",
            "stores/*/items/*/*/*/unpin",
            "stores/*/items/*/*/*/feedback",
            "stores/*/backups/create",
            "stores/*/backups/verify",
            "stores/*/backups/*/verify",
            "stores/*/backups/*/drill",
            // The comparison of the versions, which has its button, shows the changes; revert_givesAFormerVersionBack
            // tests it.
            "stores/*/items/*/*/*/revert",
            // Its first form shows the items; bulkForget_showsTheItemsFirst tests it.
            "stores/*/suggestions/forget",
            // Its first form shows the pairs; similar_areMergedAfterTheirPlan tests it.
            "stores/*/suggestions/similar",
            // Leads to the plan of a job that removes items.
            "stores/*/jobs/*/run",
            "stores/*/operations/*/cancel");

    private List<String> patterns(String method) {
        return host.routes().stream()
                .filter(route -> route.method().equals(method))
                .map(route -> String.join("/", route.pattern()))
                .toList();
    }

    @Test
    void everyPostIsAlsoShown_beforeItRemovesAnything() {
        List<String> unseen = new ArrayList<>(patterns("POST"));
        unseen.removeAll(patterns("GET"));

        assertThat(unseen).containsExactlyInAnyOrderElementsOf(WITHOUT_PLAN);
    }

    @Test
    void readOnlyHost_refusesEveryPost() throws Exception {
        try (PageHost reader = PageHost.readOnly(store)) {
            for (String pattern : patterns("POST")) {
                String path = "/"
                        + pattern.replaceFirst("\\*", reader.store().substring("/stores/".length()))
                                .replace("*", "x");
                assertThat(reader.post(path, "").statusCode()).as(path).isEqualTo(403);
            }
        }
    }

    /** Puts two memories into the store that mention a file of the repository that is gone. */
    private void putStale() throws IOException {
        Path repository = store.root().resolve("../..").normalize();
        Files.createDirectories(repository.resolve(".git"));
        Files.writeString(repository.resolve("README.md"), "here");
        store.put(
                        "writer/patterns.json",
                        TestItem.pattern(TestItem.uuid("stale 1"))
                                .with("pattern.approach.technique", "see `src/gone.js`"),
                        TestItem.pattern(TestItem.uuid("stale 2"))
                                .with("pattern.approach.technique", "see `src/lost.js`"))
                .settled();
    }

    private List<String> choices(String page) {
        Matcher value = Pattern.compile("name=\"item\" value=\"([^\"]*)\"").matcher(page);
        List<String> found = new ArrayList<>();
        while (value.find()) {
            found.add("item=" + encoded(value.group(1)));
        }
        return found;
    }

    @Test
    void bulkForget_showsTheItemsFirst_isOneRun_andKeepsWhatChangedSince() throws Exception {
        putStale();
        String suggestions = host.settled(host.store() + "/suggestions").body();
        assertThat(suggestions).contains("src/gone.js", "src/lost.js");
        String chosen = String.join("&", choices(suggestions));

        HttpResponse<String> plan = host.post(host.store() + "/suggestions/forget", chosen);
        assertThat(plan.body()).contains("This would remove 2 items", "see `src/gone.js`");
        assertThat(store.ids("writer/patterns.json")).hasSize(2);

        store.rewrite(
                        "writer/patterns.json",
                        TestItem.collection(
                                TestItem.pattern(TestItem.uuid("stale 1"))
                                        .with("pattern.approach.technique", "see `src/here.js`"),
                                TestItem.pattern(TestItem.uuid("stale 2"))
                                        .with("pattern.approach.technique", "see `src/lost.js`")))
                .settled();
        String work = host.settled(host.post(host.store() + "/suggestions/forget", chosen + "&confirmed=yes"))
                .body();

        assertThat(store.ids("writer/patterns.json")).containsExactly(TestItem.uuid("stale 1"));
        assertThat(work).contains("Items removed", "read the item again", TestItem.uuid("stale 1"));
        Matcher run = Pattern.compile("href=\"(/stores/[^\"]*/runs/[^\"]*)\"").matcher(work);
        assertThat(run.find()).isTrue();
        assertThat(host.settled(host.post(run.group(1) + "/undo", "")).body()).contains("state done");
        assertThat(store.ids("writer/patterns.json"))
                .containsExactlyInAnyOrder(TestItem.uuid("stale 1"), TestItem.uuid("stale 2"));
        assertThat(host.post(host.store() + "/suggestions/forget", "item=nonsense")
                        .statusCode())
                .isEqualTo(400);
    }

    private void putSimilar() throws IOException {
        store.put("writer/patterns.json", ContradictoryItems.pair()).settled();
    }

    private String pair() throws Exception {
        Matcher pair = Pattern.compile("name=\"pair\" value=\"([^\"]*)\"")
                .matcher(host.settled(host.store() + "/suggestions").body());
        assertThat(pair.find()).isTrue();
        return "pair=" + encoded(pair.group(1));
    }

    @Test
    void contradictoryItems_areShownWithTheWordsThatDiffer() throws Exception {
        putSimilar();
        assertThat(host.settled(host.store() + "/suggestions").body())
                .contains("contradictory", "<del>5432</del>", "<ins>5433</ins>", "connect to the staging cluster");
    }

    @Test
    void suggestionsThatAreNotThereYet_areAwaitedByThePage_andAskedForWithoutAScript() {
        Frame frame = new Frame(
                "Suggestions",
                Optional.of(new StoreLink("s", "shop")),
                Section.SUGGESTIONS,
                List.of(),
                false,
                Optional.empty(),
                "/assets/");
        String page = new String(
                new Templates()
                        .render("suggestions", Map.of("frame", frame, "found", Optional.empty()))
                        .bytes(),
                StandardCharsets.UTF_8);
        assertThat(page)
                .contains("<div id=\"work\" data-running=\"yes\">", "<noscript>")
                .doesNotContain("Nothing was found");
    }

    @Test
    void similar_areMergedAfterTheirPlan_andTheRunCanBeUndone() throws Exception {
        putSimilar();
        String pair = pair();
        HttpResponse<String> plan = host.post(host.store() + "/suggestions/similar", pair + "&decision=accept");
        assertThat(plan.body()).contains("This would remove 1 item", "archives the second");
        assertThat(store.ids("writer/patterns.json")).hasSize(2);

        String work = host.settled(
                        host.post(host.store() + "/suggestions/similar", pair + "&decision=accept&confirmed=yes"))
                .body();
        assertThat(store.ids("writer/patterns.json")).hasSize(1);
        Matcher run = Pattern.compile("href=\"(/stores/[^\"]*/runs/[^\"]*)\"").matcher(work);
        assertThat(run.find()).isTrue();
        assertThat(host.settled(host.post(run.group(1) + "/undo", "")).body()).contains("state done");
        assertThat(store.ids("writer/patterns.json")).hasSize(2);
        assertThat(host.post(host.store() + "/suggestions/similar", "").statusCode())
                .isEqualTo(400);
        assertThat(host.post(host.store() + "/suggestions/similar", "pair=nothing&decision=accept")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void rejectedPair_isSuggestedNoMore() throws Exception {
        putSimilar();
        assertThat(host.post(host.store() + "/suggestions/similar", pair() + "&decision=reject")
                        .statusCode())
                .isEqualTo(303);
        assertThat(host.settled(host.store() + "/suggestions").body()).doesNotContain("name=\"pair\"");
        assertThat(store.ids("writer/patterns.json")).hasSize(2);
    }

    @Test
    void tidy_showsItsPlanFirst() throws Exception {
        store.put(
                        "writer/patterns.json",
                        TestItem.pattern(TestItem.uuid("twin")).with("pattern.approach.technique", "twice"),
                        TestItem.pattern(TestItem.uuid("twin")).with("pattern.approach.technique", "twice"))
                .settled();
        assertThat(host.settled(host.store() + "/suggestions").body()).contains("duplicate", "/suggestions/tidy");

        assertThat(host.get(host.store() + "/suggestions/tidy").body())
                .contains("This would remove 1 item", "duplicate", CHANGING_FORM);
        assertThat(store.ids("writer/patterns.json")).hasSize(2);

        assertThat(host.settled(host.post(host.store() + "/suggestions/tidy", ""))
                        .body())
                .contains("state done");
        assertThat(store.ids("writer/patterns.json")).hasSize(1);
    }

    @Test
    void damagedCollection_isSaidOnEveryPageThatPassesOverIt() throws Exception {
        store.put("writer/patterns.json", "[{\"id\":\"cut off\"}, {").settled();

        for (String path : List.of("", "/items", "/suggestions", "/suggestions/tidy", "/maintenance")) {
            assertThat(host.settled(host.store() + path).body()).as(path).contains("writer/patterns.json");
        }
        assertThat(host.get(item(KEPT)).body()).as("of the item").contains("writer/patterns.json");
        assertThat(host.get(host.store() + "/map/data").body()).contains("writer/patterns.json");
    }

    @Test
    void damagedRecord_isSaidByTheRunsAndByTheItem() throws Exception {
        host.post(item(KEPT) + "/feedback", "verdict=helped");
        Path record = store.recordOf(store.history().getFirst().run());
        Files.writeString(record, "damage" + Files.readString(record));

        for (String path : List.of(host.store() + "/runs", host.store(), item(KEPT))) {
            assertThat(host.get(path).body()).as(path).contains("its record was damaged");
        }
    }

    @Test
    void refusedEdit_keepsWhatWasTyped() throws Exception {
        String revision = field(host.get(item(KEPT) + "/edit").body(), "revision");

        HttpResponse<String> invalid =
                host.post(item(KEPT) + "/edit", "text=" + encoded("{\"typed\": tr") + "&revision=" + revision);
        assertThat(invalid.statusCode()).isEqualTo(422);
        assertThat(invalid.body()).contains("{\"typed\": tr</textarea>", "Nothing was stored");

        host.post(item(KEPT) + "/feedback", "verdict=helped");
        String typed = "text=" + encoded(store.items(FILE).getFirst().toString().replace("retry with pauses", "mine"));
        HttpResponse<String> late = host.post(item(KEPT) + "/edit", typed + "&revision=" + revision);
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("changed since you opened it", "<ins>mine</ins>", "Store this version");
        String now = field(late.body(), "revision");
        assertThat(now).isNotEqualTo(revision);
        assertThat(host.post(item(KEPT) + "/edit", typed + "&confirmed=yes&revision=" + now)
                        .statusCode())
                .isEqualTo(303);

        host.post(
                item(KEPT) + "/forget",
                "reason=x&revision=" + field(host.get(item(KEPT) + "/forget").body(), "revision"));
        HttpResponse<String> gone = host.post(item(KEPT) + "/edit", typed + "&revision=" + now);
        assertThat(gone.statusCode()).isEqualTo(409);
        assertThat(gone.body()).contains("was removed in the meantime", "mine");
    }

    @Test
    void namesOfAgents_areEncodedInAddresses() throws Exception {
        store.put("R+D & co/patterns.json", TestItem.pattern(TestItem.uuid("r")))
                .settled();

        String page = host.get(host.store()).body();

        Matcher link =
                Pattern.compile("href=\"([^\"]*/items\\?agent=R[^\"]*)\"").matcher(page);
        assertThat(link.find()).isTrue();
        assertThat(host.get(link.group(1)).body()).contains("1 item</p>").contains(TestItem.uuid("r"));
    }

    @Test
    void acknowledgedAlert_isShownAsSuch_andResolvedOneIsGone() throws Exception {
        store.put("writer/patterns.json", "[{\"id\":\"cut off\"}, {").settled();
        new MeasureStore(new TestOpener(store), new SilentFrontEnd()).run(new MeasureStore.Request(true));
        String page = host.get(host.store()).body();
        Matcher action = Pattern.compile("action=\"([^\"]*/acknowledge)\"").matcher(page);
        assertThat(action.find()).isTrue();

        host.post(action.group(1), "");
        assertThat(host.get(host.store()).body()).contains("acknowledged").doesNotContain(action.group(1));

        String resolve = action.group(1).replace("/acknowledge", "/resolve");
        host.post(resolve, "");
        assertThat(host.get(host.store()).body()).doesNotContain(resolve);
    }

    @Test
    void secondStore_hasPagesOfItsOwn(@TempDir Path elsewhere) throws Exception {
        TestStore other = TestStore.in(elsewhere)
                .put("reviewer/patterns.json", TestItem.pattern(TestItem.uuid("other")))
                .settled();
        try (PageHost both = PageHost.of(store, other)) {
            assertThat(both.get("/").headers().firstValue("Location")).contains("/stores");
            assertThat(both.get("/stores").body()).contains(both.addressOf(store), both.addressOf(other));
            assertThat(both.get(both.addressOf(other) + "/items").body())
                    .contains(TestItem.uuid("other"))
                    .doesNotContain(KEPT);
            String inOther = both.addressOf(other) + "/items/debugger/pattern/" + KEPT;
            assertThat(both.get(inOther).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void stop_endsWorkThatOnlyReads() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        String work = host.work(progress -> {
            began.countDown();
            while (true) {
                progress.done(1, 2);
                Thread.sleep(5);
            }
        });
        began.await();
        assertThat(host.get(work).body()).contains("state running", ">Stop</button>");

        String stopped = host.settled(host.post(work + "/cancel", "")).body();

        assertThat(stopped).contains("state cancelled").doesNotContain(">Stop</button>");
    }
}
