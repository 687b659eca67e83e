package loom.aml.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.random.RandomGenerator;
import loom.aml.io.LocalDisk;
import loom.aml.json.JsonObject;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunLog;
import loom.aml.store.log.RunRecord;
import loom.aml.store.log.TimedId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads the state of backups from the records of runs. */
class BackupHealthTest {
    private static final Instant BEGAN = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir
    private Path directory;

    private final RandomGenerator random = new Random(1);
    private LogFolder logs;
    private Instant now = BEGAN;

    @BeforeEach
    void open() throws IOException {
        logs = new LogFolder(new LocalDisk(), Files.createDirectory(directory.resolve("memory")));
    }

    /** Records a run of one minute. Returns its start. */
    private Instant ran(String operation, String outcome) throws IOException {
        return ran(operation, outcome, null);
    }

    private Instant ran(String operation, String outcome, @Nullable Instant copy) throws IOException {
        now = now.plus(Duration.ofHours(1));
        try (RunLog log = logs.begin(operation, JsonObject.builder().build(), now, random)) {
            if (copy != null) {
                log.event(JsonObject.builder()
                        .put("event", RunRecord.BACKED_UP)
                        .put("snapshot", TimedId.of(copy, random))
                        .build());
            }
            log.event(JsonObject.builder()
                    .put("event", "finished")
                    .put("at", now.plusSeconds(60))
                    .put("outcome", outcome)
                    .build());
        }
        return now;
    }

    private Instant prunedBehindACopy(Instant copy) throws IOException {
        ran("prune", "done", copy);
        return copy;
    }

    @Test
    void newest_isTheLastIntactSnapshot_howeverManyRunsFollowed() throws IOException {
        Instant made = ran("backup create", "done");
        for (int i = 0; i < 30; i++) {
            ran("optimize gc", "done");
        }

        assertThat(BackupHealth.of(logs, BEGAN.plus(Duration.ofDays(30))).newestVerified())
                .contains(made);
        assertThat(BackupHealth.of(logs, BEGAN.plus(Duration.ofDays(30))).failure())
                .isEmpty();
    }

    @Test
    void newest_isNotASafetySnapshot() throws IOException {
        Instant old = ran("backup create", "done");
        prunedBehindACopy(now.plus(Duration.ofMinutes(61)));
        prunedBehindACopy(old);

        assertThat(BackupHealth.of(logs, BEGAN.plus(Duration.ofDays(30))).newestVerified())
                .contains(old);
    }

    @Test
    void failure_isThatOfTheLastRunOnBackups_whateverElseRanSince() throws IOException {
        Instant made = ran("backup create", "done");
        ran("backup verify", "partial");
        prunedBehindACopy(made);

        assertThat(BackupHealth.of(logs, BEGAN.plus(Duration.ofDays(30))).failure())
                .hasValueSatisfying(why -> assertThat(why).contains("backup verify", "found damage"));

        ran("backup drill", "done");
        assertThat(BackupHealth.of(logs, BEGAN.plus(Duration.ofDays(30))).failure())
                .isEmpty();
        assertThat(BackupHealth.of(logs, BEGAN.plus(Duration.ofDays(30))).newestVerified())
                .contains(made);
    }

    @Test
    void newestVerified_isEmptyWithoutSuccessfulRuns() throws IOException {
        assertThat(BackupHealth.of(logs, BEGAN.plus(Duration.ofDays(30))).newestVerified())
                .isEmpty();
        ran("backup create", "failed");

        assertThat(BackupHealth.of(logs, BEGAN.plus(Duration.ofDays(30))).newestVerified())
                .isEmpty();
        assertThat(BackupHealth.of(logs, BEGAN.plus(Duration.ofDays(30))).failure())
                .isPresent();
    }
}
