package loom.aml.cli;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stops commands by a signal at a random moment: in each build an eighth of the command lines by one of the two signals, with {@code
 * -Pproof} all lines, with {@code -Daml.signals=all} by both.
 */
@Execution(ExecutionMode.CONCURRENT)
class InterruptionIT {
    private static final List<String> SIGNALS = List.of("INT", "TERM");

    /** Command lines of each command: ID is an item of the store, BEFORE a snapshot. */
    private static final Map<String, List<String>> LINES = Map.ofEntries(
            entry("search", List.of("store search kind:pattern")),
            entry("maintain", List.of("store maintain")),
            entry("prune", List.of("store prune", "store prune --dry-run")),
            entry("optimize gc", List.of("store optimize gc", "store optimize gc --repair")),
            entry("optimize compress", List.of("store optimize compress --age-days 0")),
            entry("optimize decompress", List.of("compressed optimize decompress")),
            entry("similar", List.of("store similar")),
            entry("suggestions", List.of("store suggestions")),
            entry("merge", List.of("store merge", "store merge --dry-run")),
            entry("optimize fold", List.of("store optimize fold")),
            entry("optimize index", List.of("store optimize index", "store optimize index --rebuild")),
            entry("optimize warm-cache", List.of("store optimize warm-cache")),
            entry("optimize defrag", List.of("store optimize defrag")),
            entry("optimize all", List.of("store optimize all")),
            entry("show", List.of("store show ID", "store show ID --at BEFORE")),
            entry("log", List.of("store log ID", "store log ID --all")),
            entry("diff", List.of("store diff ID BEFORE now")),
            entry("revert", List.of("store revert ID --to BEFORE")),
            entry("add", List.of("store add pattern --agent debugger --technique retry --rationale passes")),
            entry("edit", List.of("store edit ID --set active=false")),
            entry("rm", List.of("store rm ID --reason outdated")),
            entry("purge", List.of("store purge ID --yes", "store purge --pattern idempotent --dry-run")),
            entry("feedback", List.of("store feedback ID helped")),
            entry("export", List.of("store export all.aml-bundle --overwrite", "store export notes --format claude")),
            entry("import", List.of("store import compressed", "store import compressed --strategy merge")),
            entry("agents", List.of("store agents")),
            entry("stores", List.of("stores")),
            entry("adopt", List.of("store adopt")),
            entry("top", List.of("top store")),
            entry("status", List.of("store status")),
            entry("mcp", List.of("store mcp")),
            entry("serve", List.of("serve store --port 0 --check")),
            entry("serve install", List.of("serve install store")),
            entry("serve status", List.of("serve status")),
            entry("serve remove", List.of("serve remove")),
            entry("backup auto", List.of("store backup auto")),
            entry("backup copy", List.of("store backup copy copied")),
            entry("backup key", List.of("store backup key list")),
            entry("backup create", List.of("store backup create", "store backup create --full")),
            entry("backup list", List.of("store backup list")),
            entry("backup show", List.of("store backup show")),
            entry("backup diff", List.of("store backup diff BEFORE")),
            entry("backup verify", List.of("store backup verify", "store backup verify --all")),
            entry(
                    "backup restore",
                    List.of("store backup restore BEFORE", "store backup restore BEFORE --target restored")),
            entry("backup rotate", List.of("store backup rotate --max-count 1")),
            entry("backup repack", List.of("store backup repack --all")),
            entry("backup drill", List.of("store backup drill")),
            entry("backup acknowledge", List.of("store backup acknowledge")),
            entry("migrate detect", List.of("store migrate detect")),
            entry("migrate plan", List.of("store migrate plan --version 2.0.0")),
            entry("migrate migrate", List.of("store migrate migrate --version 2.0.0")),
            entry("migrate history", List.of("store migrate history")),
            entry("history", List.of("store history")),
            entry("undo", List.of("store undo")),
            entry("pin", List.of("store pin ID")),
            entry("unpin", List.of("store unpin ID")),
            entry("monitor metrics", List.of("store monitor metrics")),
            entry("monitor performance", List.of("store monitor performance")),
            entry("monitor health", List.of("store monitor health")),
            entry("monitor alerts", List.of("store monitor alerts list")),
            entry("monitor stale", List.of("store monitor stale")),
            entry("monitor report", List.of("store monitor report")),
            entry("monitor history", List.of("store monitor history")),
            entry("config show", List.of("store config show")),
            entry("config init", List.of("store config init")),
            entry("config path", List.of("store config path")),
            entry("init", List.of("init made")),
            entry("sample", List.of("sample made --items 20000")),
            entry("demo", List.of("demo")),
            entry("schedule install", List.of("store schedule install --systemd")),
            entry("schedule show", List.of("store schedule show --systemd")),
            entry("schedule remove", List.of("store schedule remove --systemd")),
            entry("trust", List.of("trust --list")),
            entry("connect", List.of("connect vscode --scope project", "connect --list")),
            entry("disconnect", List.of("disconnect vscode --scope project")),
            entry("guard install", List.of("guard install --project")),
            entry("guard status", List.of("guard status")),
            entry("guard remove", List.of("guard remove --project")),
            entry("guard hook", List.of("guard hook SessionEnd")),
            entry("watch", List.of("store watch --once")),
            entry("completion", List.of("completion bash")),
            entry("help", List.of("help prune")));

    /** Two stores with a history, of which each command gets its own copies. */
    @TempDir
    private static Path ground;

