package loom.aml.server.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.TestItem;
import loom.aml.TestOpener;
import loom.aml.TestStore;
import loom.aml.app.OpenStore;
import loom.aml.app.item.EditItem;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.edit.ItemEdit;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.server.fixture.NodePackages;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages in Chromium: both themes, phone and desktop, by keyboard alone. Skipped without Chromium. */
@Timeout(600)
class PagesBrowserIT {
    private static final List<String> BROWSERS =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    private static final List<String> QUIET = List.of(
            "--no-sandbox",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-default-apps",
            "--disable-sync",
            "--no-first-run",
            "--use-angle=swiftshader",
            "--enable-unsafe-swiftshader");
    private static final Path AXE_SOURCE = Path.of("src/test/node-axe").toAbsolutePath();
    private static final Path AXE_FOLDER = Path.of("target/axe").toAbsolutePath();
    private static final Path AXE = AXE_FOLDER.resolve("node_modules/axe-core/axe.min.js");
    private static final List<String> PAGES = List.of(
            "",
            "/items",
            "/items?q=retry",
            "/map",
            "/runs",
            "/backups",
            "/suggestions",
            "/suggestions/tidy",
            "/settings",
            "/maintenance");
    private static final String KEPT = TestItem.uuid("kept");
    private static final int TABS = 400;
    private static final Page.WaitForSelectorOptions ATTACHED =
            new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED);

    private static TestStore store;
    private static String snapshot = "";
    private static String run = "";
    private static PageHost host;
    private static Playwright playwright;
    private static Browser browser;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        Optional<String> program = BROWSERS.stream()
                .filter(each -> Files.isExecutable(Path.of(each)))
                .findFirst();
        assumeTrue(program.isPresent(), "no Chromium is installed");
        List<TestItem> items = new ArrayList<>();
        items.add(TestItem.pattern(KEPT).with("pattern.approach.technique", "retry with pauses"));
        for (int i = 0; i < 40; i++) {
            items.add(TestItem.pattern(TestItem.uuid("pattern " + i))
                    .with("pattern.approach.technique", "<b>technique</b> number " + i + " for retries"));
        }
        Files.createDirectories(directory.resolve(".git"));
        store = TestStore.in(directory)
                .put("debugger/patterns.json", items.toArray(TestItem[]::new))
                .put("reviewer/solutions.json", TestItem.solution(TestItem.uuid("solution")))
                .put("reviewer/decisions.json", TestItem.decision(TestItem.uuid("decision")))
                .put(
                        "writer/patterns.json",
                        TestItem.pattern(TestItem.uuid("stale"))
                                .with("pattern.approach.technique", "see `src/gone.js`"),
                        TestItem.pattern(TestItem.uuid("twin")).with("pattern.approach.technique", "twice"),
                        TestItem.pattern(TestItem.uuid("twin")).with("pattern.approach.technique", "twice"))
                .put("tester/patterns.json", ContradictoryItems.pair())
                .put("broken/patterns.json", "[{\"id\":\"cut off\"}, {")
                .settled();
        snapshot = store.snapshot(SnapshotRequest.DEFAULT).manifest().id();
        run = edited();
        host = PageHost.signedIn(store);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(program.get()))
                        .setArgs(QUIET));
    }

    /** Edits an item, and returns the run. */
    private static String edited() throws Exception {
        try (OpenStore opened = new TestOpener(store).forChange()) {
            ItemKey key = new ItemKey("debugger", ItemKind.PATTERN, KEPT);
            String text =
                    opened.store().get(key).orElseThrow().json().replace("retry with pauses", "retry with long pauses");
            return new EditItem(opened)
                    .run(new EditItem.Request(
                            key, new ItemEdit.Text(text.getBytes(StandardCharsets.UTF_8)), Optional.empty(), false))
                    .report()
                    .orElseThrow()
                    .run();
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (browser != null) {
            browser.close();
            playwright.close();
            host.close();
        }
    }

    /** Each width and each theme in every build, in two of their four combinations. */
    static Stream<Arguments> views() {
        List<List<Arguments>> halves = List.of(
                List.of(Arguments.of(360, ColorScheme.LIGHT), Arguments.of(1440, ColorScheme.DARK)),
                List.of(Arguments.of(360, ColorScheme.DARK), Arguments.of(1440, ColorScheme.LIGHT)));
        return CaseSample.oneOf(2, halves).stream().flatMap(List::stream);
    }

    private record Visit(BrowserContext context, Page page, List<String> wrong) implements AutoCloseable {
        static Visit with(int width, ColorScheme theme) {
            BrowserContext context = browser.newContext(
                    new Browser.NewContextOptions().setViewportSize(width, 900).setColorScheme(theme));
            List<String> wrong = new ArrayList<>();
            context.route("**", route -> {
                if (!route.request().url().startsWith(host.url())) {
                    wrong.add("request to " + route.request().url());
                }
                route.resume();
            });
            Page page = context.newPage();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") || message.type().equals("warning")) {
                    // Software rendering of WebGL in the test warns about its speed.
                    if (!message.text().contains("GPU stall") && !message.text().contains("GL Driver Message")) {
                        wrong.add(message.text());
                    }
                }
            });
            page.onPageError(wrong::add);
            page.navigate(host.link());
            return new Visit(context, page, wrong);
        }

        void open(String path) {
            page.navigate(host.url() + path);
        }

        /** Checks that the page fits and has no violation of the rules of axe. */
        void check(String what, int width, boolean hasAxe) throws IOException {
            Object overflow =
                    page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assertThat(overflow).as("%s is wider than %d px", what, width).isEqualTo(0);
            if (hasAxe) {
                page.evaluate(Files.readString(AXE));
                assertThat((List<?>) page.evaluate("""
                        async () => (await axe.run(document, {resultTypes: ['violations']})).violations
                          .map(v => v.id + ': ' + v.nodes.map(n => n.target + ' ' + n.failureSummary).join(' | '))
                        """)).as(what).isEmpty();
            }
        }

        void press(String... keys) {
            for (String key : keys) {
                page.keyboard().press(key);
            }
        }

        /** Moves the focus forward with the Tab key until it is on an element. */
        void tabTo(String selector) {
            for (int i = 0; i < TABS; i++) {
                press("Tab");
                if (Boolean.TRUE.equals(page.evaluate("s => document.activeElement.matches(s)", selector))) {
                    return;
                }
            }
            throw new AssertionError("the Tab key does not reach " + selector + " of " + page.url());
        }

        @Override
        public void close() {
            context.close();
        }
    }

    @ParameterizedTest
    @MethodSource("views")
    void everyPage_isAccessible_fits_andIsQuiet(int width, ColorScheme theme) throws IOException {
        boolean hasAxe = new NodePackages(AXE_SOURCE, AXE_FOLDER, AXE).install();
        List<String> pages =
                new ArrayList<>(PAGES.stream().map(host.store()::concat).toList());
        String item = host.store() + "/items/debugger/pattern/" + KEPT;
        String ofRun = host.store() + "/runs/" + run;
        String ofSnapshot = host.store() + "/backups/" + snapshot;
        pages.addAll(List.of("/stores", item, item + "/edit", item + "/forget", "/stores/none"));
        pages.addAll(List.of(ofRun, ofRun + "/undo", ofSnapshot, ofSnapshot + "/diff", ofSnapshot + "/restore"));
        try (Visit visit = Visit.with(width, theme)) {
            for (String path : pages) {
                visit.open(path);
                if (path.endsWith("/map")) {
                    visit.page().waitForSelector("#map[data-ready]");
                }
                visit.check(path, width, hasAxe);
            }

            visit.open(item);
            visit.page().locator("a[href*='/diff?before=']").first().click();
            visit.page().waitForSelector("table.diff");
            visit.check("the versions of an item", width, hasAxe);

            visit.open(host.store() + "/suggestions");
            visit.page().locator("input[name=item]").first().check();
            visit.page().locator("form[action$='/suggestions/forget'] button").click();
            visit.page().waitForSelector("input[name=confirmed]", ATTACHED);
            visit.check("the plan to forget several items", width, hasAxe);

            visit.open(host.store() + "/suggestions");
            visit.page().locator("input[name=pair]").first().check();
            visit.page().locator("button[value=accept]").click();
            visit.page().waitForSelector("input[name=confirmed]", ATTACHED);
            visit.check("the plan to accept a suggestion", width, hasAxe);

            visit.open(item + "/edit");
            visit.page().fill("#text", "{\"typed\": tr");
            visit.page().locator("form.stack button").click();
            visit.page().waitForSelector(".note");
            visit.check("a refused edit", width, hasAxe);

            visit.open(host.store() + "/backups");
            visit.page().locator("form[action$='/backups/verify'] button").click();
            visit.page().waitForSelector(".state.done");
            visit.check("finished work", width, hasAxe);

            visit.wrong().removeIf(each -> each.contains("404") || each.contains("422"));
            assertThat(visit.wrong()).isEmpty();
        }
        assumeTrue(hasAxe, "axe-core cannot be installed from npm");
    }

    @Test
    void everyPage_isReachedByKeyboard() {
        try (Visit visit = Visit.with(1440, ColorScheme.LIGHT)) {
            visit.open(host.store());
            for (String section : List.of("items", "map", "runs", "backups", "suggestions", "settings")) {
                visit.tabTo(".sections a[href$='/" + section + "']");
                visit.press("Enter");
                visit.page().waitForURL("**/" + section);
                assertThat(visit.page().locator(".sections a[aria-current]").count())
                        .isEqualTo(1);
            }
            visit.tabTo("summary");
            visit.press("Enter");
            visit.tabTo(".switch a[href='/stores']");
            visit.press("Enter");
            visit.page().waitForURL("**/stores");
            visit.press("Tab", "Enter");
            assertThat(visit.page().evaluate("() => location.hash")).isEqualTo("#main");
            assertThat(visit.wrong()).isEmpty();
        }
    }

    @Test
    void search_followsTheTypingAndKeepsTheFocus() {
        try (Visit visit = Visit.with(1440, ColorScheme.DARK)) {
            visit.open(host.store() + "/items");
            visit.tabTo("#q");
            visit.page().keyboard().type("pauses");
            visit.page().waitForFunction("() => document.querySelectorAll('.items > li').length === 1");
            assertThat(visit.page().url()).contains("q=pauses");
            assertThat(visit.page().evaluate("() => document.activeElement.id")).isEqualTo("q");
            assertThat(visit.wrong()).isEmpty();
        }
    }

    @Test
    void item_isPinnedEditedForgottenAndBroughtBack_byKeyboard() throws IOException {
        String id = TestItem.uuid("pattern 7");
        try (Visit visit = Visit.with(360, ColorScheme.LIGHT)) {
            visit.open(host.store() + "/items/debugger/pattern/" + id);
            visit.tabTo("form[action$='/pin'] button");
            visit.press("Enter");
            visit.page().waitForSelector("text=Unpin");
            visit.tabTo("form[action$='/unpin'] button");
            visit.press("Enter");
            visit.page().waitForSelector("form[action$='/pin']");

            visit.tabTo("a[href$='/forget']");
            visit.press("Enter");
            visit.page().waitForURL("**/forget");
            visit.tabTo("#reason");
            visit.page().keyboard().type("outdated");
            visit.press("Enter");
            visit.page().waitForSelector(".notice");
            assertThat(store.ids("debugger/patterns.json")).doesNotContain(id);

            visit.tabTo(".notice a[href$='/undo']");
            visit.press("Enter");
            visit.page().waitForURL("**/undo");
            visit.tabTo("button.primary");
            visit.press("Enter");
            visit.page().waitForSelector(".state.done");
            assertThat(store.ids("debugger/patterns.json")).contains(id);
            assertThat(visit.wrong()).isEmpty();
        }
    }

    @Test
    void map_isUsedByKeyboard_andOpensAnItem() {
        try (Visit visit = Visit.with(1440, ColorScheme.DARK)) {
            visit.open(host.store() + "/map");
            visit.page().waitForSelector("#map[data-ready]");
            visit.tabTo("#by");
            visit.press("ArrowDown");
            assertThat(visit.page().locator("#legend").textContent()).contains("debugger", "reviewer");
            visit.tabTo("#canvas");
            visit.press("+", "ArrowLeft", "-");
            visit.page().waitForSelector("#chosen a");
            visit.press("Enter");
            visit.page().waitForURL("**/items/**");
            assertThat(visit.wrong()).isEmpty();
        }
    }

    @Test
    void theme_isSwitchedAndRemembered() {
        try (Visit visit = Visit.with(360, ColorScheme.LIGHT)) {
            visit.open(host.store());
            String ground = "() => getComputedStyle(document.body).backgroundColor";
            Object light = visit.page().evaluate(ground);
            visit.tabTo("#theme");
            visit.press("Enter", "Enter");
            assertThat(visit.page().locator("#theme").textContent()).contains("dark");
            visit.open(host.store() + "/runs");
            assertThat(visit.page().evaluate(ground)).isNotEqualTo(light);
        }
    }

    @Test
    void pages_workWithoutScripts() {
        try (BrowserContext context = browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = context.newPage();
            page.navigate(host.link());
            page.navigate(host.url() + host.store() + "/items");
            page.fill("#q", "pauses");
            page.press("#q", "Enter");
            assertThat(page.locator(".items > li").count()).isEqualTo(1);
            page.click(".items a.title");
            assertThat(page.locator("h1").textContent()).isEqualTo("retry with long pauses");
        }
    }
}
