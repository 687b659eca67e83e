package loom.aml.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.io.LocalDisk;
import loom.aml.run.Execution;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the detection of other writers by recent writes. Uses the real clock, on which file times depend. */
class RuntimeActivityTest {
    private static final Duration RECENT = Duration.ofMinutes(10);
    private static final String PATTERNS = "debugger/patterns.json";

    @TempDir
    private Path directory;

    private TestStore store;

    @BeforeEach
    void makeStore() throws IOException {
        store = TestStore.in(directory).put(PATTERNS, TestItem.pattern("twin"), TestItem.pattern("twin"));
    }

    private List<Finding> signs() throws IOException {
        try (MemoryStore open = StoreKinds.openReadOnly(new LocalDisk(), store.root(), StoreOptions.DEFAULT)) {
            return RuntimeActivity.of(open, Instant.now(), RECENT);
        }
    }

    private void gc() throws IOException {
        try (MemoryStore open = StoreKinds.open(new LocalDisk(), store.root(), StoreOptions.DEFAULT)) {
            new Execution(open, new Random(1))
                    .execute(
                            new GarbageCollector(GcPolicy.DEFAULT, Instant.now()).plan(open, Selection.ALL),
                            Execution.Options.DEFAULT);
        }
    }

    @Test
    void writeOfAnotherProgram_isASign_untilItIsOld() throws IOException {
        assertThat(signs()).extracting(Finding::kind).containsExactly(Finding.Kind.RUNTIME_ALIVE);

        store.age(
                PATTERNS,
                Duration.ofDays(3)
                        .plus(Duration.between(Instant.now(), store.now()).abs()));
        assertThat(signs()).isEmpty();
    }

    @Test
    void writeOfAml_isNotASign_butALaterOneIs() throws IOException {
        gc();
        assertThat(signs()).isEmpty();

        store.put("debugger/solutions.json", TestItem.solution("s"));
        Files.setLastModifiedTime(
                store.root().resolve("debugger/solutions.json"),
                FileTime.from(Instant.now().plusSeconds(1)));
        assertThat(signs()).hasSize(1);
    }
}
