package loom.aml.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import loom.aml.TestStore;
import loom.aml.monitor.Performance;
import loom.aml.store.log.LogFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPerformanceTest {
    @TempDir
    private Path directory;

    private TestStore store;
    private Path runs;
    private int number;

    @BeforeEach
    void makeFolder() throws IOException {
        store = TestStore.in(directory);
        store.put("tester/patterns.json", "[]");
        runs = Files.createDirectories(store.logs().resolve("runs"));
    }

    /** Writes a record. Returns the id of the run. */
    private String record(String operation, String about, String... events) throws IOException {
        number++;
        String run = String.format("20261123T08%02d%02d.000Z-98b3", number / 60, number % 60);
        Files.writeString(
                runs.resolve(run + "." + number + ".jsonl"),
                "{\"event\":\"started\",\"run\":\"" + run + "\",\"operation\":\"" + operation
                        + "\",\"at\":\"2026-11-23T08:00:00Z\"" + about + "}\n" + String.join("\n", events) + "\n");
        return run;
    }

    private static String finished(String further) {
        return "{\"event\":\"finished\",\"duration_ms\":7,\"outcome\":\"done\"" + further + "}";
    }

    private Map<String, Performance.Run> last() throws IOException {
        try (var open = store.openReadOnly()) {
            return RunPerformance.of(LogFolder.of(open.place()), Optional.empty())
                    .last();
        }
    }

    private void others(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            record("add", "", finished(""));
        }
    }

    /** An agent that writes often must not hide that the daily job ran. */
    @Test
    void dailyJob_isFoundBehindManyOtherRuns() throws IOException {
        String run = record("maintain", "", finished(""));
        others(300);

        assertThat(last()).containsOnlyKeys("add", "maintain");
        assertThat(last().get("maintain").id()).isEqualTo(run);
        assertThat(last().get("maintain").duration()).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void dailyJob_isTheLatestThatEnded() throws IOException {
        record("maintain", "", finished(""));
        String latest = record("maintain", "", finished(""));
        record("maintain", "");
        record("gc", "", finished(""));
        others(300);

        assertThat(last()).containsOnlyKeys("add", "maintain");
        assertThat(last().get("maintain").id()).isEqualTo(latest);
    }

    @Test
    void itemsOfADailyJob_areThoseOfItsSteps_howeverManyRunsFollow() throws IOException {
        number = 1;
        String step = "20261123T080003.000Z-98b3";
        String job = record("maintain", "", finished(",\"steps\":[\"" + step + "\"]"));
        String commit =
                "{\"event\":\"committed\",\"path\":\"tester/patterns.json\",\"change\":\"removed\",\"removed\":3,"
                        + "\"bytes_before\":100,\"bytes_after\":40}";
        assertThat(record("prune", ",\"part_of\":\"" + job + "\"", commit, finished("")))
                .isEqualTo(step);
        long items = last().get("maintain").items();
        long freed = last().get("maintain").bytesFreed();

        others(300);

        assertThat(items).isEqualTo(3);
        assertThat(last().get("maintain").items()).isEqualTo(items);
        assertThat(last().get("maintain").bytesFreed()).isEqualTo(freed);
    }
}
