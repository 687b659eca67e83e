package loom.aml.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loom.aml.FastDirectory;
import loom.aml.TestItem;
import loom.aml.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that a killed run had only begun go with the other files that it left. */
class ArchivePartsTest {
    private static final String RUN = "20261122T080000.000Z-0001";

    @TempDir(factory = FastDirectory.class)
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
}
