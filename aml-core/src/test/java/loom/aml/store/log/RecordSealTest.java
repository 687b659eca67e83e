package loom.aml.store.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import loom.aml.io.LocalDisk;
import loom.aml.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A changed record is detected; one that a crash cut off counts as intact. */
class RecordSealTest {
    @TempDir
    private Path directory;

    private LogFolder folder;
    private String run;

    @BeforeEach
    void record() throws IOException {
        Path memory = Files.createDirectories(directory.resolve("memory"));
        folder = new LogFolder(new LocalDisk(), memory);
        JsonObject none = JsonObject.builder().build();
        try (RunLog log = folder.begin("prune", none, Instant.EPOCH, new Random(1))) {
            run = log.run();
            log.backedUp("snapshot");
            for (int i = 0; i < 3; i++) {
                log.committed(
                        JsonObject.builder()
                                .put("file", "f" + i)
                                .put("removed", i)
                                .build(),
                        null,
                        null);
            }
            log.event(event("finished"));
        }
    }

    private static JsonObject event(String name) {
        return JsonObject.builder().put("event", name).build();
    }

    private Path file() throws IOException {
        return directory.resolve("memory-backup/aml").resolve(folder.record(run));
    }

    private RunRecord read() throws IOException {
        return folder.read(run);
    }

    @Test
    void unchangedRecord_isIntact() throws IOException {
        assertThat(read().damage()).isEmpty();
        assertThat(read().brokenLines()).isZero();
        assertThat(read().commits()).hasSize(3);
    }

    @Test
    void anyFlippedBit_isDetected_andNoCommitChanges() throws IOException {
        byte[] sound = Files.readAllBytes(file());
        RunRecord whole = read();
        for (int at = 0; at < sound.length - 1; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] bytes = sound.clone();
                bytes[at] ^= (byte) (1 << bit);
                RunRecord flipped = RunRecord.parse(run, 1, bytes);
                assertThat(flipped.damage()).as("byte %d, bit %d", at, bit).isPresent();
                assertThat(whole.commits().toString())
                        .contains(
                                flipped.commits().stream().map(Commit::toString).toList());
            }
        }
    }

    @Test
    void lastNewline_ifFlipped_losesNothing() throws IOException {
        byte[] bytes = Files.readAllBytes(file());
        bytes[bytes.length - 1] ^= 1;

        RunRecord flipped = RunRecord.parse(run, 1, bytes);

        assertThat(flipped.damage()).isPresent();
        assertThat(flipped.commits()).hasSize(3);
    }

    @Test
    void missingDoubledAndMovedLines_areDetected() throws IOException {
        String[] lines = Files.readString(file()).split("\n");
        for (int i = 0; i < lines.length - 1; i++) {
            String[] without = lines.clone();
            without[i] = "";
            assertThat(RunRecord.parse(
                                    run,
                                    1,
                                    String.join("\n", without).concat("\n").getBytes(UTF_8))
                            .damage())
                    .as("without line " + i)
                    .isPresent();
            String[] moved = lines.clone();
            moved[i] = lines[i + 1];
            moved[i + 1] = lines[i];
            assertThat(RunRecord.parse(
                                    run,
                                    1,
                                    String.join("\n", moved).concat("\n").getBytes(UTF_8))
                            .damage())
                    .as("line %d moved", i)
                    .isPresent();
        }
    }

    @Test
    void record_truncatedAnywhere_isThatOfACrashedRun() throws IOException {
        byte[] sound = Files.readAllBytes(file());
        for (int length = 0; length < sound.length; length++) {
            RunRecord cut = RunRecord.parse(run, 1, Arrays.copyOf(sound, length));
            assertThat(cut.damage()).as("cut to " + length).isEmpty();
        }
    }

    @Test
    void truncatedRecord_continuesAfterTheTornLine() throws IOException {
        byte[] sound = Files.readAllBytes(file());
        for (int cut = 1; cut < 250; cut += 7) {
            Files.write(file(), Arrays.copyOf(sound, sound.length - cut));
            try (RunLog log = folder.reopen(run)) {
                log.committed(JsonObject.builder().put("file", "late").build(), null, null);
                log.event(event("settled"));
            }
            RunRecord read = read();
            assertThat(read.damage()).as("cut by " + cut).isEmpty();
            assertThat(read.commits().getLast().path()).isEqualTo("late");
        }
    }

    @Test
    void record_ofAnEarlierVersion_isRead_andContinuesWithSeals() throws IOException {
        String plain = Files.readString(file()).replaceAll(",\"seal\":\"[0-9a-f]{64}\"", "");
        Files.writeString(file(), plain);
        assertThat(read().damage()).isEmpty();
        assertThat(read().commits()).hasSize(3);
        Files.writeString(file(), "{\"event\":\"comm", StandardOpenOption.APPEND);
        assertThat(read().brokenLines()).isEqualTo(1);

        try (RunLog log = folder.reopen(run)) {
            log.committed(JsonObject.builder().put("file", "late").build(), null, null);
        }

        assertThat(read().damage()).isEmpty();
        assertThat(read().commits()).hasSize(4);
    }
}