    private static String item;
    private static String snapshot;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeStores() throws Exception {
        Path systemctl = Files.createDirectory(ground.resolve("bin")).resolve("systemctl");
        Files.writeString(systemctl, "#!/bin/sh\n");
        Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwxr-xr-x"));
        done("sample", "store", "--items", "3000", "--seed", "1");
        done("store", "backup", "create");
        done("store", "prune");
        snapshot = JsonObject.parse(done("store", "backup", "list", "--json").out())
                .objects("snapshots")
                .getFirst()
                .string("id")
                .orElseThrow();
        item = JsonObject.parse(
                        done("store", "search", "kind:pattern", "--json").out())
                .objects("hits")
                .getFirst()
                .string("id")
                .orElseThrow();
        Launcher.run(ground, Map.of(), List.of("cp", "-a", "store", "compressed"));
        done("compressed", "optimize", "compress", "--age-days", "0", "--no-backup");
    }

    private static Launcher.Result done(String... arguments) throws Exception {
        Launcher.Result result = Launcher.aml(ground, arguments);
        assertThat(result.code()).as(result.err()).isZero();
        return result;
    }

    static Stream<String> lines() {
        List<String> lines = Commands.ALL.stream()
                .flatMap(entry -> {
                    assertThat(LINES).as("how is it called?").containsKey(entry.fullName());
                    return LINES.get(entry.fullName()).stream();
                })
                .toList();
        return CaseSample.oneOf(8, lines).stream();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void signal_leavesTheStoreConsistent_andIsReported(String line) throws Exception {
        Launcher.run(directory, Map.of(), List.of("sh", "-c", "cp -a '" + ground + "'/* ."));
        List<String> words = Arrays.stream(line.split(" "))
                .map(word -> word.equals("ID") ? item : word.equals("BEFORE") ? snapshot : word)
                .toList();
        String store = words.getFirst().equals("compressed") ? "compressed" : "store";
        Map<String, String> before = StoreContents.of(directory.resolve(store));
        boolean isChanging = false;
        SplittableRandom random = new SplittableRandom(CaseSample.SEED ^ line.hashCode());
        for (String signal : signals(random)) {
            int code = 0;
            // A command that ended before the signal is repeated with a shorter delay.
            for (long pause = random.nextLong(400); code <= 128 && pause > 0; pause /= 4) {
                String how = line + ", " + signal + " after " + pause + " ms, -Daml.seed=" + CaseSample.SEED;
                Map<String, String> untilNow = StoreContents.of(directory.resolve(store));
                Launcher.Result result = interrupted(words, signal, pause);
                code = result.code();
                requireAnswered(result, signal, how);
                if (result.err().contains("nothing was changed")) {
                    assertThat(StoreContents.of(directory.resolve(store)))
                            .as(how)
                            .isEqualTo(untilNow);
                }
                isChanging |= result.err().contains("the store is consistent");
            }
        }
        if (isChanging || !StoreContents.of(directory.resolve(store)).equals(before)) {
            requireSound(store, line);
        }
    }

    private static List<String> signals(SplittableRandom random) {
        return "all".equals(System.getProperty("aml.signals"))
                ? SIGNALS
                : List.of(SIGNALS.get(random.nextInt(SIGNALS.size())));
    }

    private static void requireAnswered(Launcher.Result result, String signal, String how) {
        if (result.code() > 128) {
            assertThat(result.code()).as(how).isEqualTo(signal.equals("INT") ? 130 : 143);
            // The signal may arrive after the last output, and the working thread may print another line before the
            // process ends.
            assertThat(result.err().lines())
                    .as(how)
                    .anyMatch(line -> line.matches("aml: (interrupted; .*|[a-z -]+ ends with .*)"));
        } else {
            assertThat(result.code()).as(how + "\n" + result.err()).isIn(0, 1, 2, 3, 4);
        }
    }

    private void requireSound(String store, String line) throws Exception {
        Launcher.Result gc = Launcher.aml(directory, store, "optimize", "gc", "--dry-run");
        assertThat(gc.err()).as(line).isEmpty();
        Launcher.Result next = Launcher.aml(directory, store, "maintain");
        assertThat(next.code()).as(line + "\n" + next.out() + next.err()).isZero();
    }

    private Launcher.Result interrupted(List<String> words, String signal, long pause) throws Exception {
        List<String> command = new ArrayList<>();
        // Processes in the background may ignore interrupts by inheritance.
        command.addAll(List.of("env", "--default-signal=INT,TERM"));
        command.add(Launcher.HOME.resolve("aml").toString());
        command.addAll(words);
        command.add("--verbose");
        Path err = directory.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile());
        // Timers are installed in a separate home, and the systemd of this machine is not notified.
        builder.environment().put("HOME", directory.toString());
        builder.environment()
                .put("XDG_CONFIG_HOME", directory.resolve(".config").toString());
        builder.environment().merge("PATH", ground.resolve("bin").toString(), (path, first) -> first + ":" + path);
        Process process = builder.start();
        // Earlier there is nothing to interrupt.
        while (process.isAlive() && !Files.readString(err).contains(" begins")) {
            Thread.sleep(10);
        }
        if (!process.waitFor(pause, TimeUnit.MILLISECONDS)) {
            Launcher.run(directory, Map.of(), List.of("sh", "-c", "kill -" + signal + " " + process.pid()));
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Launcher.Result(process.exitValue(), "", Files.readString(err, StandardCharsets.UTF_8));
    }
}
