package loom.aml.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.io.LocalDisk;
import loom.aml.maintain.MaintainPolicy;
import loom.aml.maintain.Maintenance;
import loom.aml.run.Execution;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.log.ArchiveParts;
import loom.aml.store.log.LogFolder;
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that a killed run had only begun go with the other files that it left. */
class ArchivePartsTest {
    private static final String RUN = "20261122T080000.000Z-0001";

    @TempDir
    private Path directory;

    private TestStore store;
    private Path archives;

    @BeforeEach
    void makeStore() throws IOException {
        store = TestStore.in(directory).put("debugger/patterns.json", TestItem.pattern("a"));
        archives = store.logs().resolve("archives");
    }

    private Path left(String run, String name) throws IOException {
        Path file = archives.resolve(run).resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "half");
    }

    private void open() throws IOException {
        store.open().close();
    }

    @Test
    void parts_ofAKilledRun_goWithItsStagedFile() throws IOException {
        store.put(".aml-" + RUN + "-1-1.new", "staged");
        left(RUN, "debugger/patterns.json.1.jsonl.gz.part");
        left(RUN, "debugger/patterns.json.1.seen.part");

        open();

        assertThat(archives.resolve(RUN)).doesNotExist();
        assertThat(store.has(".aml-" + RUN + "-1-1.new")).isFalse();
    }

    @Test
    void finishedArchives_stay() throws IOException {
        store.put(".aml-" + RUN + "-1-1.part", "journal");
        Path finished = left(RUN, "debugger/patterns.json.1.jsonl.gz");
        left(RUN, "debugger/solutions.json.2.jsonl.gz.part");

        open();

        assertThat(finished).exists();
        assertThat(archives.resolve(RUN).resolve("debugger/solutions.json.2.jsonl.gz.part"))
                .doesNotExist();
    }

    @Test
    void parts_ofARunThatLeftNothingElse_areNotLookedFor() throws IOException {
        Path part = left(RUN, "debugger/patterns.json.1.jsonl.gz.part");
        store.put(".aml-20261122T080000.000Z-0002-1-1.new", "of another run");

        open();

        assertThat(part).exists();
    }

    @Test
    void parts_goWithADecision() throws IOException {
        store.put(".aml-" + RUN + ".decided", "");
        left(RUN, "debugger/patterns.json.original.part");

        open();

        assertThat(archives.resolve(RUN)).doesNotExist();
    }

    @Test
    void readingAlone_removesNothing() throws IOException {
        store.put(".aml-" + RUN + "-1-1.new", "staged");
        Path part = left(RUN, "debugger/patterns.json.1.jsonl.gz.part");

        store.openReadOnly().close();

        assertThat(part).exists();
    }

    private int removeOlder() throws IOException {
        return ArchiveParts.removeOlder(
                new LogFolder(new LocalDisk(), store.root()), store.now().minus(Duration.ofHours(1)));
    }

    private void age(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(store.now().minus(age)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "debugger/patterns.json.1.jsonl.gz.part",
                "debugger/patterns.json.12.seen.part",
                "debugger/patterns.json.1.transformed.gz.part",
                "debugger/patterns.json.original.part",
                "debugger/patterns.json.2.original.part",
                "long/0123456789abcdef.original.part",
                "caf\u00e9\n/patterns.json.1.jsonl.gz.part"
            })
    void part_ofARunThatLeftNothingElse_goesOnceItIsOld(String name) throws IOException {
        Path part = left(RUN, name);
        age(part, Duration.ofHours(2));

        assertThat(removeOlder()).isEqualTo(1);

        assertThat(archives.resolve(RUN)).doesNotExist();
    }

    @Test
    void part_ofAnUnrecordedRun_goesToo() throws IOException {
        age(left("unrecorded", "monitoring/metrics.json.original.part"), Duration.ofHours(2));

        assertThat(removeOlder()).isEqualTo(1);
    }

    @Test
    void part_thatIsYoung_stays() throws IOException {
        Path part = left(RUN, "debugger/patterns.json.1.jsonl.gz.part");
        age(part, Duration.ofMinutes(59));

        assertThat(removeOlder()).isZero();
        assertThat(part).exists();
    }

    @ParameterizedTest
    @CsvSource({
        RUN + ", film.part",
        RUN + ", debugger/patterns.json.part",
        RUN + ", debugger/patterns.json.x.jsonl.gz.part",
        RUN + ", debugger/patterns.json.1.jsonl.gz",
        RUN + ", .part",
        "mine, debugger/patterns.json.1.jsonl.gz.part"
    })
    void fileOfSomebodyElse_stays_howeverOld(String run, String name) throws IOException {
        Path file = left(run, name);
        age(file, Duration.ofDays(1_000));

        assertThat(removeOlder()).isZero();
        assertThat(file).exists();
    }

    @Test
    void linkNamedLikeAPart_stays_andSoDoesItsTarget() throws IOException {
        Path precious = Files.writeString(directory.resolve("precious"), "mine");
        age(precious, Duration.ofDays(2));
        Files.createDirectories(archives.resolve(RUN));
        Path link = Files.createSymbolicLink(archives.resolve(RUN).resolve("x.1.seen.part"), precious);

        assertThat(removeOlder()).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(precious).exists();
    }

    @Test
    void partFile_outsideTheArchives_isKept() throws IOException {
        store.put("debugger/film.part", "half").age("debugger/film.part", Duration.ofDays(9));

        store.run(open -> new GarbageCollector(GcPolicy.DEFAULT, store.now()).plan(open, Selection.ALL));
        removeOlder();

        assertThat(store.text("debugger/film.part")).isEqualTo("half");
    }

    @Test
    void dailyJob_removesIt() throws IOException {
        Path part = left(RUN, "debugger/patterns.json.1.jsonl.gz.part");
        age(part, Duration.ofHours(2));

        try (MemoryStore open = store.open()) {
            new Maintenance(open, MaintainPolicy.DEFAULT).run(store.execution(open), Execution.Options.DEFAULT);
        }

        assertThat(part).doesNotExist();
    }
}
