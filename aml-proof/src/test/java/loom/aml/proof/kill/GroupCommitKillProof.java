package loom.aml.proof.kill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import loom.aml.TestStore;
import loom.aml.io.LocalDisk;
import loom.aml.io.PatientTicker;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.proof.ClassPath;
import loom.aml.proof.Effort;
import loom.aml.run.Undo;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills (SIGKILL) a process that stores items from 16 threads at random moments: every acknowledged item exists, and
 * every existing item has a run that undoes it. {@code -Daml.proof.seed} repeats the random choices.
 */
class GroupCommitKillProof {
    private static final StoreOptions PATIENT = StoreOptions.DEFAULT.withTicker(new PatientTicker());

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("aml.proof.seed", System.nanoTime() & 0xffff);
    private final Random random = new Random(seed);

    @Test
    void kill_losesNoAcknowledgedWrite_andLeavesNoneThatCannotBeUndone() throws Exception {
        Path store = TestStore.in(directory).root();
        Files.writeString(store.resolve("config.json"), "{}");
        Set<ItemKey> acknowledged = new HashSet<>();
        int kills = Effort.of(4, 60);
        for (int kill = 0; kill < kills; kill++) {
            acknowledged.addAll(strike(store, kill));
            check(store, acknowledged, "seed " + seed + ", kill " + kill);
        }
        Effort.say("kill -9 of a writing host, seed " + seed + ": " + kills + " kills, " + acknowledged.size()
                + " writes acknowledged, none lost");
        assertThat(acknowledged).hasSizeGreaterThan(kills);
    }

    /** Runs the host until a random moment after its first acknowledgement, and returns the acknowledged keys. */
    private List<ItemKey> strike(Path store, int kill) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process host = new ProcessBuilder(
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        ClassPath.ofTests(),
                        WritingHost.class.getName(),
                        store.toString(),
                        "debugger",
                        Long.toString(seed + kill))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<ItemKey> keys = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(host.getInputStream(), UTF_8))) {
            String line = lines.readLine();
            Thread killer = Thread.ofPlatform().start(() -> {
                try {
                    TimeUnit.MICROSECONDS.sleep(random.nextInt(400_000));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                // By its handle: the process object would close the stream that is being read.
                host.toHandle().destroyForcibly();
            });
            // An incomplete line was not acknowledged.
            for (; line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                if (words.length == 2) {
                    ItemKey.parse(words[0]).ifPresent(keys::add);
                }
            }
            killer.join();
        }
        assertThat(host.waitFor()).isEqualTo(128 + 9);
        assertThat(keys).isNotEmpty();
        return keys;
    }

    private static void check(Path store, Set<ItemKey> acknowledged, String when) throws IOException {
        try (MemoryStore open = StoreKinds.open(new LocalDisk(), store, PATIENT, Duration.ofSeconds(10))) {
            assertThat(open.recovered()).as(when).noneMatch(Finding::isProblem);
        }
        Set<ItemKey> there = new HashSet<>();
        try (MemoryStore open = StoreKinds.openReadOnly(new LocalDisk(), store, PATIENT)) {
            open.scan(
                    open.list(),
                    Selection.ALL,
                    file -> file.read(
                            item -> there.add(new ItemKey("debugger", ItemKind.PATTERN, String.valueOf(item.id())))));
            assertThat(there).as(when).containsAll(acknowledged);
            Set<ItemKey> recorded = new HashSet<>();
            for (String run : LogFolder.of(open.place()).runs()) {
                RunRecord record = LogFolder.of(open.place()).read(run);
                if (Undo.canUndo(record)) {
                    record.started().object("policy").orElseThrow().strings("items").stream()
                            .map(ItemKey::parse)
                            .forEach(key -> recorded.add(key.orElseThrow()));
                }
            }
            assertThat(recorded).as(when).isEqualTo(there);
        }
    }
}
