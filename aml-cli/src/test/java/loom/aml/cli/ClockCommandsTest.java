package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands under a wrong clock. Day 0 is today, when the files of the store are created. */
class ClockCommandsTest {
    private static final Instant DAY_0 = Instant.now();

    @TempDir
    private Path directory;

    private Path memory;

    @BeforeEach
    void makeStore() throws IOException {
        memory = directory.resolve(".loom/memory");
        assertThat(at(0, "sample", memory.toString(), "--items", "60", "--agents", "2", "--seed", "1", "--rot", "0")
                        .code())
                .isEqualTo(ExitCode.DONE);
    }

    private Cli.Result at(double day, String... arguments) {
        return new Cli(directory)
                .at(DAY_0.plusSeconds(Math.round(day * 86_400)))
                .run(arguments);
    }

    private void change(int day) throws IOException {
        Files.createDirectories(memory.resolve("global"));
        Files.writeString(memory.resolve("global/n.json"), "{\"n\":" + day + "}");
    }

    private long items(double day) throws IOException {
        long items = 0;
        for (JsonObject agent : at(day, "agents", "--json").json().objects("agents")) {
            items += agent.number("patterns") + agent.number("solutions") + agent.number("decisions");
        }
        return items;
    }

    private List<JsonObject> snapshots(double day) throws IOException {
        return at(day, "backup", "list", "--json").json().objects("snapshots");
    }

    private String check(double day, String name) throws IOException {
        return at(day, "monitor", "health", "--json").json().objects("checks").stream()
                .filter(check -> check.string("check").orElseThrow().equals(name))
                .map(check -> check.string("status").orElseThrow())
                .findFirst()
                .orElseThrow();
    }

    private void backUpDaily(int days) throws IOException {
        for (int day = 0; day < days; day++) {
            change(day);
            assertThat(at(day, "backup", "auto").code()).isEqualTo(ExitCode.DONE);
        }
    }

    @Test
    void aYearAhead_noSnapshotIsRemoved() throws IOException {
        backUpDaily(4);
        change(9);

        at(365, "backup", "auto");

        assertThat(snapshots(4)).hasSize(5);
        assertThat(snapshots(4))
                .extracting(snapshot -> snapshot.string("time_plausible").isPresent())
                .hasSize(5);
        assertThat(at(4, "backup", "list").out()).contains("in the future?");
    }

