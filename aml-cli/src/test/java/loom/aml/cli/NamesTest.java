package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command treats names as bytes. */
class NamesTest {
    /** The name of the folder is awkward, too. */
    private static final String PLACE = "proj\udce9t\u001b[31m\nx";

    @TempDir
    Path folder;

    private Path store;
    private String named;
    private Cli cli;

    @BeforeEach
    void makeStore() throws IOException {
        Path plain = Files.createDirectories(folder.resolve("plain/.loom")).resolve("memory");
        cli = new Cli(folder);
        AwkwardNames.make(plain, cli);
        Path place = FileName.resolve(folder, PLACE);
        Files.move(folder.resolve("plain"), place);
        store = place.resolve(".loom/memory");
        named = PLACE + "/.loom/memory";
    }

    private Cli.Result aml(String... words) {
        List<String> line = new ArrayList<>(List.of(named));
        line.addAll(List.of(words));
        Cli.Result result = cli.run(line.toArray(String[]::new));
        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
        return result;
    }

    private static List<String> texts(List<JsonObject> objects, String key) {
        return objects.stream().map(one -> one.string(key).orElse("?")).toList();
    }

    @Test
    void agents_areListed() throws Exception {
        List<JsonObject> agents = aml("agents", "--json").json().objects("agents");

        assertThat(texts(agents, "agent")).containsAll(AwkwardNames.ALL).hasSize(AwkwardNames.ALL.size() + 1);
    }

    @Test
    void backups_restoreEveryName() throws Exception {
        TreeMap<String, String> before = AwkwardNames.contents(store);

        assertThat(aml("backup", "create", "--json").json().objects("findings")).isEmpty();
        aml("backup", "verify", "--all");
        aml("backup", "restore", "--target", "ba\udcffck\n");
        assertThat(AwkwardNames.contents(FileName.resolve(folder, "ba\udcffck\n")))
                .isEqualTo(before);

        delete(store);
        aml("backup", "restore", "--yes");
        assertThat(AwkwardNames.contents(store)).isEqualTo(before);
        aml("backup", "drill");
    }

    @Test
    void oneAgent_isRestoredAlone() throws Exception {
        aml("backup", "create");
        TreeMap<String, String> before = AwkwardNames.contents(store);
        for (String agent :
                List.of("r\udce9viseur", "caf\u00e9", "com,ma", "team\\dev", "a\naml: all is well", " blank ")) {
            Files.writeString(FileName.resolve(store, agent).resolve("context.json"), "{}");

            aml("backup", "restore", "--agents", agent, "--yes");

            assertThat(AwkwardNames.contents(store)).as(agent).isEqualTo(before);
        }
    }

    @Test
    void prune_andUndo_reachEachAgentAlone() throws Exception {
        for (String agent : AwkwardNames.ALL) {
            TreeMap<String, String> before = AwkwardNames.contents(store);

            JsonObject pruned =
                    aml("prune", "--agents", agent, "--yes", "--json").json();

            assertThat(pruned.number("items_removed")).as(agent).isPositive();
            TreeMap<String, String> after = AwkwardNames.contents(store);
            assertThat(after.keySet()).isEqualTo(before.keySet());
            assertThat(after.entrySet().stream().filter(e -> !e.getValue().equals(before.get(e.getKey()))))
                    .isNotEmpty()
                    .allMatch(e -> e.getKey().startsWith(agent + "/"));
            aml("undo");
            assertThat(itemsOf(agent)).isEqualTo(itemsOf("r\\xe9viseur"));
        }
    }

    private String itemsOf(String agent) throws IOException {
        return Files.readString(FileName.resolve(store, agent).resolve("patterns.json"));
    }

    @Test
    void everyOtherWrite_isUndone() throws Exception {
        TreeMap<String, String> before = AwkwardNames.contents(store);

        aml("migrate", "migrate", "--version", "1.2.0", "--yes");
        assertThat(AwkwardNames.contents(store)).isNotEqualTo(before);
        aml("undo", "--yes");
        assertThat(AwkwardNames.contents(store)).isEqualTo(before);

        aml("optimize", "compress", "--age-days", "0");
        aml("optimize", "decompress");
        assertThat(AwkwardNames.contents(store)).isEqualTo(before);
        aml("maintain", "--yes");
        aml("history", "--json");
    }

