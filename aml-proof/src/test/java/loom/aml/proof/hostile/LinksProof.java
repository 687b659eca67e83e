package loom.aml.proof.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A link out of the store is reported and not followed, whatever it replaces. */
class LinksProof {
    @TempDir
    private Path directory;

    private Victim victim;
    private SortedMap<String, String> outside;

    @BeforeEach
    void prepare() throws IOException {
        victim = new Victim(directory);
        outside = victim.lookOutside();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tester", "monitoring", "global", "audit"})
    void directory_thatIsALink_isNotFollowed(String name) throws IOException {
        Files.createSymbolicLink(victim.store().root().resolve(name), victim.outside());
        victim.runEverything();
        victim.run("pin", "a");
        assertThat(victim.lookOutside()).isEqualTo(outside);
        victim.requireServed();
    }

    /** It contains the pins. Without them, nothing is pruned. */
    @Test
    void config_thatIsALink_isNotFollowed_andNothingIsForgotten() throws IOException {
        Files.createSymbolicLink(victim.store().root().resolve("config"), victim.outside());
        SortedMap<String, String> before = victim.store().texts();
        victim.runEverything();
        victim.run("pin", "a");
        assertThat(victim.lookOutside()).isEqualTo(outside);
        assertThat(victim.store().texts()).containsAllEntriesOf(before);
        assertThat(victim.run("maintain").toString()).contains("pins.json").contains("symbolic link");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"decisions.json", "solutions.json", "metrics.json", "patterns.json.tmp", "patterns.json.gz"})
    void file_thatIsALink_isNotFollowed(String name) throws IOException {
        Path target = victim.outside().resolve(name.startsWith("decisions") ? "decisions.json" : "patterns.json");
        Files.createSymbolicLink(victim.store().root().resolve("debugger").resolve(name), target);
        victim.runEverything();
        assertThat(victim.lookOutside()).isEqualTo(outside);
        victim.requireServed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"archives", "generations", "runs"})
    void folderBesideTheStore_thatIsALink_isNotWrittenThrough(String name) throws IOException {
        Files.createDirectories(victim.store().logs());
        Files.createSymbolicLink(victim.store().logs().resolve(name), victim.outside());
        victim.runEverything();
        assertThat(victim.lookOutside()).isEqualTo(outside);
    }

    @Test
    void links_inACircle_areNotGoneRound() throws IOException {
        Files.createSymbolicLink(
                victim.store().root().resolve("loop"), victim.store().root());
        Files.createSymbolicLink(victim.store().root().resolve("debugger/loop"), Path.of("loop"));
        victim.runEverything();
        victim.requireServed();
    }

    @Test
    void link_isReported() throws IOException {
        Files.createSymbolicLink(victim.store().root().resolve("tester"), victim.outside());
        assertThat(victim.run("maintain").toString()).contains("tester").contains("link");
    }
}