    @Test
    void aYearAhead_rotationWaits_evenIfAskedFor_unlessTheClockIsTrusted() throws IOException {
        backUpDaily(4);

        assertThat(at(365, "backup", "rotate", "--max-count", "1").code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(snapshots(4)).hasSize(4);
        assertThat(at(365, "backup", "rotate", "--max-count", "1", "--dry-run").code())
                .isEqualTo(ExitCode.PARTIAL);
        assertThat(at(365, "backup", "rotate", "--max-count", "1", "--trust-clock")
                        .code())
                .isEqualTo(ExitCode.DONE);
        assertThat(snapshots(4)).hasSizeLessThan(4);
    }

    @Test
    void aYearAhead_nothingIsPrunedForItsAge_untilRunsOnTwoFurtherDaysAgree() throws IOException {
        assertThat(at(0, "maintain", "--yes").code()).isEqualTo(ExitCode.DONE);
        long before = items(0);

        Cli.Result first = at(400, "maintain", "--yes");
        assertThat(first.code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(first.out()).contains("the clock may be wrong", "--trust-clock");
        assertThat(items(400)).isEqualTo(before);
        assertThat(at(400, "monitor", "alerts").out()).contains("the clock may be wrong");
        assertThat(at(401, "maintain", "--yes").code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(items(401)).isEqualTo(before);

        assertThat(at(402, "maintain", "--yes").code()).isEqualTo(ExitCode.DONE);
        assertThat(items(402)).isLessThan(before);
        assertThat(at(402, "monitor", "alerts").out()).doesNotContain("the clock may be wrong");
    }

    @Test
    void aYearAhead_trustedOnRequest() throws IOException {
        at(0, "maintain", "--yes");
        long before = items(0);

        assertThat(at(400, "prune", "--yes").code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(items(0)).isEqualTo(before);
        assertThat(at(400, "prune", "--yes", "--trust-clock").code()).isEqualTo(ExitCode.DONE);
        assertThat(items(0)).isLessThan(before);
    }

    /** The migration is recorded with the time of the clock. */
    @Test
    void aYearAhead_aMigrationBefore_doesNotVouchForTheClock() throws IOException {
        at(0, "maintain", "--yes");
        long before = items(0);
        Files.writeString(directory.resolve(".loom/aml.toml"), "auto_migrate = \"1.2.0\"\n");

        Cli.Result pruned = at(400, "prune", "--yes");

        assertThat(pruned.code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(pruned.out()).contains("migrate: 60 items changed", "the clock may be wrong");
        assertThat(items(0)).isEqualTo(before);
    }

    @Test
    void aYearBack_pruneRemovesNothingMore_andHistoryKeepsItsOrder() throws IOException {
        at(0, "maintain", "--yes");
        long before = items(0);

        assertThat(at(-365, "prune", "--yes").code()).isEqualTo(ExitCode.DONE);

        assertThat(items(0)).isEqualTo(before);
        JsonObject history = at(-365, "history", "--json").json();
        assertThat(history.objects("runs").getFirst().string("operation")).contains("prune");
        assertThat(at(-365, "history").out()).contains("in the future").doesNotContain("-365");
    }

    @Test
    void undo_selectsTheLastRunBySequence() throws IOException {
        assertThat(at(400, "optimize", "compress", "--age-days", "1").code()).isEqualTo(ExitCode.DONE);
        long before = items(0);
        String pruned = at(0, "prune", "--yes", "--aggressive", "--json").out();
        long removed = JsonObject.parse(pruned).number("items_removed");
        assertThat(at(0, "maintain", "--yes", "--no-backup").code()).isIn(ExitCode.DONE, ExitCode.PARTIAL);

        JsonObject newest = at(0, "history", "--json").json().objects("runs").getFirst();
        assertThat(newest.string("operation").orElseThrow()).isNotEqualTo("compress");
        if (removed > 0) {
            assertThat(items(0)).isLessThan(before);
        }
    }

    @Test
    void health_doesNotCountASnapshotFromTheFutureAsFresh() throws IOException {
        assertThat(at(365, "backup", "auto").code()).isEqualTo(ExitCode.DONE);

        assertThat(check(60, "backup")).isEqualTo("warning");
        assertThat(at(60, "monitor", "health").out()).contains("in the future").doesNotContain("0 min ago");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1, 30, 3650})
    void health_warnsOfASnapshotSlightlyAhead(double days) throws IOException {
        assertThat(at(days, "backup", "auto").code()).isEqualTo(ExitCode.DONE);

        assertThat(check(0, "backup")).isEqualTo("warning");
    }

    @Test
    void health_acceptsAFreshSnapshot_besideOneFromTheFuture() throws IOException {
        at(365, "backup", "auto");
        change(1);
        assertThat(at(0, "backup", "auto").code()).isEqualTo(ExitCode.DONE);

        assertThat(check(0.1, "backup")).isEqualTo("healthy");
    }

    @Test
    void pauseOf45Days_keepsEarlierSnapshots_andSucceedsIfNothingIsPending() throws IOException {
        backUpDaily(4);

        assertThat(at(48, "backup", "auto").code()).isEqualTo(ExitCode.DONE);

        assertThat(snapshots(48)).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void pauseOf45Days_afterManySnapshots_rotatesOnlyOnceTheClockIsConfirmed() throws IOException {
        backUpDaily(12);

        for (int day = 57; day < 59; day++) {
            change(day);
            assertThat(at(day, "backup", "auto").code()).isEqualTo(ExitCode.PARTIAL);
        }
        assertThat(snapshots(59)).hasSize(14);
        change(59);
        assertThat(at(59, "backup", "auto").code()).isEqualTo(ExitCode.DONE);
        assertThat(snapshots(59)).hasSizeBetween(7, 9);
    }

    @Test
    void filesFromTheFuture_doNotConfirmTheClock() throws IOException {
        at(0, "maintain", "--yes");
        try (var agents = Files.list(memory)) {
            for (Path agent : agents.filter(Files::isDirectory).toList()) {
                Path patterns = agent.resolve("patterns.json");
                if (Files.exists(patterns)) {
                    Files.setLastModifiedTime(patterns, FileTime.from(DAY_0.plus(Duration.ofDays(2000))));
                }
            }
        }
        long before = items(0);

        at(400, "prune", "--yes");

        assertThat(items(400)).isEqualTo(before);
    }

    @Test
    void runsFromTheFuture_doNotConfirmTheClock() throws IOException {
        at(800, "maintain", "--yes");
        at(801, "maintain", "--yes");
        at(0, "maintain", "--yes");
        long before = items(0);

        at(400, "prune", "--yes");

        assertThat(items(0)).isEqualTo(before);
    }

    /** The clock jumps at successive moments of the daily job. */
    @ParameterizedTest
    @ValueSource(ints = {365, -365})
    void leapDuringARun_removesNothing(int days) throws IOException {
        backUpDaily(4);
        assertThat(at(4, "maintain", "--yes").code()).isEqualTo(ExitCode.DONE);
        long before = items(4);
        int calls = Integer.MAX_VALUE;
        for (int jump = 0; jump < calls; jump++) {
            change(100 + jump);
            AtomicInteger asked = new AtomicInteger();
            int until = jump;
            Instant now = DAY_0.plus(Duration.ofDays(4)).plusSeconds(60L * jump);
            Cli.Result result = new Cli(directory)
                    .by(() -> asked.getAndIncrement() < until ? now : now.plus(Duration.ofDays(days)))
                    .run("maintain", "--yes");

            assertThat(result.code()).as(jump + result.err()).isIn(ExitCode.DONE, ExitCode.PARTIAL);
            assertThat(items(4)).as("jump at call " + jump).isEqualTo(before);
            assertThat(snapshots(4))
                    .as("jump at call " + jump)
                    .extracting(snapshot -> snapshot.number("sequence"))
                    .contains(1L, 2L, 3L, 4L);
            calls = asked.get();
        }
        JsonObject history = at(5, "history", "--json", "--limit", "1000").json();
        List<JsonObject> runs = history.objects("runs");
        assertThat(runs).hasSize((int) history.number("total"));
        long records = runs.size()
                + runs.stream().mapToLong(run -> run.objects("steps").size()).sum();
        assertThat(runs.getFirst().objects("steps").getLast().number("sequence"))
                .isEqualTo(records);
    }

    @Test
    void incident_isCritical_andAlerted_untilAcknowledged() throws IOException {
        assertThat(at(0, "maintain", "--yes").code()).isEqualTo(ExitCode.DONE);
        Path away = directory.resolve("unmounted");
        Files.move(memory, away);
        Files.createDirectory(memory);

        assertThat(check(0.5, "integrity")).as("before any backup of it").isEqualTo("critical");
        Cli.Result maintained = at(1, "maintain", "--quiet");
        assertThat(maintained.code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(maintained.err()).containsOnlyOnce("instead of 60").containsOnlyOnce("backup acknowledge");
        assertThat(at(1, "backup", "auto").code()).isEqualTo(ExitCode.PARTIAL);
        assertThat(check(1, "integrity")).isEqualTo("critical");
        assertThat(at(1, "monitor", "alerts").out()).contains("lost most of its items");

        for (int day = 2; day < 40; day += 3) {
            at(day, "maintain", "--quiet");
        }
        assertThat(snapshots(40))
                .anySatisfy(snapshot -> assertThat(snapshot.number("items")).isEqualTo(60));

        assertThat(at(40, "backup", "acknowledge").code()).isEqualTo(ExitCode.DONE);
        assertThat(check(40, "integrity")).isEqualTo("healthy");
        assertThat(at(40, "maintain").code()).isEqualTo(ExitCode.DONE);
        assertThat(at(40, "monitor", "alerts").out()).doesNotContain("lost most of its items");
    }

    @Test
    void failedBackup_raisesItsAlert_ifTheBackupFolderIsUnreachable() throws IOException {
        Path backups = directory.resolve(".loom/memory-backup");
        Files.writeString(backups, "in the way");

        assertThat(at(0, "backup", "auto").code()).isEqualTo(ExitCode.FAILED);

        assertThat(Files.readString(memory.resolve("monitoring/alerts.json")))
                .contains("\"backup\"", "a backup failed", "memory-backup");
        assertThat(at(1, "maintain", "--quiet").code()).isEqualTo(ExitCode.FAILED);
        Files.delete(backups);
        assertThat(at(1, "backup", "auto").code()).isEqualTo(ExitCode.DONE);
        at(1.5, "monitor", "report");
        assertThat(at(1.5, "monitor", "alerts").out()).doesNotContain("a backup failed");
    }
}
