package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @TempDir
    private Path directory;

    private Cli cli;

    @BeforeEach
    void cli() {
        cli = new Cli(directory);
    }

    private Path store() {
        Path store = directory.resolve(".loom/memory");
        assertThat(cli.run("sample", store.toString(), "--items", "400", "--seed", "7")
                        .code())
                .isEqualTo(ExitCode.DONE);
        return store;
    }

    /** Adds an agent whose patterns are not a valid collection. */
    private static Path damage(Path store, String text) throws IOException {
        Path damaged = store.resolve("broken/patterns.json");
        Files.createDirectories(damaged.getParent());
        return Files.writeString(damaged, text);
    }

    private static Map<String, String> tree(Path root) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (var files = Files.walk(root)) {
            for (Path path : files.toList()) {
                String content = Files.isRegularFile(path) ? StoreContents.sha256(Files.readAllBytes(path)) : "-";
                tree.put(root.relativize(path).toString(), content + " " + Files.getLastModifiedTime(path));
            }
        }
        return tree;
    }

    @Test
    void version_printsTheVersion() {
        assertThat(cli.run("--version").out()).matches("aml \\d+\\.\\d+\\.\\d+\\n");
    }

    @Test
    void help_listsEveryCommandWithItsSummary() {
        String help = cli.run("--help").out();
        for (CommandEntry entry : Commands.ALL) {
            assertThat(help).contains(entry.fullName(), entry.summary());
        }
    }

    @Test
    void help_ofEachCommandShowsAnExampleAndTheExitCodes() {
        for (CommandEntry entry : Commands.ALL) {
            String[] words = (entry.fullName() + " --help").split(" ");
            Cli.Result result = cli.run(words);
            assertThat(result.code()).isEqualTo(ExitCode.DONE);
            assertThat(result.out()).contains("Example:", entry.command().example(), "Exit codes:");
        }
    }

    @Test
    void help_examplesAreCommandLinesThatParse() {
        for (CommandEntry entry : Commands.ALL) {
            String[] words =
                    entry.command().example().substring("aml ".length()).split(" ");
            Invocation invocation = Invocation.of(words);
            assertThat(invocation.entry()).contains(entry);
        }
    }

    @Test
    void usage_suggestsWhatWasProbablyMeant() {
        Cli.Result result = cli.run("prnue");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("did you mean 'aml prune'");
        assertThat(cli.run("optimize", "gcc").err()).contains("'aml optimize gc'");
        assertThat(cli.run("optimize").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void usage_rejectsUnknownOptionsStrategiesAndAgents() {
        Path store = store();
        assertThat(cli.run(store.toString(), "prune", "--drry-run").code()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run(store.toString(), "prune", "--strategies", "magic").err())
                .contains("time_based");
        assertThat(cli.run(store.toString(), "prune", "--agents", "debuger").err())
                .contains("the store has no agent");
        assertThat(cli.run(store.toString(), "prune", "--agents", "../x").code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("--wrong").code()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("history", "--limit", "0").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void store_isFoundInTheNearestParentDirectory() throws IOException {
        store();
        Path deep = Files.createDirectories(directory.resolve("src/deep"));
        Cli.Result result = new Cli(deep).run("prune", "--dry-run", "--json");
        assertThat(result.json().string("store"))
                .contains(directory.toRealPath().resolve(".loom/memory").toString());
    }

    @Test
    void store_thatIsMissing_isExitCodeFour() throws IOException {
        assertThat(cli.run("prune", "--dry-run").code()).isEqualTo(ExitCode.NO_STORE);
        assertThat(cli.run("nowhere", "maintain").code()).isEqualTo(ExitCode.NO_STORE);
        Files.writeString(Files.createDirectories(directory.resolve("home")).resolve("letter.txt"), "dear");
        assertThat(cli.run("home", "maintain").code()).isEqualTo(ExitCode.NO_STORE);
        assertThat(directory.resolve("home")).isDirectoryContaining("glob:**letter.txt");
    }

    @Test
    void options_mayPrecedeTheCommand_andListsHaveAnyForm() throws IOException {
        Path store = store();
        String one = cli.run("--json", store.toString(), "prune", "--dry-run", "--strategies", "time_based,space_based")
                .out();
        String other = cli.run(
                        store.toString(), "prune", "--json", "--dry-run", "--strategies", "time_based", "space_based")
                .out();
        String third = cli.run(
                        store.toString(),
                        "prune",
                        "--json",
                        "--dry-run",
                        "--strategies",
                        "time_based",
                        "--strategies",
                        "space_based")
                .out();
        assertThat(JsonObject.parse(one).number("items_removed")).isPositive();
        assertThat(other).isEqualTo(one);
        assertThat(third).isEqualTo(one);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prune --dry-run",
                "prune --explain",
                "optimize gc --dry-run",
                "optimize gc --repair --explain",
                "maintain --dry-run",
                "history",
                "pin"
            })
    void dryRuns_changeNoByteAndGiveOneJsonDocument(String words) throws IOException {
        Path store = store();
        Map<String, String> before = tree(directory);
        assertThat(cli.run((store + " " + words).split(" ")).code()).isEqualTo(ExitCode.DONE);
        Cli.Result asJson = cli.run((store + " " + words + " --json").split(" "));
        assertThat(asJson.err()).isEmpty();
        assertThat(asJson.json()).isNotNull();
        assertThat(tree(directory)).isEqualTo(before);
    }

    @Test
    void explain_namesRuleAndValuesOfEachItem() throws IOException {
        Path store = store();
        JsonObject explained =
                cli.run(store.toString(), "prune", "--explain", "--json").json();
        List<JsonObject> items = explained.objects("explained");
        assertThat(items).hasSize((int) explained.number("items_removed"));
        assertThat(items).allSatisfy(item -> {
            assertThat(item.string("id")).isPresent();
            assertThat(item.string("rule")).isPresent();
            assertThat(item.object("values")).isPresent();
        });
    }

    @Test
    void maintain_thenUndo_restoresTheStore() throws IOException {
        Path store = store();
        Map<String, String> before = StoreContents.of(store);
        Cli.Result maintained = cli.run(store.toString(), "maintain");
        assertThat(maintained.code()).isEqualTo(ExitCode.DONE);
        assertThat(maintained.out()).contains("removed ", "health: ", "undo: aml " + store + " undo");
        assertThat(StoreContents.of(store)).isNotEqualTo(before);
        assertThat(cli.run(store.toString(), "undo").code()).isEqualTo(ExitCode.DONE);
        assertThat(StoreContents.of(store)).isEqualTo(before);
        assertThat(cli.run(store.toString(), "undo").code()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run(store.toString(), "history").out()).contains("undone");
    }

    @Test
    void maintain_onAStoreWithADamagedFile_doesTheRest_andEndsWithThree() throws IOException {
        Path store = store();
        Path agent = firstAgent(store);
        Path damaged = agent.resolve("solutions.json");
        Files.writeString(damaged, "[{\"id\": \"cut o");
        Cli.Result result = cli.run(store.toString(), "maintain");
        assertThat(result.code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(result.out()).contains("solutions.json", "at byte", "gc --repair");
        assertThat(damaged).hasContent("[{\"id\": \"cut o");
    }

    private static Path firstAgent(Path store) throws IOException {
        try (var entries = Files.list(store)) {
            return entries.filter(path -> Files.exists(path.resolve("patterns.json")))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void locked_storeIsExitCodeFive() throws IOException {
        Path store = store();
        cli.run(store.toString(), "maintain");
        try (FileChannel channel = FileChannel.open(store.resolve(".aml-lock"), StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            Cli.Result result =
                    new Cli(directory).with("LOOM_AML_LOCK_WAIT", "0").run(store.toString(), "maintain");
            assertThat(result.code()).isEqualTo(ExitCode.LOCKED);
            assertThat(result.err()).contains("another run of aml");
        }
    }

    @Test
    void lockWait_mustBeANumber() {
        store();
        assertThat(new Cli(directory)
                        .with("LOOM_AML_LOCK_WAIT", "soon")
                        .run("prune")
                        .code())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void quiet_printsNothingOnSuccess() {
        Path store = store();
        Cli.Result result = cli.run(store.toString(), "maintain", "--quiet");
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"maintain", "prune", "optimize gc", "agents", "migrate detect", "monitor metrics"})
    void quiet_printsProblemsWithTheStore(String command) throws IOException {
        Path store = store();
        damage(store, "[{\"id\":");
        Cli.Result result = cli.run((store + " " + command + " --quiet").split(" "));
        assertThat(result.code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("broken/patterns.json", "at byte");
    }

    @Test
    void undoCommand_isValidForAShell() {
        Path store = directory.resolve("it's my store");
        assertThat(cli.run("sample", store.toString(), "--items", "400", "--seed", "7")
                        .code())
                .isEqualTo(ExitCode.DONE);
        assertThat(cli.run(store.toString(), "prune").out())
                .contains("undo: aml '" + directory + "/it'\\''s my store' undo 2");
    }

    @Test
    void pin_andUnpin_acceptTheBeginningOfAnId() throws IOException {
        String store = store().toString();
        String id = cli.run(store, "prune", "--explain", "--json")
                .json()
                .objects("explained")
                .getFirst()
                .string("id")
                .orElseThrow();
        assertThat(cli.run(store, "pin", id.substring(0, 12)).out())
                .containsPattern(id.substring(0, 8) + " .* is pinned");
        assertThat(cli.run(store, "unpin", "no-such-item").code()).isEqualTo(ExitCode.FAILED);
        assertThat(cli.run(store, "pin").out()).contains(id);
        assertThat(cli.run(store, "unpin", id.substring(0, 12)).out())
                .containsPattern(id.substring(0, 8) + " .* is not pinned");
        assertThat(cli.run(store, "pin").out()).doesNotContain(id);
        assertThat(cli.run(store, "unpin", id).code())
                .as("it is not, and was not")
                .isEqualTo(ExitCode.DONE);
        assertThat(cli.run(store, "pin", id.substring(0, 1)).err()).contains("ids begin with");
    }

    @Test
    void repair_reportsTheRemainderOfEachFile_andTheUndo() throws IOException {
        Path store = store();
        String text = "[{\"id\": \"a\", \"pattern\": {\"type\": \"b\"}}, {\"id\": \"cut o";
        Path damaged = damage(store, text);
        assertThat(cli.run(store.toString(), "optimize", "gc", "--repair").out())
                .contains("another program may still be writing it");
        Files.setLastModifiedTime(damaged, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        assertThat(cli.run(store.toString(), "optimize", "gc", "--repair", "--dry-run")
                        .out())
                .contains("broken/patterns.json: 1 item can still be read");
        assertThat(cli.run(store.toString(), "optimize", "gc", "--repair").out())
                .contains("broken/patterns.json: 1 item can still be read", "undo: aml ");
        assertThat(cli.run(store.toString(), "undo").code()).isEqualTo(ExitCode.DONE);
        assertThat(damaged).hasContent(text);
    }

    @Test
    void colour_isUsedOnATerminalOnly_andNeverAlone() {
        Path store = store();
        String coloured = new Cli(directory)
                .onTerminal()
                .with("COLUMNS", "200")
                .run(store.toString(), "prune", "--dry-run")
                .out();
        assertThat(coloured).contains("\u001b[");
        String plain = cli.run(store.toString(), "prune", "--dry-run").out();
        assertThat(plain).doesNotContain("\u001b[").isEqualTo(coloured.replaceAll("\u001b\\[[0-9]*m", ""));
        assertThat(new Cli(directory)
                        .onTerminal()
                        .with("COLUMNS", "200")
                        .with("NO_COLOR", "1")
                        .run(store.toString(), "prune", "--dry-run")
                        .out())
                .isEqualTo(plain);
        assertThat(new Cli(directory)
                        .onTerminal()
                        .with("COLUMNS", "200")
                        .run(store.toString(), "prune", "--dry-run", "--no-color")
                        .out())
                .isEqualTo(plain);
    }

    @Test
    void lines_fitTheTerminal_andAreNotWrappedForPrograms() {
        String path = store().toString();
        for (int columns : new int[] {72, 80}) {
            String out = new Cli(directory)
                    .onTerminal()
                    .with("COLUMNS", Integer.toString(columns))
                    .run(path, "prune", "--dry-run", "--no-color")
                    .out();
            assertThat(out.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
        }
        assertThat(cli.run(path, "prune", "--dry-run").out().lines())
                .anySatisfy(line -> assertThat(line).startsWith("· dry run").endsWith("nothing was changed"));
    }

    @Test
    void pin_keepsAnItemThatARuleWouldRemove() throws IOException {
        Path store = store();
        JsonObject item = cli.run(store.toString(), "prune", "--explain", "--json")
                .json()
                .objects("explained")
                .getFirst();
        String id = item.string("id").orElseThrow();
        assertThat(cli.run(store.toString(), "pin", id).code()).isEqualTo(ExitCode.DONE);
        assertThat(cli.run(store.toString(), "pin").out()).contains(id);
        assertThat(cli.run(store.toString(), "prune", "--explain", "--json")
                        .json()
                        .objects("explained"))
                .noneMatch(left -> left.string("id").orElse("").equals(id));
        assertThat(cli.run(store.toString(), "unpin", id).code()).isEqualTo(ExitCode.DONE);
        assertThat(cli.run(store.toString(), "prune", "--explain", "--json")
                        .json()
                        .objects("explained"))
                .anyMatch(left -> left.string("id").orElse("").equals(id));
        assertThat(cli.run(store.toString(), "pin", "no-such-item").code()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void pin_ofAnItemThatMayBeInAnUnreadableFile_namesTheFile() throws IOException {
        Path store = store();
        damage(store, "[{\"id\":");

        Cli.Result result = cli.run(store.toString(), "pin", "no-such-item");

        assertThat(result.code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(result.err()).contains("no item has an id that begins with no-such-item");
        assertThat(result.out()).contains("broken/patterns.json");
        assertThat(cli.run(store.toString(), "pin", "no-such-item", "--json")
                        .json()
                        .objects("findings"))
                .hasSize(1);
    }

    @Test
    void pins_thatCannotBeRead_stopEveryRemoval() throws IOException {
        Path store = store();
        Files.writeString(Files.createDirectories(store.resolve("config")).resolve("pins.json"), "{\"version\":1,");
        Map<String, String> before = StoreContents.of(store);
        Cli.Result result = cli.run(store.toString(), "maintain");
        assertThat(result.code()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("pins.json");
        assertThat(StoreContents.of(store)).isEqualTo(before);
    }

    @Test
    void init_createsAStoreThatEveryCommandAccepts() {
        assertThat(cli.run("init").code()).isEqualTo(ExitCode.DONE);
        assertThat(directory.resolve(".loom/memory")).isDirectory();
        assertThat(cli.run("maintain").code()).isEqualTo(ExitCode.DONE);
        assertThat(cli.run("init").code()).isEqualTo(ExitCode.FAILED);
        assertThat(cli.run("history", "--json").code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void undo_rejectsUnknownAndIrreversibleRuns() throws IOException {
        Path store = store();
        assertThat(cli.run(store.toString(), "undo", "20200101").code()).isEqualTo(ExitCode.USAGE);
        cli.run(store.toString(), "backup", "create");
        cli.run(store.toString(), "maintain");
        assertThat(cli.run(store.toString(), "undo", "2").err()).contains("specify more of the id");
        JsonObject newest = cli.run(store.toString(), "history", "--json").json().objects("runs").stream()
                .flatMap(one -> one.objects("steps").stream())
                .filter(one -> one.string("operation").equals(Optional.of("prune")))
                .findFirst()
                .orElseThrow();
        String run = newest.string("run").orElseThrow();
        assertThat(cli.run(store.toString(), "undo", run, "--dry-run", "--json")
                        .json()
                        .number("items_at_most"))
                .isEqualTo(newest.number("items_removed"));
        assertThat(cli.run(store.toString(), "undo", run).code()).isEqualTo(ExitCode.DONE);
        assertThat(cli.run(store.toString(), "undo", run).err()).contains("already");
    }

    @Test
    void error_isAJsonDocumentToo_andHasATraceOnlyOnRequest() throws IOException {
        Cli.Result result = cli.run("nowhere", "maintain", "--json");
        assertThat(result.json().number("exit_code")).isEqualTo(4);
        assertThat(result.err()).doesNotContain("\tat ");
        assertThat(cli.run("nowhere", "maintain", "--debug").err()).contains("\tat ");
    }

    @Test
    void names_withControlCharactersDoNotReachTheTerminal() throws IOException {
        Path store = store();
        Path agent = firstAgent(store);
        String text = Files.readString(agent.resolve("patterns.json"), StandardCharsets.UTF_8);
        Path odd = Files.createDirectories(store.resolve("odd\u001b[31magent"));
        Files.writeString(odd.resolve("patterns.json"), text);
        assertThat(cli.run(store.toString(), "prune", "--dry-run").out()).doesNotContain("\u001b");
    }
}
