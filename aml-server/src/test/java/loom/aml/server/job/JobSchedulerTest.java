package loom.aml.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.app.FrontEnd;
import loom.aml.app.Removals;
import loom.aml.app.backup.ListSnapshots;
import loom.aml.app.backup.OpenBackups;
import loom.aml.app.job.JobKind;
import loom.aml.app.job.JobPolicy;
import loom.aml.config.Configuration;
import loom.aml.io.LocalDisk;
import loom.aml.json.JsonObject;
import loom.aml.locate.FoundStore;
import loom.aml.server.event.Events;
import loom.aml.server.event.StoreWatches;
import loom.aml.server.fixture.TestStores;
import loom.aml.server.job.JobReport.Cause;
import loom.aml.server.job.JobReport.Outcome;
import loom.aml.server.operation.Operation;
import loom.aml.server.operation.OperationRunningException;
import loom.aml.server.operation.Operations;
import loom.aml.server.service.FailureMapping;
import loom.aml.server.service.HostServices;
import loom.aml.server.service.StoreOperations;
import loom.aml.server.stores.ServedStore;
import loom.aml.server.stores.ServedStores;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs run at their times, on a real store, under a clock that the test sets. It begins at 8:00 on a Monday. */
@Timeout(120)
class JobSchedulerTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Map<String, String> settings = new HashMap<>();
    private final Map<JobKind, String> others = new EnumMap<>(JobKind.class);
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch go = new CountDownLatch(1);

    private volatile boolean isHeld;
    private ZoneId zone = ZoneOffset.UTC;
    private TestStore store;
    private Path notes;
    private Host host;

    @BeforeEach
    void store(@TempDir Path directory) throws IOException {
        store = TestStore.in(directory)
                .put("debugger/patterns.json", TestItem.pattern(TestItem.uuid("one")))
                .settled();
        notes = directory.resolve("notes");
        set("full_backup", "0 9 * * *");
        set("jitter", "0s");
    }

    @AfterEach
    void stop() {
        go.countDown();
        if (host != null) {
            host.close();
        }
    }

    private void set(String key, String value) {
        settings.put("LOOM_AML_JOBS_" + key.toUpperCase(Locale.ROOT), value);
    }

    private final class Log implements FrontEnd {
        @Override
        public boolean canAsk() {
            return false;
        }

        @Override
        public boolean confirm(Removals removals) {
            return false;
        }

        @Override
        public void show(List<Finding> findings) {
            findings.forEach(finding -> log.add(finding.where() + ": " + finding.what()));
        }

        @Override
        public void warn(String what, IOException failure) {
            log.add(what + ": " + failure.getMessage());
        }

        @Override
        public void noticesAreDue() {
            // Nobody is notified.
        }

        @Override
        public String inWords(Exception failure) {
            return String.valueOf(failure.getMessage());
        }
    }

    /** A host with a scheduler that looks when the test says so. */
    private final class Host {
        private final Operations operations;
        private final ServedStores stores;
        private final JobScheduler scheduler;
        private final ServedStore served;

        Host(boolean isReadOnly) throws IOException {
            Events events = new Events();
            operations = new Operations(events, store::now);
            stores = new ServedStores(
                    new TestStores(List.of(store), new Log(), Configuration.read(List.of(), settings), this::hold));
            FailureMapping failures = new FailureMapping(e -> String.valueOf(e.getMessage()), e -> log.add("" + e));
            HostServices services = new HostServices(
                    stores,
                    new StoreOperations(operations, failures),
                    events,
                    new StoreWatches(events),
                    failures,
                    store::now,
                    isReadOnly);
            scheduler = new JobScheduler(
                    services,
                    new JobScheduler.Environment(
                            new JobNotes(new LocalDisk(), notes),
                            _ -> Map.copyOf(others),
                            zone,
                            () -> new SplittableRandom(1)));
            served = stores.all().getFirst();
            if (!isReadOnly) {
                scheduler.runDue();
            }
        }

        /** Lets time pass and looks, and waits for the operations that were started. */
        void pass(Duration time) throws InterruptedException {
            look(time);
            awaitEnd();
        }

        void look(Duration time) {
            store.pass(time);
            scheduler.runDue();
        }

        void awaitEnd() throws InterruptedException {
            for (Operation operation : operations.list()) {
                while (operation.state() == Operation.State.RUNNING) {
                    Thread.sleep(5);
                }
            }
        }

        /** Keeps work that reads the store waiting until the test lets go, if it is to be held. */
        private void hold() {
            try {
                if (isHeld) {
                    go.await();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Keeps the store busy until the test lets go. */
        Operation occupy() throws Exception {
            return operations.start(
                    served.id(),
                    "backup verify",
                    _ -> {
                        go.await();
                        return JsonObject.builder().build();
                    },
                    e -> JsonObject.builder().put("detail", e.toString()).build());
        }

        JobPlan plan(JobKind kind) throws IOException {
            return scheduler.plans(served).get(kind.ordinal());
        }

        JobReport last(JobKind kind) throws IOException {
            return plan(kind).last().orElseThrow();
        }

        int runs() {
            return operations.list().size();
        }

        void close() {
            scheduler.close();
            operations.close();
        }
    }

    private void start() throws IOException {
        host = new Host(false);
    }

    /** The process ends without a chance to write, and another begins. */
    private void restart() throws IOException {
        // The lock ends with the process.
        host.scheduler.close();
        start();
    }

    private List<JsonObject> snapshots() throws IOException {
        try (OpenBackups backups = host.served.opener().openBackups()) {
            return new ListSnapshots(backups).run().toJson().objects("snapshots");
        }
    }

    @Test
    void job_runsAtItsTime_once() throws Exception {
        start();
        assertThat(host.plan(JobKind.FULL_BACKUP).next()).contains(Instant.parse("2026-11-23T09:00:00Z"));
        host.pass(HOUR.minusSeconds(1));
        assertThat(snapshots()).isEmpty();

        host.pass(Duration.ofSeconds(1));
        host.pass(Duration.ofSeconds(15));

        assertThat(snapshots()).hasSize(1);
        JobReport last = host.last(JobKind.FULL_BACKUP);
        assertThat(last.outcome()).isEqualTo(Outcome.DONE);
        assertThat(last.cause()).isEqualTo(Cause.SCHEDULE);
        assertThat(last.detail()).startsWith("snapshot 2026");
        assertThat(host.plan(JobKind.FULL_BACKUP).next()).contains(Instant.parse("2026-11-24T09:00:00Z"));
    }

    @Test
    void everyJob_hasTheEffectOfItsCommand() throws Exception {
        set("maintain", "0 9 * * *");
        set("health", "0 10 * * *");
        set("full_backup", "0 11 * * *");
        start();

        host.pass(HOUR);
        assertThat(host.last(JobKind.MAINTAIN).outcome()).isEqualTo(Outcome.DONE);
        assertThat(store.history()).extracting(run -> run.operation()).contains("maintain");
        host.pass(HOUR);
        assertThat(host.last(JobKind.HEALTH).detail()).isEqualTo("healthy");
        host.pass(HOUR);
        assertThat(host.last(JobKind.FULL_BACKUP).detail()).startsWith("snapshot");
    }

    @Test
    void jobsThatAreNotConfigured_neverRun() throws Exception {
        settings.clear();
        start();
        host.pass(DAY);
        host.pass(DAY);
        assertThat(host.runs()).isZero();
        assertThat(notes).doesNotExist();
        assertThat(host.scheduler.plans(host.served)).extracting(JobPlan::state).containsOnly(JobPlan.State.OFF);
    }

    @Test
    void jobInTheHourThatSummerTimeRepeats_runsOnce_alsoWithJitter() throws Exception {
        zone = ZoneId.of("Europe/Berlin");
        set("full_backup", "30 2 * * *");
        set("jitter", "10m");
        store.pass(Duration.between(store.now(), Instant.parse("2027-10-30T22:00:00Z")));
        start();

        for (int step = 0; step < 4 * 60; step++) {
            host.pass(Duration.ofMinutes(1));
        }

        assertThat(host.runs()).isEqualTo(1);
        assertThat(host.last(JobKind.FULL_BACKUP).due()).contains(Instant.parse("2027-10-31T00:30:00Z"));
    }

    @Test
    void runsMissedDuringASleep_areCaughtUpOnce() throws Exception {
        start();
        host.pass(DAY.multipliedBy(5));
        host.pass(Duration.ofSeconds(15));

        assertThat(snapshots()).hasSize(1);
        assertThat(host.last(JobKind.FULL_BACKUP).cause()).isEqualTo(Cause.CATCH_UP);
        assertThat(host.last(JobKind.FULL_BACKUP).due()).contains(Instant.parse("2026-11-23T09:00:00Z"));
        assertThat(host.plan(JobKind.FULL_BACKUP).next()).contains(Instant.parse("2026-11-28T09:00:00Z"));
    }

    @Test
    void runsMissedWhileTheServerWasStopped_areCaughtUpOnce() throws Exception {
        start();
        host.pass(HOUR);
        host.close();
        store.pass(DAY.multipliedBy(3));

        restart();
        host.awaitEnd();

        assertThat(snapshots()).hasSize(2);
        assertThat(host.last(JobKind.FULL_BACKUP).cause()).isEqualTo(Cause.CATCH_UP);
        restart();
        host.awaitEnd();
        assertThat(snapshots()).hasSize(2);
    }

    @Test
    void restartBetweenTwoTimes_runsNothing() throws Exception {
        start();
        host.pass(HOUR);
        host.close();
        store.pass(HOUR);

        restart();
        host.awaitEnd();

        assertThat(snapshots()).hasSize(1);
        assertThat(host.last(JobKind.FULL_BACKUP).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void missedRuns_areSettledIfTheyAreNotCaughtUp() throws Exception {
        set("catch_up", "false");
        start();
        host.pass(DAY.multipliedBy(2));
        host.pass(Duration.ofSeconds(15));
        assertThat(snapshots()).isEmpty();
        assertThat(host.last(JobKind.FULL_BACKUP).outcome()).isEqualTo(Outcome.MISSED);

        assertThat(host.plan(JobKind.FULL_BACKUP).next()).contains(Instant.parse("2026-11-25T09:00:00Z"));

        host.pass(HOUR);

        assertThat(host.last(JobKind.FULL_BACKUP).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void otherTimes_areNotMissed() throws Exception {
        start();
        host.pass(HOUR);
        set("full_backup", "30 8 * * *");
        store.pass(HOUR);

        restart();
        host.awaitEnd();

        assertThat(snapshots()).hasSize(1);
        assertThat(host.plan(JobKind.FULL_BACKUP).next()).contains(Instant.parse("2026-11-24T08:30:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"schedule", "catch_up"})
    void runThatWasInterrupted_isRepeatedOnce(String cause) throws Exception {
        start();
        host.pass(HOUR);
        Path note = notes.resolve(host.served.id() + ".json");
        String text = Files.readString(note)
                .replace("\"outcome\":\"done\"", "\"outcome\":\"running\"")
                .replace("\"cause\":\"schedule\"", "\"cause\":\"" + cause + "\"");
        Files.writeString(note, text);

        restart();
        host.awaitEnd();

        assertThat(host.runs()).isEqualTo(cause.equals("schedule") ? 1 : 0);
        assertThat(host.last(JobKind.FULL_BACKUP).outcome())
                .isEqualTo(cause.equals("schedule") ? Outcome.DONE : Outcome.INTERRUPTED);
    }

    @Test
    void runThatIsDue_waitsWhileTheStoreIsBusy() throws Exception {
        start();
        host.occupy();
        host.look(HOUR);
        assertThat(host.runs()).isEqualTo(1);
        assertThat(host.plan(JobKind.FULL_BACKUP).detail()).isEqualTo("waits for backup verify");

        go.countDown();
        host.awaitEnd();
        host.pass(Duration.ofMinutes(5));

        assertThat(host.last(JobKind.FULL_BACKUP).outcome()).isEqualTo(Outcome.DONE);
        assertThat(host.last(JobKind.FULL_BACKUP).cause()).isEqualTo(Cause.SCHEDULE);
        assertThat(host.plan(JobKind.FULL_BACKUP).detail()).isEmpty();
    }

    @Test
    void runsOfOneStore_neverOverlap() throws Exception {
        set("full_backup", "* * * * *");
        set("health", "* * * * *");
        set("maintain", "* * * * *");
        start();
        for (int minute = 0; minute < 5; minute++) {
            host.look(Duration.ofMinutes(1));
            host.scheduler.runDue();
            assertThat(host.operations.list().stream()
                            .filter(each -> each.state() == Operation.State.RUNNING)
                            .count())
                    .isLessThanOrEqualTo(1);
        }
        host.awaitEnd();
    }

    @Test
    void runThatIsDueWhileTheSameJobRuns_isRefusedAndSaid() throws Exception {
        isHeld = true;
        start();
        host.look(HOUR);
        assertThat(host.last(JobKind.FULL_BACKUP).outcome()).isEqualTo(Outcome.RUNNING);

        host.look(DAY);

        assertThat(host.runs()).isEqualTo(1);
        assertThat(host.plan(JobKind.FULL_BACKUP).detail())
                .isEqualTo(
                        "the run due at 2026-11-24T09:00:00Z was skipped, because the one before was still in progress");
        assertThat(log).singleElement().asString().startsWith("full backup: the run due at 2026-11-24T09:00:00Z");
        go.countDown();
        host.awaitEnd();
        host.pass(DAY);
        assertThat(host.runs()).isEqualTo(2);
        assertThat(host.plan(JobKind.FULL_BACKUP).detail()).isEmpty();
    }

    @Test
    void runThatTheStopOfTheServerInterrupts_isCaughtUpOnce() throws Exception {
        isHeld = true;
        start();
        host.look(HOUR);
        host.scheduler.close();
        host.operations.list().getFirst().cancel();
        go.countDown();
        host.awaitEnd();
        assertThat(host.last(JobKind.FULL_BACKUP).outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(snapshots()).isEmpty();
        store.pass(HOUR);

        restart();
        host.awaitEnd();

        assertThat(snapshots()).hasSize(1);
        assertThat(host.last(JobKind.FULL_BACKUP).cause()).isEqualTo(Cause.CATCH_UP);
        restart();
        assertThat(host.runs()).isZero();
    }

    @Test
    void runThatSomebodyCancels_isNotRepeated() throws Exception {
        isHeld = true;
        start();
        host.look(HOUR);
        host.operations.list().getFirst().cancel();
        go.countDown();
        host.awaitEnd();
        assertThat(host.last(JobKind.FULL_BACKUP).outcome()).isEqualTo(Outcome.CANCELLED);

        restart();

        assertThat(host.runs()).isZero();
    }

    @Test
    void jitter_staysWithinItsLimit_andWithinHalfOfTheInterval() throws Exception {
        set("jitter", "30m");
        set("health", "*/10 * * * *");
        long latest = 0;
        for (int seed = 0; seed < 200; seed++) {
            Instant now = Instant.parse("2026-11-23T08:01:00Z");
            StoreJobs jobs = new StoreJobs(
                    new Host(false).served,
                    JobPolicy.of(Configuration.read(List.of(), settings)),
                    new JobNotes(new LocalDisk(), notes.resolve("" + seed)),
                    ZoneOffset.UTC,
                    new SplittableRandom(seed),
                    now);
            Instant daily = jobs.plans(now, Map.of(), false).get(2).next().orElseThrow();
            Instant often = jobs.plans(now, Map.of(), false).get(1).next().orElseThrow();
            assertThat(daily).isBetween(Instant.parse("2026-11-23T09:00:00Z"), Instant.parse("2026-11-23T09:30:00Z"));
            assertThat(often).isBetween(Instant.parse("2026-11-23T08:10:00Z"), Instant.parse("2026-11-23T08:15:00Z"));
            latest = Math.max(
                    latest,
                    Duration.between(Instant.parse("2026-11-23T09:00:00Z"), daily)
                            .toMinutes());
        }
        assertThat(latest).isGreaterThan(20);
    }

    @Test
    void jobThatAnotherSchedulerRuns_isLeftToIt() throws Exception {
        others.put(JobKind.FULL_BACKUP, "crontab");
        start();
        assertThat(host.plan(JobKind.FULL_BACKUP).state()).isEqualTo(JobPlan.State.ELSEWHERE);
        assertThat(host.plan(JobKind.FULL_BACKUP).by()).isEqualTo("crontab");
        assertThat(host.plan(JobKind.FULL_BACKUP).next()).isEmpty();
        host.pass(HOUR);
        host.pass(DAY);
        assertThat(host.runs()).isZero();

        others.clear();
        host.pass(Duration.ofMinutes(10));
        assertThat(host.runs()).isZero();
        host.pass(DAY);

        assertThat(snapshots()).hasSize(1);
    }

    @Test
    void ofTwoServers_oneRunsTheJobs_andTheOtherTakesOver() throws Exception {
        start();
        Host other = new Host(false);
        try {
            assertThat(other.plan(JobKind.FULL_BACKUP).state()).isEqualTo(JobPlan.State.ELSEWHERE);
            assertThat(other.plan(JobKind.FULL_BACKUP).by()).isEqualTo("another server");
            assertThat(other.plan(JobKind.FULL_BACKUP).next()).isEmpty();
            assertThat(other.plan(JobKind.HEALTH).state()).isEqualTo(JobPlan.State.OFF);
            isHeld = true;
            host.look(HOUR);
            other.look(Duration.ofSeconds(15));
            assertThat(other.last(JobKind.FULL_BACKUP).outcome()).isEqualTo(Outcome.RUNNING);
            go.countDown();
            host.awaitEnd();
            assertThat(other.runs()).isZero();
            assertThat(other.last(JobKind.FULL_BACKUP).outcome()).isEqualTo(Outcome.DONE);

            host.close();
            other.pass(Duration.ofSeconds(15));
            assertThat(other.runs()).isZero();
            assertThat(other.plan(JobKind.FULL_BACKUP).by()).isEqualTo("server");
            other.pass(DAY);

            assertThat(other.last(JobKind.FULL_BACKUP).due()).contains(Instant.parse("2026-11-24T09:00:00Z"));
            assertThat(snapshots()).hasSize(2);
        } finally {
            other.close();
        }
    }

    @Test
    void serverThatEnds_keepsTheJobsUntilItsRunHasEnded() throws Exception {
        isHeld = true;
        start();
        Host other = new Host(false);
        try {
            host.look(HOUR);
            host.scheduler.close();
            other.look(DAY);
            assertThat(other.runs()).isZero();

            go.countDown();
            host.awaitEnd();
            other.pass(Duration.ofSeconds(15));

            assertThat(other.last(JobKind.FULL_BACKUP).due()).contains(Instant.parse("2026-11-24T09:00:00Z"));
        } finally {
            other.close();
        }
    }

    @Test
    void runThatNoServerEnded_isShownAsInterrupted() throws Exception {
        start();
        host.pass(HOUR);
        host.close();
        Path note = notes.resolve(host.served.id() + ".json");
        Files.writeString(note, Files.readString(note).replace("\"outcome\":\"done\"", "\"outcome\":\"running\""));

        host = new Host(true);

        assertThat(host.last(JobKind.FULL_BACKUP).outcome()).isEqualTo(Outcome.INTERRUPTED);
    }

    @Test
    void runThatIsDue_waitsWhileAnotherProcessHasLockedTheStore() throws Exception {
        set("maintain", "0 9 * * *");
        set("full_backup", "");
        start();
        try (MemoryStore _ = store.open()) {
            host.pass(HOUR);
            host.pass(Duration.ofMinutes(1));
            assertThat(host.runs()).isEqualTo(2);
            assertThat(host.plan(JobKind.MAINTAIN).last()).isEmpty();
            assertThat(host.plan(JobKind.MAINTAIN).detail()).isEqualTo("waits for another run of aml");
            assertThat(log).singleElement().asString().startsWith("daily job: waits for another run of aml");
        }

        host.pass(Duration.ofMinutes(1));

        assertThat(host.last(JobKind.MAINTAIN).outcome()).isEqualTo(Outcome.DONE);
        assertThat(host.last(JobKind.MAINTAIN).due()).contains(Instant.parse("2026-11-23T09:00:00Z"));
        assertThat(host.plan(JobKind.MAINTAIN).detail()).isEmpty();
        assertThat(host.plan(JobKind.MAINTAIN).next()).contains(Instant.parse("2026-11-24T09:00:00Z"));
    }

    @Test
    void runThatIsDueWhileTheSameJobRuns_isRefused_alsoIfMissedRunsAreNotCaughtUp() throws Exception {
        set("catch_up", "false");
        isHeld = true;
        start();
        host.look(HOUR);

        host.look(DAY.plus(HOUR));

        assertThat(host.last(JobKind.FULL_BACKUP).outcome()).isEqualTo(Outcome.RUNNING);
        assertThat(log).singleElement().asString().startsWith("full backup: the run due at 2026-11-24T09:00:00Z");
    }

    @Test
    void jobThatAnotherSchedulerRan_isNotMissedByTheNextServer() throws Exception {
        others.put(JobKind.FULL_BACKUP, "crontab");
        start();
        host.pass(HOUR);
        others.clear();
        store.pass(HOUR);

        restart();
        host.awaitEnd();

        assertThat(host.runs()).isZero();
    }

    @Test
    void storeThatAmlOnlyReads_isBackedUp_butNotMaintained() throws Exception {
        set("maintain", "0 9 * * *");
        start();
        Instant now = Instant.parse("2026-11-23T08:00:00Z");
        FoundStore instructions = new FoundStore(
                StoreKind.INSTRUCTIONS,
                FoundStore.Scope.PROJECT,
                store.root(),
                Optional.empty(),
                FoundStore.ProjectState.NONE);
        StoreJobs jobs = new StoreJobs(
                new ServedStore(instructions, host.served.opener(), new Log(), host.served.memory()),
                JobPolicy.of(Configuration.read(List.of(), settings)),
                new JobNotes(new LocalDisk(), notes.resolve("others")),
                ZoneOffset.UTC,
                new SplittableRandom(1),
                now);

        JobPlan maintain = jobs.plans(now, Map.of(), false).getFirst();

        assertThat(maintain.state()).isEqualTo(JobPlan.State.OFF);
        assertThat(maintain.detail()).startsWith("aml only reads and backs up");
        assertThat(jobs.ready(now.plus(HOUR))).containsOnlyKeys(JobKind.FULL_BACKUP);
        assertThat(log).isEmpty();
    }

    @Test
    void jobCanBeRunNow_andItsTimeRemains() throws Exception {
        start();
        host.scheduler.run(host.served, JobKind.FULL_BACKUP, false);
        host.awaitEnd();
        assertThat(host.last(JobKind.FULL_BACKUP).cause()).isEqualTo(Cause.REQUEST);
        assertThat(host.plan(JobKind.FULL_BACKUP).next()).contains(Instant.parse("2026-11-23T09:00:00Z"));
        assertThat(host.plan(JobKind.MAINTAIN).state()).isEqualTo(JobPlan.State.OFF);
        host.scheduler.run(host.served, JobKind.MAINTAIN, false);
        host.awaitEnd();
        assertThat(host.last(JobKind.MAINTAIN).outcome()).isEqualTo(Outcome.DONE);

        host.occupy();
        assertThatThrownBy(() -> host.scheduler.run(host.served, JobKind.MAINTAIN, false))
                .isInstanceOf(OperationRunningException.class);
        assertThat(host.last(JobKind.MAINTAIN).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void failure_isSaid_andTheNextTimeRemains() throws Exception {
        set("maintain", "0 9 * * *");
        set("full_backup", "");
        start();
        Files.move(store.root(), store.root().resolveSibling("gone"));

        host.pass(HOUR);

        assertThat(host.last(JobKind.MAINTAIN).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(log).anyMatch(line -> line.startsWith("daily job: failed: "));
        assertThat(host.plan(JobKind.MAINTAIN).next()).contains(Instant.parse("2026-11-24T09:00:00Z"));
    }

    @Test
    void invalidExpression_isNamed_andOtherJobsRun() throws Exception {
        set("maintain", "61 4 * * *");
        start();
        assertThat(host.plan(JobKind.MAINTAIN).state()).isEqualTo(JobPlan.State.INVALID);
        assertThat(host.plan(JobKind.MAINTAIN).detail())
                .isEqualTo("jobs.maintain: '61 4 * * *' is not a cron expression: Value 61 not in range [0, 59]");
        assertThat(log).singleElement().asString().contains("the daily job does not run", "jobs.maintain");

        host.pass(HOUR);

        assertThat(snapshots()).hasSize(1);
    }

    @Test
    void notesThatCannotBeRead_areKept_andJobsRunNonetheless() throws Exception {
        start();
        Path note = notes.resolve(host.served.id() + ".json");
        Files.writeString(note, "{\"jobs\":[");

        restart();
        assertThat(log).anyMatch(line -> line.contains(note.toString()));
        host.pass(HOUR);

        assertThat(snapshots()).hasSize(1);
        assertThat(note).hasContent("{\"jobs\":[");
    }

    @Test
    void clockThatIsSetBack_doesNotStopTheJobs() throws Exception {
        start();
        store.pass(Duration.ofDays(400));
        host.pass(Duration.ZERO);
        store.pass(Duration.ofDays(-400));
        host.pass(HOUR);
        assertThat(host.runs()).isEqualTo(1);
        host.pass(DAY);
        assertThat(host.runs()).isEqualTo(2);
    }

    @Test
    void hostThatRefusesChanges_runsNoJobs() throws Exception {
        host = new Host(true);
        host.scheduler.start();
        assertThat(host.plan(JobKind.FULL_BACKUP).state()).isEqualTo(JobPlan.State.OFF);
    }
}