    @Test
    void items_areFoundByAgent_withAndWithoutIndex() throws Exception {
        for (boolean withIndex : new boolean[] {false, true}) {
            if (withIndex) {
                aml("optimize", "index");
            }
            for (String agent :
                    List.of("r\udce9viseur", "r\\xe9viseur", "\ufffd", "cafe\u0301", "com,ma", "team\\dev")) {
                JsonObject found = aml("search", "--agents", agent, "--json").json();

                assertThat(texts(found.objects("hits"), "agent")).isNotEmpty().containsOnly(agent);
            }
            JsonObject facets =
                    aml("search", "--facets", "--json").json().object("facets").orElseThrow();
            assertThat(facets.objects("agents")).isNotEmpty();
            assertThat(facets.toString()).doesNotContain("?");
        }
    }

    @Test
    void monitor_namesThemAll() throws Exception {
        aml("backup", "create");
        for (String what : List.of("metrics", "performance", "alerts", "history")) {
            aml("monitor", what, "--json").json();
        }
        String prometheus = aml("monitor", "report", "--format", "prometheus", "--no-record")
                .out();

        assertThat(prometheus)
                .contains("agent=\"r\\\\xe9viseur\"", "agent=\"a\\naml: all is well\"", "agent=\"team\\\\dev\"")
                .contains("agent=\"r\\\\xe9viseur/\"", "agent=\"\\\\xc0\\\\xaf/\"", "agent=\"quo'te\\\"s\"")
                .doesNotContain("?");
        assertThat(prometheus
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.replaceFirst(" [^ ]*$", "")))
                .doesNotHaveDuplicates();
    }

    @Test
    void noOutput_obeysAName() throws Exception {
        List<List<String>> lines = List.of(
                List.of("agents"),
                List.of("prune", "--agents", "nobody"),
                List.of("prune", "--agents", "esc\u001b[31mredd"),
                List.of("prune", "--agents", "a\naml: all is well", "--dry-run", "--explain"),
                List.of("backup", "create", "--description", "a\naml: all is well \u001b[31m \u202e"),
                List.of("backup", "list"),
                List.of("backup", "show"),
                List.of("prune", "--yes"),
                List.of("undo"),
                List.of("history"),
                List.of("search"),
                List.of("migrate", "detect"),
                List.of("optimize", "compress", "--age-days", "0", "--dry-run"),
                List.of("monitor", "health"),
                List.of("monitor", "report"),
                List.of("show", "nobody\u001b[31m"),
                List.of("maintain", "--dry-run"),
                List.of("config", "path"),
                List.of("config", "init"),
                List.of("nosuch\u001b[31m\naml: all is well"),
                List.of("agents", "--config", "nosuch\u001b[31m\naml: all is well"),
                List.of("backup", "restore", "--target", "tar\u001b[31m\naml: all is well"));
        for (List<String> line : lines) {
            for (boolean asJson : new boolean[] {false, true}) {
                List<String> words = new ArrayList<>(List.of(named));
                words.addAll(line);
                if (asJson) {
                    words.add("--json");
                }
                Cli.Result result = cli.run(words.toArray(String[]::new));
                String all = result.out() + result.err();

                assertThat(all.codePoints().filter(c -> c != '\n' && NamesTest.isObeyed(c)))
                        .as("%s: %s", line, all)
                        .isEmpty();
                assertThat(all.lines().map(String::strip))
                        .as("%s: %s", line, all)
                        .noneMatch(each -> each.startsWith("aml: all is well"));
                assertThat(all)
                        .as("a byte is shown, never replaced")
                        .doesNotContain("viseu?", "r?viseur", "proj?t", "proj\ufffdt");
            }
        }
    }

    /** Not even as the replacement of unencodable characters. */
    private static boolean isObeyed(int c) {
        return Character.isISOControl(c)
                || c == 0x200e
                || c == 0x200f
                || c == 0x61c
                || c >= 0x2028 && c <= 0x202e
                || c >= 0x2066 && c <= 0x2069;
    }

    @Test
    void aProposedCommand_canBePasted() {
        Cli.Result pruned = aml("prune", "--yes");

        assertThat(pruned.out()).contains("aml $'proj\\351t\\033[31m\\012x/.loom/memory' undo ");
    }

    @Test
    void aSchedule_holdsThePathOrIsRefused() {
        Cli.Result refused = cli.run(named, "schedule", "install", "--print", "--cron");

        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains("proj\\xe9t\\x1b[31m\\x0ax").hasLineCount(1);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(path);
            }
        }
    }
}
