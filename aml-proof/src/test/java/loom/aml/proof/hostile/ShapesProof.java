package loom.aml.proof.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.cli.ExitCode;
import loom.aml.proof.Effort;
import loom.aml.proof.Shell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents of extreme shape: too deep, too wide, too long, too many. */
@Isolated("It tries to exhaust the memory of this process.")
class ShapesProof {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private Victim victim;

    @BeforeEach
    void prepare() throws IOException {
        victim = new Victim(directory);
    }

    private void bounded(String what, Runnable work) {
        Duration took = Effort.worked(work);
        Effort.say("hostile shape: " + what + ": " + took.toMillis() + " ms");
        assertThat(took).as(what).isLessThan(BOUND);
    }

    @Test
    void collection_nestedAMillionDeep_isLeftAlone() throws IOException {
        String deep = "[{\"id\":\"c\",\"agent\":\"debugger\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"x\":"
                + "[".repeat(1_000_000) + "]".repeat(1_000_000) + "}]";
        victim.store().put("debugger/solutions.json", deep).put("debugger/decisions.json", "[".repeat(1_000_000));
        bounded(
                "nesting of a million",
                () -> List.of("maintain", "migrate migrate", "backup auto", "monitor report")
                        .forEach(command -> victim.run(command.split(" "))));
        assertThat(victim.store().text("debugger/solutions.json")).isEqualTo(deep);
        victim.requireServed();
        bounded("nesting of a million, repaired", () -> victim.run("optimize", "gc", "--repair"));
        victim.runEverything();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.json",
                "config/schema_version.json",
                "config/pins.json",
                "monitoring/metrics.json",
                "monitoring/alerts.json",
                "monitoring/undelivered.json",
                "debugger/metrics.json",
                "debugger/context.json"
            })
    void document_nestedDeep_orHuge_orOfTheWrongType_stopsNothing(String path) throws IOException {
        String deep = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);
        for (String text : List.of(
                deep,
                "{\"version\":1e999,\"entries\":[1e999,-1],\"alerts\":[[]],\"pins\":9223372036854775808}",
                "{\"pins\":[{\"id\":99999999999999999999}],\"alerts\":{},\"entries\":\"\"}",
                "[]",
                "null",
                "\"" + "x".repeat(1_000_000) + "\"")) {
            victim.store().put(path, text);
            bounded(
                    path,
                    () -> List.of("maintain", "monitor report", "migrate detect", "monitor alerts", "pin a")
                            .forEach(command -> victim.run(command.split(" "))));
            if (!path.startsWith("monitoring/")) {
                // A store that cannot be read must not be changed.
                assertThat(victim.store().text(path)).isEqualTo(text);
            }
        }
        assertThat(victim.store().ids("debugger/patterns.json")).contains("a");
    }

    @Test
    void item_ofAMillionKeys_isAnItem() throws IOException {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < 1_000_000; i++) {
            keys.append(",\"k").append(i).append("\":").append(i);
        }
        String wide = TestItem.solution("wide").toLine();
        String text = "[" + wide.substring(0, wide.length() - 1) + keys + "}]";
        victim.store().put("debugger/solutions.json", text);
        bounded(
                "a million keys",
                () -> List.of("maintain", "backup create", "migrate detect", "monitor report")
                        .forEach(command -> victim.run(command.split(" "))));
        assertThat(victim.store().text("debugger/solutions.json")).isEqualTo(text);
        bounded("a million keys, migrated there and back", () -> {
            assertThat(victim.run("migrate", "migrate").code()).isEqualTo(ExitCode.DONE);
            assertThat(victim.run("undo").code()).isEqualTo(ExitCode.DONE);
        });
        assertThat(victim.store().text("debugger/solutions.json")).isEqualTo(text);
    }

    /** Strings whose Java hash codes are all the same: 2 to the 16th of them. */
    @Test
    void keysAndIds_thatCollide_costNoMore() throws IOException {
        List<String> colliding = colliding(Effort.of(14, 16));
        StringBuilder keys = new StringBuilder();
        StringBuilder items = new StringBuilder("[");
        for (String key : colliding) {
            keys.append(",\"").append(key).append("\":0");
            items.append(items.length() == 1 ? "" : ",")
                    .append(TestItem.decision(key)
                            .with("timestamp", Shell.BEGAN)
                            .toLine());
        }
        String wide = TestItem.solution("wide").toLine();
        victim.store()
                .put("debugger/solutions.json", "[" + wide.substring(0, wide.length() - 1) + keys + "}]")
                .put("debugger/decisions.json", items.append("]").toString());
        bounded(
                "colliding keys and ids",
                () -> List.of("maintain", "migrate migrate", "monitor report")
                        .forEach(command -> victim.run(command.split(" "))));
    }

    private static List<String> colliding(int doublings) {
        List<String> strings = List.of("");
        for (int i = 0; i < doublings; i++) {
            strings = strings.stream()
                    .flatMap(s -> Set.of(s + "Aa", s + "BB").stream())
                    .toList();
        }
        return strings;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2147483648",
                "-9223372036854775809",
                "99999999999999999999999999",
                "1e999",
                "-1e999",
                "1e-999",
                "0.00000000000000000000000000000000000000000000000001",
                "\"many\"",
                "{}"
            })
    void number_beyondAnyType_removesNothing_andIsKept(String number) throws IOException {
        TestItem odd = Victim.kept("odd")
                .withRaw("metrics.executionCount", number)
                .withRaw("metrics.avgTimeSavedMs", number)
                .withRaw("evolution.refinements", number);
        victim.store().put("debugger/patterns.json", Victim.kept("a"), odd, Victim.stale("b"));
        victim.runEverything();
        assertThat(victim.store().text("debugger/patterns.json")).contains("\"odd\"", number);
    }

    /** A hundred thousand files and a thousand agents do not exhaust memory. */
    @Test
    void store_ofVeryManyFiles_isWalked() throws IOException {
        int files = Effort.of(4_000, 100_000);
        for (int i = 0; i < files; i++) {
            victim.store().put("debugger/note-" + i, "");
        }
        int agents = Effort.of(200, 1_000);
        for (int i = 0; i < agents; i++) {
            victim.store().put("agent-" + i + "/patterns.json", Victim.kept("p" + i), Victim.stale("q" + i));
        }
        bounded(files + " files and " + agents + " agents", () -> {
            Shell.Result result = victim.run("maintain");
            assertThat(result.code()).as(result.toString()).isEqualTo(ExitCode.DONE);
        });
        assertThat(victim.store().ids("agent-7/patterns.json")).containsExactly("p7");
        victim.requireServed();
    }

    /** Larger than an int: as text in gzip in the full run, and as a sparse file in every run. */
    @Test
    void file_largerThanAnInt_isReadInWindows() throws IOException {
        Path holes = victim.store().root().resolve("debugger/decisions.json");
        try (FileChannel channel = FileChannel.open(holes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap("[]".getBytes(UTF_8)), (1L << 31) + 10);
        }
        bounded("a file of 2 GiB that is one hole", () -> victim.run("maintain", "--no-backup"));
        assertThat(Files.size(holes)).isEqualTo((1L << 31) + 12);
        Files.delete(holes);
        if (Effort.isFull()) {
            large(victim.store());
            bounded(
                    "gzip of 2.2 GB of text",
                    () -> assertThat(victim.run("prune", "--no-backup").code()).isEqualTo(ExitCode.DONE));
            assertThat(victim.run("maintain", "--dry-run").code()).isEqualTo(ExitCode.DONE);
        }
        victim.requireServed();
    }

    private static void large(TestStore store) throws IOException {
        // Mostly compressible, but not so much that it would be rejected as a decompression bomb.
        Random random = new Random(1);
        StringBuilder numbers = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            numbers.append("\n").append(" ".repeat(4_879)).append('1');
            random.ints(118, 0, 10).forEach(numbers::append);
            numbers.append(',');
        }
        byte[] block = numbers.toString().getBytes(UTF_8);
        try (OutputStream file = Files.newOutputStream(store.root().resolve("debugger/decisions.json"));
                GZIPOutputStream out = new GZIPOutputStream(file, 64 << 10)) {
            String item = TestItem.decision("old")
                    .with("timestamp", Shell.BEGAN.minus(Duration.ofDays(300)))
                    .toLine();
            out.write(("[" + item + ",{\"id\":\"big\",\"agent\":\"debugger\",\"timestamp\":\"" + Shell.BEGAN + "\"},")
                    .getBytes(UTF_8));
            for (long n = 0; n < 2_200_000_000L; n += block.length) {
                out.write(block);
            }
            out.write("1]".getBytes(UTF_8));
        }
    }
}
