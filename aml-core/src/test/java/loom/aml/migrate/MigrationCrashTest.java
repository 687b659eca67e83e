package loom.aml.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import loom.aml.CaseSample;
import loom.aml.TestItem;
import loom.aml.TestStore;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.io.LocalDisk;
import loom.aml.run.Execution;
import loom.aml.store.MemoryStore;
import loom.aml.store.StoreOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrates a real store and kills the process at every disk call, or lets another program write at every call. */
class MigrationCrashTest {
    private static final String PATTERNS = "debugger/patterns.json";
    private static final List<String> COLLECTIONS =
            List.of(PATTERNS, "debugger/solutions.json", "reviewer/decisions.json");

    /** The collection as the runtime rewrites it meanwhile: one item was used and one was added, both of 1.0.0. */
    private static final String WRITTEN = TestItem.collection(
            TestItem.pattern("a").with("metrics.executionCount", 21), TestItem.pattern("b"), TestItem.pattern("new"));

    @TempDir
    private Path directory;

    private TestStore store(String name) throws IOException {
        return TestStore.in(directory.resolve(name))
                .with(StoreOptions.DEFAULT
                        .withThreads(1)
                        .withTransformations(new SchemaMigrations())
                        .withLockWait(Duration.ofSeconds(5))
                        .withLockStale(Duration.ofMillis(100)))
                .put(PATTERNS, TestItem.pattern("a"), TestItem.pattern("b"))
                .putGzip("debugger/solutions.json", TestItem.solution("s"))
                .put("reviewer/decisions.json", TestItem.decision("d"));
    }

    private static void migrate(TestStore store, FaultyDisk disk) throws IOException {
        store.on(disk)
                .run(
                        open -> new Migrator(MigratePolicy.to(SchemaVersion.V2_0_0), TestStore.NOW).plan(open),
                        Execution.Options.DEFAULT.withBackup(false));
    }

    private static FaultyDisk calls(TestStore store) throws IOException {
        FaultyDisk dry = new FaultyDisk();
        migrate(store, dry);
        requireAll(SchemaVersion.V2_0_0, store, "undisturbed");
        return dry;
    }

    private static Set<String> versions(TestStore store) throws IOException {
        Set<String> versions = new TreeSet<>();
        try (MemoryStore open = store.on(new LocalDisk()).openReadOnly()) {
            Detection.of(open).store().known().keySet().forEach(version -> versions.add(version.toString()));
        }
        return versions;
    }

    private static void requireAll(SchemaVersion version, TestStore store, String what) throws IOException {
        assertThat(versions(store)).as(what).containsExactly(version.toString());
    }

    private static void requireNothingLeft(TestStore store, String what) throws IOException {
        try (var files = Files.list(store.root())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as(what)
                    .filteredOn(name -> name.startsWith(".aml-"))
                    .containsOnly(".aml-lock");
        }
    }

    private static void unlock(TestStore store) throws IOException {
        for (String file : COLLECTIONS) {
            Files.deleteIfExists(store.root().resolve(file + ".lock"));
        }
        Files.deleteIfExists(store.root().resolve(SchemaFile.PATH + ".lock"));
    }

    private static void reopen(TestStore store, String what) throws IOException {
        try (MemoryStore open = store.on(new LocalDisk()).open()) {
            assertThat(open.recovered()).as(what).noneMatch(finding -> finding.isProblem());
        }
        requireNothingLeft(store, what);
    }

