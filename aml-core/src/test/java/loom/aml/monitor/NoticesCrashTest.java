package loom.aml.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import loom.aml.TestItem;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.io.LocalDisk;
import loom.aml.notify.Undelivered;
import loom.aml.store.StoreOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An alert is delivered whatever happens between raising and sending it. */
class NoticesCrashTest {
    /** Every call takes two minutes, so each fault strikes at other calls. */
    private static final int STEP = 11;

    @TempDir
    private Path directory;

    private final List<String> received = new CopyOnWriteArrayList<>();

    private WatchedStore store(String name) throws IOException {
        WatchedStore watched = new WatchedStore(Files.createDirectories(directory.resolve(name)));
        watched.store().put("debugger/patterns.json", TestItem.pattern(TestItem.uuid("a")));
        return watched.queried(Duration.ofSeconds(1), 0.9)
                .telling((_, notices) ->
                        notices.forEach(notice -> received.add(notice.event().word() + " " + notice.text("cause"))));
    }

    @ParameterizedTest
    @EnumSource(names = {"KILL", "POWER_CUT", "ERROR", "FULL"})
    void alert_isDeliveredOnceOrTwice_whicheverCallIsTheLast(Fault fault) throws IOException {
        boolean hasStruck = true;
        for (int call = 1 + fault.ordinal(); hasStruck; call += STEP) {
            WatchedStore watched = store(fault + "-" + call);
            FaultyDisk disk = new FaultyDisk().failingAt(call, fault);
            if (fault == Fault.POWER_CUT) {
                disk.losing(Files.createDirectories(directory.resolve("attic" + call)), new Random(call));
            }
            received.clear();
            watched.store().on(disk);
            try {
                watched.observe();
            } catch (FaultyDisk.Crash | IOException e) {
                // The process is gone, or the command failed.
            }
            hasStruck = disk.hasStruck();
            // Waits for the lock that the dead process left behind.
            watched.store()
                    .on(new LocalDisk())
                    .with(StoreOptions.DEFAULT
                            .withLockStale(Duration.ofMillis(20))
                            .withLockWait(Duration.ofSeconds(20)));
            // Another process may have claimed the notice.
            watched.store().pass(Duration.ofMinutes(3));
            watched.observe();
            assertThat(raised()).as("%s at call %d", fault, call).isBetween(1L, 2L);
            received.clear();
            watched.observe();
            assertThat(raised()).as("later, %s at call %d", fault, call).isZero();
        }
    }

    private long raised() {
        return received.stream().filter("raised query_time"::equals).count();
    }

    @Test
    void noticeThatCouldNotBeSent_isSentByALaterRun_thoughItsAlertIsResolved() throws IOException {
        WatchedStore watched = store("store");
        watched.telling((_, _) -> {
            throw new IOException("nobody there");
        });
        watched.observe();
        assertThat(watched.open("query_time")).isPresent();
        assertThat(watched.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.isProblem()).isFalse();
            assertThat(finding.what()).isEqualTo("1 notice for command could not be delivered: nobody there");
        });
        watched.telling((_, notices) ->
                        notices.forEach(notice -> received.add(notice.event().word())))
                .queried(Duration.ofMillis(1), 0.9)
                .observe();
        assertThat(received).containsExactly("raised", "resolved");
        assertThat(watched.findings()).isEmpty();
    }

    @Test
    void noticeThatIsGivenUp_isKeptAsUndelivered() throws IOException {
        WatchedStore watched = store("store");
        watched.telling((_, _) -> {
            throw new IOException("nobody there");
        });
        for (int day = 0; day < 5; day++) {
            watched.observe();
            watched.store().pass(Duration.ofDays(1));
        }
        assertThat(Undelivered.parse(watched.store().text("monitoring/undelivered.json")))
                .singleElement()
                .satisfies(lost -> {
                    assertThat(lost.channel()).isEqualTo("command");
                    assertThat(lost.why()).isEqualTo("nobody there");
                    assertThat(lost.message().string("event")).contains("raised");
                });
    }

    @Test
    void damagedOutbox_isSetAside_andOpenAlertsAreDeliveredAgain() throws IOException {
        WatchedStore watched = store("store");
        watched.observe();
        received.clear();
        watched.store().put("monitoring/outbox.json", "{\"version\":1,\"pending\":[{}],\"notified\":[],\"sent\":[]}");
        watched.observe();
        assertThat(watched.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("cannot be read"));
        assertThat(received).containsExactly("raised query_time");
        try (var files = Files.list(watched.store().root().resolve("monitoring"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("outbox.json.broken-"));
        }
    }

    @Test
    void storeWithoutAlerts_hasNoOutbox() throws IOException {
        WatchedStore watched = store("store").queried(Duration.ofMillis(1), 0.9);
        watched.observe();
        assertThat(watched.store().has("monitoring/outbox.json")).isFalse();
    }
}
