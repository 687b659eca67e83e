package loom.aml.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import loom.aml.TestItem;
import loom.aml.monitor.Health.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Triggers each of the six checks on a real store, then heals it. */
class HealthTest {
    @TempDir
    private Path directory;

    private WatchedStore watched;

    @BeforeEach
    void soundStore() throws IOException {
        watched = new WatchedStore(directory)
                .backedUp(Optional.of(Duration.ofHours(1)), "")
                .indexed(true, true)
                .queried(Duration.ofMillis(3), 0.9);
        watched.store().put("debugger/patterns.json", TestItem.pattern(TestItem.uuid("a")));
    }

    @Test
    void soundStore_isHealthyInSixChecks() throws IOException {
        Health health = watched.health();
        assertThat(health.status()).isEqualTo(Status.HEALTHY);
        assertThat(health.checks())
                .extracting(Health.Check::name)
                .containsExactly("structure", "memory_limits", "index", "backup", "integrity", "query_time");
        assertThat(health.checks()).allSatisfy(check -> {
            assertThat(check.seen()).isNotEmpty();
            assertThat(check.limit()).isNotEmpty();
            assertThat(check.advice()).isEmpty();
        });
    }

    @Test
    void structure_detectsLinksLocksAndUnlistableDirectories() throws IOException {
        Path link = watched.store().root().resolve("linked");
        Files.createSymbolicLink(link, directory);
        assertThat(watched.check("structure").status()).isEqualTo(Status.WARNING);
        assertThat(watched.check("structure").seen()).contains("linked", "symbolic link");
        Files.delete(link);
        assertThat(watched.check("structure").status()).isEqualTo(Status.HEALTHY);

        Path lock = Files.createDirectory(watched.store().root().resolve("debugger/patterns.json.lock"));
        watched.store().age("debugger/patterns.json.lock", Duration.ofMinutes(5));
        assertThat(watched.check("structure").advice()).contains("rmdir");
        Files.delete(lock);

        watched.store().put("config/pins.json", "no pins");
        assertThat(watched.check("structure").status()).isEqualTo(Status.CRITICAL);
        assertThat(watched.check("structure").seen()).contains("pins.json");
        watched.store().put("config/pins.json", "{\"version\":1,\"pins\":[]}");
        assertThat(watched.check("structure").status()).isEqualTo(Status.HEALTHY);
    }

    @Test
    void memoryLimits_warnAndThenAreCritical_forOneAgentAndForAll() throws IOException {
        long bytes = watched.store().size("debugger/patterns.json");
        assertThat(watched.withLimits(bytes + 1, bytes + 2, bytes + 1, bytes + 2)
                        .check("memory_limits")
                        .status())
                .isEqualTo(Status.HEALTHY);
        assertThat(watched.withLimits(bytes, bytes + 1, bytes + 1, bytes + 2)
                        .check("memory_limits")
                        .status())
                .isEqualTo(Status.WARNING);
        assertThat(watched.withLimits(1, bytes, bytes + 1, bytes + 2)
                        .check("memory_limits")
                        .status())
                .isEqualTo(Status.CRITICAL);
        assertThat(watched.withLimits(bytes + 1, bytes + 2, bytes, bytes + 2)
                        .check("memory_limits")
                        .status())
                .isEqualTo(Status.WARNING);
        assertThat(watched.withLimits(bytes + 1, bytes + 2, 1, bytes)
                        .check("memory_limits")
                        .status())
                .isEqualTo(Status.CRITICAL);
        Files.delete(watched.store().root().resolve("debugger/patterns.json"));
        assertThat(watched.check("memory_limits").status()).isEqualTo(Status.HEALTHY);
    }

    @Test
    void index_mustExistAndBeUpToDate() throws IOException {
        assertThat(watched.indexed(false, false).check("index"))
                .satisfies(check -> assertThat(check.status()).isEqualTo(Status.WARNING))
                .satisfies(check -> assertThat(check.advice()).contains("aml optimize index"));
        assertThat(watched.indexed(true, false).check("index").status()).isEqualTo(Status.WARNING);
        assertThat(watched.indexed(true, true).check("index").status()).isEqualTo(Status.HEALTHY);
    }

    @Test
    void backup_mustBeVerifiedAndRecent() throws IOException {
        assertThat(watched.backedUp(Optional.empty(), "").check("backup").status())
                .isEqualTo(Status.WARNING);
        assertThat(watched.backedUp(Optional.of(Duration.ofHours(25)), "")
                        .check("backup")
                        .status())
                .isEqualTo(Status.WARNING);
        assertThat(watched.backedUp(Optional.of(Duration.ofDays(8)), "")
                        .check("backup")
                        .status())
                .isEqualTo(Status.CRITICAL);
        assertThat(watched.backedUp(Optional.of(Duration.ofHours(24)), "")
                        .check("backup")
                        .status())
                .isEqualTo(Status.HEALTHY);
    }