    /** The migration is complete, or the store is unchanged byte for byte. */
    @Test
    void migrationKilledAtAnyCall_isCompletedOrDroppedByTheNextOpen() throws IOException {
        TestStore undisturbed = store("undisturbed");
        SortedMap<String, String> before = undisturbed.texts();
        FaultyDisk dry = calls(undisturbed);
        SortedMap<String, String> after = undisturbed.texts();
        int finished = 0;
        int dropped = 0;
        for (int call : CaseSample.between(1, dry.calls().size())) {
            String what = "killed at " + dry.calls().get(call - 1);
            TestStore store = store("crash-" + call);
            FaultyDisk disk = new FaultyDisk().failingAt(call, Fault.KILL);
            assertThatThrownBy(() -> migrate(store, disk)).as(what).isInstanceOf(FaultyDisk.Crash.class);
            unlock(store);

            reopen(store, what);

            SortedMap<String, String> now = store.texts();
            now.remove(SchemaFile.PATH);
            if (now.equals(before)) {
                dropped++;
                assertThat(store.has(SchemaFile.PATH)).as(what).isFalse();
            } else {
                finished++;
                SortedMap<String, String> whole = new TreeMap<>(after);
                whole.remove(SchemaFile.PATH);
                assertThat(now).as(what).isEqualTo(whole);
                assertThat(store.text(SchemaFile.PATH)).as(what).contains("\"version\": \"2.0.0\"");
            }
        }
        assertThat(finished).isGreaterThan(CaseSample.least(10));
        assertThat(dropped).isGreaterThan(CaseSample.least(10));
    }

    /** The file that the runtime wrote is migrated item by item or left as written; nothing is overwritten. */
    @Test
    void migrationKilledAtAnyCall_migratesItemsWrittenMeanwhile() throws IOException {
        FaultyDisk dry = calls(store("undisturbed"));
        int finished = 0;
        for (int call : CaseSample.between(1, dry.calls().size())) {
            String what = "killed at " + dry.calls().get(call - 1);
            TestStore store = store("kill-" + call);
            FaultyDisk disk = new FaultyDisk().failingAt(call, Fault.KILL);
            assertThatThrownBy(() -> migrate(store, disk)).as(what).isInstanceOf(FaultyDisk.Crash.class);
            unlock(store);
            store.rewrite(PATTERNS, WRITTEN);

            reopen(store, what);

            requireForeignWritesKept(store, what);
            boolean isMigrated = store.text("reviewer/decisions.json").contains("\"version\": \"2.0.0\"");
            Set<String> versions = versions(store);
            if (isMigrated && versions.size() == 1) {
                finished++;
                requireAll(SchemaVersion.V2_0_0, store, what);
            } else if (!isMigrated) {
                assertThat(store.text(PATTERNS)).as(what).isEqualTo(WRITTEN);
                requireAll(SchemaVersion.V1_0_0, store, what);
            } else {
                // The patterns were migrated before the runtime wrote, so the whole run was complete by then.
                assertThat(store.text(PATTERNS)).as(what).isEqualTo(WRITTEN);
            }
        }
        assertThat(finished).isGreaterThan(CaseSample.least(5));
    }

    private static void requireForeignWritesKept(TestStore store, String what) throws IOException {
        assertThat(store.ids(PATTERNS)).as(what).containsExactly("a", "b", "new");
        assertThat(store.text(PATTERNS)).as(what).containsPattern("(executionCount|execution_count)\": 21");
    }

    @Test
    void migration_preservesWritesOfTheRuntimeAtAnyCall() throws IOException {
        FaultyDisk dry = calls(store("undisturbed"));
        for (int call : CaseSample.between(1, dry.calls().size())) {
            String what = "before " + dry.calls().get(call - 1);
            TestStore store = store("write-" + call);
            boolean[] wrote = {false};
            FaultyDisk disk = new FaultyDisk().before(call, _ -> {
                // Like the runtime, never writes while the lock is held.
                if (!store.has(PATTERNS + ".lock")) {
                    store.rewrite(PATTERNS, WRITTEN);
                    wrote[0] = true;
                }
            });

            migrate(store, disk);

            if (wrote[0]) {
                requireForeignWritesKept(store, what);
            }
            migrate(store, new FaultyDisk());
            requireAll(SchemaVersion.V2_0_0, store, what);
            requireNothingLeft(store, what);
        }
    }
}
