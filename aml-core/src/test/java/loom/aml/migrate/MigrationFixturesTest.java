package loom.aml.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import loom.aml.SharedFixtures;
import loom.aml.TestStore;
import loom.aml.item.Timestamps;
import loom.aml.json.JsonObject;
import loom.aml.run.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrates stores that the runtime and the seed's own migrations wrote. */
class MigrationFixturesTest {
    private static final List<String> VERSIONS = List.of("1.0.0", "1.1.0", "1.2.0", "2.0.0");
    private static final List<String> TIMES_OF_MIGRATION = List.of("metadata.last_modified", "metadata.migrated_at");

    @TempDir
    private Path directory;

    private static Report migrate(TestStore store, String version) throws IOException {
        return store.run(open -> new Migrator(MigratePolicy.to(SchemaVersion.parse(version)), store.now()).plan(open));
    }

    private TestStore fixture(String name) throws IOException {
        return TestStore.copyOf(SharedFixtures.require(name), directory.resolve(name));
    }

    @Test
    void migratingStepByStep_equalsTheResultOfTheSeed() throws IOException {
        TestStore store = fixture("schema/v1.0.0");
        for (String version : VERSIONS.subList(1, VERSIONS.size())) {
            Report report = migrate(store, version);

            assertThat(report.outcome()).isEqualTo(Report.Outcome.DONE);
            requireSame(fixture("schema/v" + version), store, version);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.0", "1.2.0", "2.0.0"})
    void migratingAtOnce_equalsTheResultOfTheSeed(String version) throws IOException {
        TestStore store = fixture("schema/v1.0.0");

        migrate(store, version);

        requireSame(fixture("schema/v" + version), store, version);
    }

    /**
     * Our result contains everything that the seed's contains. It may contain more, because the seed lost unknown
     * fields.
     */
    private static void requireSame(TestStore theirs, TestStore ours, String version) throws IOException {
        for (String path : theirs.collections()) {
            Map<String, Map<String, String>> mine = byId(ours, path);
            Map<String, Map<String, String>> items = byId(theirs, path);
            assertThat(mine.keySet()).isEqualTo(items.keySet());
            items.forEach((id, item) -> item.forEach((member, value) -> {
                String place = version + " " + path + " " + id + " " + member;
                if (TIMES_OF_MIGRATION.contains(member)) {
                    assertThat(mine.get(id)).as(place).containsKey(member);
                } else {
                    assertThat(same(mine.get(id).get(member))).as(place).isEqualTo(same(value));
                }
            }));
        }
    }

    private static Map<String, Map<String, String>> byId(TestStore store, String path) throws IOException {
        Map<String, Map<String, String>> byId = new LinkedHashMap<>();
        for (JsonObject item : store.items(path)) {
            byId.put(item.string("id").orElseThrow(), FlatJson.of(item.toString()));
        }
        return byId;
    }

    /** Compares timestamps as instants and everything else as text. */
    private static Object same(String value) {
        byte[] text = String.valueOf(value).replace("\"", "").getBytes(StandardCharsets.UTF_8);
        Instant time = Timestamps.parse(text, 0, text.length);
        return time == null ? String.valueOf(value) : time;
    }

    @Test
    void migration_preservesUnknownFields_whichTheSeedLost() throws IOException {
        TestStore store = fixture("schema/v1.0.0");

        migrate(store, "2.0.0");

        assertThat(store.text("backend-architect/patterns.json"))
                .contains("\"x-custom\": {\n      \"note\": \"unknown field, must survive\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.0", "1.0.0"})
    void upAndDown_isTheIdentityOnStoresOfTheRuntime(String down) throws IOException {
        TestStore store = fixture("runtime-plain");
        SortedMap<String, String> before = store.texts();
        for (String version : VERSIONS) {
            migrate(store, version);
        }
        try (var open = store.openReadOnly()) {
            assertThat(Detection.of(open).store().word()).isEqualTo("2.0.0");
        }

        migrate(store, down);

        requireUnchanged(store, before);
    }

    @Test
    void upAndDown_isTheIdentityOnGzipAndOnStoresOfTheSeed() throws IOException {
        for (String name : List.of("runtime-gzip", "schema/v1.0.0")) {
            TestStore store = fixture(name);
            SortedMap<String, String> before = store.texts();

            migrate(store, "2.0.0");
            migrate(store, "1.0.0");

            requireUnchanged(store, before);
        }
    }

    private static void requireUnchanged(TestStore store, SortedMap<String, String> before) throws IOException {
        SortedMap<String, String> now = store.texts();
        now.remove(SchemaFile.PATH);
        assertThat(now).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "1.1.0", "1.2.0", "2.0.0"})
    void undo_ofEveryMigrationOfEveryFixture_isTheIdentity(String version) throws IOException {
        for (String from : VERSIONS) {
            TestStore store = fixture("schema/v" + from);
            SortedMap<String, String> before = store.texts();
            String run = migrate(store, version).run();

            if (!from.equals(version)) {
                assertThat(store.texts()).isNotEqualTo(before);
                assertThat(store.undo(run).outcome()).isEqualTo(Report.Outcome.DONE);
            }

            requireUnchanged(store, before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "1.1.0", "1.2.0"})
    void newestStoreOfTheSeed_canBeMigratedDown(String version) throws IOException {
        TestStore store = fixture("schema/v2.0.0");

        migrate(store, version);

        try (var open = store.openReadOnly()) {
            assertThat(Detection.of(open).store().word()).isEqualTo(version);
        }
        for (String path : store.collections()) {
            byId(fixture("schema/v" + version), path)
                    .forEach((id, item) -> item.forEach((member, value) -> {
                        // The seed lost these on its way to 2.0.0.
                        if (!member.startsWith("x-custom") && !member.equals("variations")) {
                            assertThat(flat(store, path, id))
                                    .as(path + " " + id)
                                    .containsKey(member);
                        }
                    }));
        }
    }

    private static Map<String, String> flat(TestStore store, String path, String id) {
        try {
            return byId(store, path).get(id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