    @Test
    void integrity_detectsDamageAndItemsTheRuntimeRefuses() throws IOException {
        watched.store().put("tester/solutions.json", "[{\"id\": \"cut");
        assertThat(watched.check("integrity").status()).isEqualTo(Status.CRITICAL);
        assertThat(watched.check("integrity").seen()).contains("tester/solutions.json");
        assertThat(watched.check("integrity").advice()).contains("--repair");
        watched.store().put("tester/solutions.json", TestItem.solution("no-uuid"));
        assertThat(watched.check("integrity").status()).isEqualTo(Status.WARNING);
        assertThat(watched.check("integrity").seen()).contains("id must be a UUID");
        watched.store().put("tester/solutions.json", TestItem.solution(TestItem.uuid("s")));
        assertThat(watched.check("integrity").status()).isEqualTo(Status.HEALTHY);
    }

    @Test
    void integrity_countsAllItemsTheRuntimeRefuses_andSaysWhatHelps() throws IOException {
        TestItem[] refused = new TestItem[50];
        for (int i = 0; i < refused.length; i++) {
            refused[i] = TestItem.pattern(TestItem.Shape.V2_0_0, TestItem.uuid("p" + i));
        }
        watched.store().put("tester/patterns.json", refused);
        assertThat(watched.check("integrity").seen()).endsWith("; and 49 more");
        assertThat(watched.check("integrity").advice()).contains("migrate --version 1.2.0");
        watched.store().put("tester/patterns.json", TestItem.pattern("no-uuid"));
        assertThat(watched.check("integrity").advice()).contains("--for-runtime");
    }

    @Test
    void queryTime_isThatOfTheIndex() throws IOException {
        assertThat(watched.queried(Duration.ofMillis(101), 0.9)
                        .check("query_time")
                        .status())
                .isEqualTo(Status.WARNING);
        assertThat(watched.queried(Duration.ofMillis(100), 0.9)
                        .check("query_time")
                        .status())
                .isEqualTo(Status.HEALTHY);
        assertThat(watched.neverQueried().check("query_time").seen()).isEqualTo("no queries yet");
    }

    private CopyStatus copy(String place, long hoursAgo, String failure) {
        return new CopyStatus(
                place,
                Optional.of(watched.store().now().minus(Duration.ofHours(hoursAgo))),
                failure.isEmpty() ? Optional.empty() : Optional.of(failure));
    }

    @Test
    void copies_areCheckedIfAnyAreConfigured() throws IOException {
        assertThat(watched.health().checks()).noneMatch(check -> check.name().equals("copies"));

        watched.copied(copy("/mnt/usb", 1, ""), copy("s3://b/p", 24, ""));
        assertThat(watched.check("copies").status()).isEqualTo(Status.HEALTHY);
        assertThat(watched.check("copies").seen()).isEqualTo("2 complete copies");

        watched.copied(copy("/mnt/usb", 1, ""), copy("s3://b/p", 25, ""));
        assertThat(watched.check("copies").status()).isEqualTo(Status.WARNING);
        assertThat(watched.check("copies").seen()).isEqualTo("s3://b/p: complete 25 h ago");

        watched.copied(copy("/mnt/usb", 1, "the disk is full"), copy("s3://b/p", 24 * 7 + 1, ""));
        assertThat(watched.check("copies").status()).isEqualTo(Status.CRITICAL);
        assertThat(watched.check("copies").seen()).startsWith("s3://b/p: complete 7 days ago");

        watched.copied(copy("/mnt/usb", 1, "the disk is full"));
        assertThat(watched.check("copies").status()).isEqualTo(Status.WARNING);
        assertThat(watched.check("copies").seen())
                .isEqualTo("/mnt/usb: complete 1 h ago; the last attempt failed: the disk is full");

        watched.copied(new CopyStatus("/mnt/usb", Optional.empty(), Optional.empty()));
        assertThat(watched.check("copies").status()).isEqualTo(Status.WARNING);
        assertThat(watched.check("copies").advice()).contains("'aml backup copy'");
    }

    @Test
    void missingStatus_isReportedAsUnknown() throws IOException {
        WatchedStore alone = new WatchedStore(directory.resolve("other"));
        alone.store().put("debugger/patterns.json", TestItem.pattern(TestItem.uuid("a")));
        for (String name : new String[] {"index", "backup", "query_time"}) {
            assertThat(alone.check(name).status()).as(name).isEqualTo(Status.UNKNOWN);
            assertThat(alone.check(name).seen()).isEqualTo("unknown");
        }
        assertThat(alone.health().status()).isEqualTo(Status.UNKNOWN);
        assertThat(alone.health().toJson().objects("checks")).hasSize(6);
    }

    @Test
    void statuses_areOrderedAndNumberedForPlugins() {
        assertThat(Status.UNKNOWN.and(Status.HEALTHY)).isEqualTo(Status.UNKNOWN);
        assertThat(Status.UNKNOWN.and(Status.WARNING)).isEqualTo(Status.WARNING);
        assertThat(Status.CRITICAL.and(Status.WARNING)).isEqualTo(Status.CRITICAL);
        assertThat(Status.values()).extracting(Status::code).containsExactly(0, 3, 1, 2);
    }
}
