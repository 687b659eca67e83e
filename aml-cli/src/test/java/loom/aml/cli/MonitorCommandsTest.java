package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.io.LocalDisk;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.monitor.Health;
import loom.aml.recall.Recall;
import loom.aml.recall.RecallPolicy;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonitorCommandsTest {
    @TempDir
    private Path directory;

    private Cli cli;
    private Path memory;

    @BeforeEach
    void store() {
        cli = new Cli(directory);
        memory = directory.resolve(".loom/memory");
        assertThat(cli.run("sample", memory.toString(), "--items", "300", "--agents", "3", "--rot", "0.4")
                        .code())
                .isEqualTo(ExitCode.DONE);
    }

    private void damage() throws IOException {
        try (var agents = Files.list(memory)) {
            Path patterns = agents.map(agent -> agent.resolve("patterns.json"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .findFirst()
                    .orElseThrow();
            Files.writeString(patterns, Files.readString(patterns).substring(0, 1_000));
        }
    }

    @Test
    void metrics_arePrintedAndRecorded() throws IOException {
        Cli.Result first = cli.run("monitor", "metrics", "--json");
        assertThat(first.code()).isEqualTo(ExitCode.DONE);
        assertThat(first.json().number("patterns")).isPositive();
        assertThat(first.json().object("rot").orElseThrow().decimal("share").getAsDouble())
                .isBetween(0.01, 0.99);
        assertThat(first.json().object("growth").orElseThrow().decimal("bytes_per_day"))
                .isEmpty();
        assertThat(memory.resolve("monitoring/metrics.json")).exists();
        assertThat(cli.run("monitor", "metrics").out()).contains("largest agent", "rot", "index", "0 B");
        assertThat(cli.run("monitor", "history", "--json").json().number("total"))
                .isBetween(1L, 2L);
        assertThat(cli.run("monitor", "history").out()).contains("memory", "largest agent");
        assertThat(cli.run("monitor", "history", "--limit", "0").code()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("history", "--json").json().number("total")).isZero();
    }

    @Test
    void metrics_withoutRecordingWriteNothing() {
        assertThat(cli.run("monitor", "history").out()).contains("no recorded metrics");
        assertThat(cli.run("monitor", "metrics", "--no-record").code()).isEqualTo(ExitCode.DONE);
        assertThat(memory.resolve("monitoring")).doesNotExist();
    }

    @Test
    void metrics_doNotWaitForAnotherRun() throws IOException {
        cli.run("monitor", "metrics");
        byte[] before = Files.readAllBytes(memory.resolve("monitoring/metrics.json"));
        try (FileChannel lock = FileChannel.open(memory.resolve(".aml-lock"), StandardOpenOption.WRITE)) {
            assertThat(lock.lock().isValid()).isTrue();
            Cli.Result result = cli.run("monitor", "metrics");
            assertThat(result.code()).isEqualTo(ExitCode.DONE);
            assertThat(result.out()).contains("another run of aml has locked the store");
        }
        assertThat(memory.resolve("monitoring/metrics.json")).hasBinaryContent(before);
    }

    @Test
    void metrics_ofADamagedStore_arePartial() throws IOException {
        damage();
        Cli.Result result = cli.run("monitor", "metrics", "--json");
        assertThat(result.code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(result.json().objects("unreadable")).hasSize(1);
        assertThat(cli.run("monitor", "alerts").out()).contains("error", "cannot be read");
    }

    @Test
    void health_endsAsMonitoringPluginsDo() throws IOException {
        assertThat(cli.run("optimize", "gc", "--for-runtime", "--quiet").code()).isEqualTo(ExitCode.DONE);
        assertThat(cli.run("monitor", "health").out())
                .as("what was copied before a change is no backup")
                .contains("! backup");
        assertThat(cli.run("backup", "create", "--quiet").code()).isEqualTo(ExitCode.DONE);
        Cli.Result unindexed = cli.run("monitor", "health");
        assertThat(unindexed.code().number()).isEqualTo(1);
        assertThat(unindexed.out())
                .contains("✓ structure", "✓ backup", "! index", "· query_time", "aml optimize index");
        assertThat(cli.run("optimize", "index").code()).isEqualTo(ExitCode.DONE);
        Cli.Result healthy = cli.run("monitor", "health");
        assertThat(healthy.out()).contains("✓ index", "✓ query_time").doesNotContain("unknown");
        assertThat(healthy.code().number()).isZero();
        Files.createDirectory(memory.resolve("config"));
        Files.createSymbolicLink(memory.resolve("linked"), directory);
        assertThat(cli.run("monitor", "health").code().number()).isEqualTo(1);
        damage();
        Cli.Result critical = cli.run("monitor", "health", "--json");
        assertThat(critical.code().number()).isEqualTo(2);
        assertThat(critical.json().string("status")).contains("critical");
        assertThat(critical.json().objects("checks")).hasSize(6);
        assertThat(cli.run("monitor", "health", "--wrong").code().number()).isEqualTo(3);
        assertThat(cli.run("monitor", "health", "--help").out())
                .contains("2  critical", "3  unknown")
                .doesNotContain("no store found");
    }

    @Test
    void slowQueries_andALowCacheHitRate_areWarnedOf_untilFixed() throws IOException {
        assertThat(cli.run("optimize", "index").code()).isEqualTo(ExitCode.DONE);
        Path standing = directory.resolve(".loom/memory-state/index/standing.json");
        Files.writeString(
                standing, Files.readString(standing).replaceFirst("\"query_us\":\\d+", "\"query_us\":250000"));
        read(RecallPolicy.DEFAULT.withCacheBytes(0), 3);

        Cli.Result raised = cli.run("monitor", "health");
        cli.run("monitor", "metrics");

        assertThat(raised.out()).contains("! query_time     250 ms");
        assertThat(cli.run("monitor", "alerts").out()).contains("queries are slow", "the cache answers few queries");

        assertThat(cli.run("optimize", "index", "--rebuild").code()).isEqualTo(ExitCode.DONE);
        read(RecallPolicy.DEFAULT, 200);
        cli.run("monitor", "metrics");

        assertThat(cli.run("monitor", "health").out()).contains("✓ query_time");
        assertThat(cli.run("monitor", "alerts").out())
                .doesNotContain("queries are slow", "the cache answers few queries");
    }

    /** Acts like a host that reads items of one agent repeatedly. */
    private void read(RecallPolicy policy, int times) throws IOException {
        List<String> ids = new ArrayList<>();
        try (MemoryStore store =
                StoreKinds.openReadOnly(new LocalDisk(), memory, StoreOptions.DEFAULT.withThreads(1))) {
            store.scan(
                    store.list(),
                    new Selection(Set.of("debugger"), Set.of(ItemKind.PATTERN)),
                    collection -> collection.read(
                            item -> Optional.ofNullable(item.id()).ifPresent(ids::add)));
        }
        try (Recall recall = Recall.open(StoreKinds.openReadOnly(memory), policy)) {
            for (int i = 0; i < times; i++) {
                for (String id : ids) {
                    assertThat(recall.get("debugger", ItemKind.PATTERN, id)).isPresent();
                }
            }
        }
    }

    @Test
    void health_ofAStoreTooBrokenToRead_isStillReported() throws IOException {
        for (Path broken : new Path[] {directory.resolve("nowhere"), Files.createFile(directory.resolve("file"))}) {
            Cli.Result result = cli.run(broken.toString(), "monitor", "health", "--json");
            assertThat(result.code()).isEqualTo(ExitCode.CRITICAL);
            assertThat(result.json().objects("checks")).hasSize(6);
            assertThat(result.json().objects("checks").getFirst().string("check"))
                    .contains("structure");
            assertThat(result.json().objects("checks").getFirst().string("seen").orElseThrow())
                    .contains(broken.toString());
        }
    }

    @Test
    void alerts_areListedShownAcknowledgedAndResolved() throws IOException {
        assertThat(cli.run("monitor", "alerts").out()).contains("no open alerts");
        Cli.Result test = cli.run("monitor", "alerts", "test", "--json");
        assertThat(test.code()).isEqualTo(ExitCode.DONE);
        String id = test.json().object("alert").orElseThrow().string("id").orElseThrow();
        assertThat(cli.run("monitor", "alerts").out()).contains(id, "this is a test");
        assertThat(cli.run("monitor", "alerts", "show", id).out()).contains("cause: test", "state: open");
        assertThat(cli.run("monitor", "alerts", "ack", id).out()).contains("acknowledged");
        assertThat(cli.run("monitor", "alerts", "resolve", id.substring(0, 12)).out())
                .contains("resolved");
        assertThat(cli.run("monitor", "alerts", "resolve", id).code()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("monitor", "alerts").out()).contains("no open alerts");
        assertThat(cli.run("monitor", "alerts", "list", "--all").out()).contains(id);
        assertThat(cli.run("monitor", "alerts", "show").err()).contains("name the alert");
        assertThat(cli.run("monitor", "alerts", "shoot", "x").code()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("monitor", "alerts", "show", "x").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void alerts_reachTheCommandThatIsSet() throws IOException {
        Path got = directory.resolve("got");
        Path own =
                Files.createDirectories(directory.resolve("home/.config/aml")).resolve("aml.toml");
        cli.with("HOME", directory.resolve("home").toString());
        Files.writeString(own, "[alerts]\ncommand = \"cat > '" + got + "'\"\nwebhook = \"\"\n");
        assertThat(cli.run("monitor", "alerts", "test").code()).isEqualTo(ExitCode.DONE);
        assertThat(JsonObject.parse(Files.readString(got)).string("event")).contains("raised");
        Files.writeString(own, "[alerts]\ncommand = \"exit 1\"\nattempts = 1\n");
        Cli.Result failed = cli.run("monitor", "alerts", "test");
        assertThat(failed.code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(failed.out()).contains("could not be delivered", "status 1");
    }

    @Test
    void performance_isThatOfTheLastRuns() throws IOException {
        assertThat(cli.run("monitor", "performance").out()).contains("no run", "query time unknown");
        assertThat(cli.run("maintain", "--yes").code()).isEqualTo(ExitCode.DONE);
        List<JsonObject> runs =
                cli.run("monitor", "performance", "--json").json().objects("last_runs");
        assertThat(runs)
                .extracting(run -> run.string("operation").orElseThrow())
                .contains("gc", "prune");
        assertThat(runs).allSatisfy(run -> {
            assertThat(run.has("duration_ms")).isTrue();
            assertThat(run.string("outcome")).contains("done");
        });
        assertThat(cli.run("history", "--json")
                        .json()
                        .objects("runs")
                        .getFirst()
                        .has("duration_ms"))
                .isTrue();
    }

    @Test
    void maintain_endsWithTheHealth_andKeepsTheFigures() throws IOException {
        Cli.Result result = cli.run("maintain", "--yes");
        assertThat(result.code()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).contains("✓ health");
        assertThat(cli.run("maintain", "--json")
                        .json()
                        .object("health")
                        .orElseThrow()
                        .objects("checks"))
                .hasSize(6);
        assertThat(cli.run("monitor", "history", "--json").json().number("total"))
                .isPositive();
    }

    @Test
    void report_containsEverything_inThreeFormats() throws IOException {
        Cli.Result text = cli.run("monitor", "report");
        assertThat(text.code()).isEqualTo(ExitCode.DONE);
        assertThat(text.out()).contains("memory", "rot", "query time", "✓ structure");
        for (String[] words : new String[][] {{"--json"}, {"--format", "json"}}) {
            String[] command = new String[2 + words.length];
            command[0] = "monitor";
            command[1] = "report";
            System.arraycopy(words, 0, command, 2, words.length);
            JsonObject json = cli.run(command).json();
            for (String part : new String[] {"metrics", "growth", "performance", "health"}) {
                assertThat(json.object(part)).as(part).isPresent();
            }
        }
        Path file = directory.resolve("aml.prom");
        assertThat(cli.run("monitor", "report", "--format", "prometheus", "--output", file.toString())
                        .out())
                .contains("written to");
        assertThat(file).content().startsWith("# HELP aml_").endsWith("\n");
        assertThat(Files.getPosixFilePermissions(file).toString()).contains("OTHERS_READ");
        assertThat(cli.run("monitor", "report", "--format", "prometheus").out()).startsWith("# HELP aml_");
        try (var files = Files.list(directory)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrder(".loom", "aml.prom");
        }
        assertThat(cli.run("monitor", "report", "--format", "xml").code()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("monitor", "report", "--output", "x").code()).isEqualTo(ExitCode.USAGE);
    }

    private Health.Status status(String check) throws IOException {
        return cli.run("monitor", "health", "--json").json().objects("checks").stream()
                .filter(one -> one.string("check").equals(Optional.of(check)))
                .map(one ->
                        Health.Status.valueOf(one.string("status").orElseThrow().toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow();
    }

    private List<String> openAlerts() throws IOException {
        cli.run("monitor", "metrics");
        return cli.run("monitor", "alerts", "--json").json().objects("alerts").stream()
                .map(alert -> alert.string("cause").orElseThrow() + " "
                        + alert.string("severity").orElseThrow())
                .toList();
    }

    private Path segment() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve(".loom/memory-backup"))) {
            return files.filter(file ->
                            file.toString().endsWith(".zst") && file.getParent().endsWith("segments"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Uses real backups and damages them. */
    @Test
    void backupsThatAreDamaged_areAWarningAndAnError_untilNewOnesAreMade() throws IOException {
        Path fresh = directory.resolve("fresh/.loom/memory");
        assertThat(cli.run("sample", fresh.toString(), "--items", "50").code()).isEqualTo(ExitCode.DONE);
        assertThat(cli.run(fresh.toString(), "monitor", "health").out())
                .contains("! backup         no verified backup");

        assertThat(cli.run("backup", "auto").code()).isEqualTo(ExitCode.DONE);
        assertThat(status("backup")).isEqualTo(Health.Status.HEALTHY);
        assertThat(openAlerts()).isEmpty();

        byte[] bytes = Files.readAllBytes(segment());
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment(), bytes);
        assertThat(cli.run("backup", "verify").code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(status("backup")).isEqualTo(Health.Status.WARNING);
        assertThat(openAlerts()).containsExactly("backup error");

        // A rotation without work would not prove anything.
        assertThat(cli.run("backup", "rotate").code()).isEqualTo(ExitCode.DONE);
        assertThat(openAlerts()).containsExactly("backup error");

        assertThat(cli.run("backup", "create", "--full").code()).isEqualTo(ExitCode.DONE);
        assertThat(cli.run("backup", "auto").code()).isEqualTo(ExitCode.DONE);
        assertThat(status("backup")).isEqualTo(Health.Status.HEALTHY);
        assertThat(openAlerts()).isEmpty();
    }

    @Test
    void thresholds_comeFromTheConfiguration() throws IOException {
        Path file = directory.resolve(".loom/aml.toml");
        Files.writeString(file, """
                [monitor]
                agent_warning = "1kB"
                agent_critical = "2kB"
                total_warning = "1kB"
                total_critical = "1GB"
                patterns_cap = 20
                solutions_cap = 100000
                decisions_cap = 100000
                """);
        assertThat(status("memory_limits")).isEqualTo(Health.Status.CRITICAL);
        assertThat(openAlerts())
                .contains("total_memory warning", "agent_memory/backend-architect critical")
                .contains("runtime_cap/backend-architect/patterns info");
        Files.delete(file);
        assertThat(status("memory_limits")).isEqualTo(Health.Status.HEALTHY);
        assertThat(openAlerts()).isEmpty();
    }

    private static SortedMap<String, String> tree(Path top) throws IOException {
        SortedMap<String, String> tree = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(top)) {
            for (Path path : paths.toList()) {
                tree.put(
                        top.relativize(path).toString(),
                        Files.readAttributes(path, "unix:mode,lastModifiedTime,size") + " "
                                + (Files.isRegularFile(path) ? Arrays.hashCode(Files.readAllBytes(path)) : ""));
            }
        }
        return tree;
    }

    /** The store, its backups and the files beside them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "monitor health",
                "monitor performance",
                "monitor history",
                "monitor alerts",
                "monitor alerts list --all",
                "monitor metrics --no-record",
                "monitor report --no-record",
                "monitor report --no-record --format prometheus",
                "migrate detect",
                "migrate plan --version 2.0.0",
                "migrate history",
                "migrate migrate --version 2.0.0 --dry-run",
                "config show",
                "config path",
                "config init --print",
                "maintain --dry-run",
                "prune --dry-run",
                "prune --explain",
                "optimize gc --dry-run --for-runtime",
                "backup list",
                "history",
            })
    void readOnlyCommands_changeNoByte_andRecordNothing(String command) throws IOException {
        assertThat(cli.run("maintain", "--yes", "--quiet").code()).isEqualTo(ExitCode.DONE);
        damage();
        SortedMap<String, String> before = tree(directory);
        for (String json : new String[] {"", " --json"}) {
            Cli.Result result = cli.run((command + json).split(" "));
            assertThat(result.out()).isNotBlank();
            if (!json.isEmpty() && !command.contains("prometheus")) {
                result.json();
            }
            assertThat(tree(directory)).isEqualTo(before);
        }
    }
}
