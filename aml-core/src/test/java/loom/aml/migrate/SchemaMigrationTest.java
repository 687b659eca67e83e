package loom.aml.migrate;

import static loom.aml.item.ItemKind.DECISION;
import static loom.aml.item.ItemKind.PATTERN;
import static loom.aml.item.ItemKind.SOLUTION;
import static loom.aml.migrate.SchemaVersion.V1_0_0;
import static loom.aml.migrate.SchemaVersion.V1_1_0;
import static loom.aml.migrate.SchemaVersion.V1_2_0;
import static loom.aml.migrate.SchemaVersion.V2_0_0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import loom.aml.TestItem;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.text.Slice;
import loom.aml.item.text.UneditableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The effect of the steps on single items, and what they preserve. */
class SchemaMigrationTest {
    private static final String PLAIN = """
            {
                "id": "p",
                "timestamp": "2026-01-02T03:04:05Z",
                "metrics": {
                  "successRate": 0.50,
                  "executionCount": 1e1,
                  "avgTimeSavedMs": 7,
                  "errorPreventionCount": 0,
                  "x": [ 1,2 ]
                },
                "evolution": {
                  "created": "2026-01-02T03:04:05Z",
                  "lastUsed": "2026-01-02T03:04:05Z",
                  "refinements": 2,
                  "confidenceScore": 0.6
                },
                "unknown": { "b" :1 }
              }""";

    @Test
    void up_addsAndRenamesMembers_andPreservesTheRest() {
        assertThat(Migrated.to(V2_0_0, PATTERN, PLAIN)).isEqualTo("""
            {
                "id": "p",
                "timestamp": "2026-01-02T03:04:05Z",
                "performance": {
                  "success_rate": 0.50,
                  "execution_count": 1e1,
                  "avg_time_saved_ms": 7,
                  "error_prevention_count": 0,
                  "x": [ 1,2 ]
                },
                "lifecycle": {
                  "created_at": "2026-01-02T03:04:05Z",
                  "last_used_at": "2026-01-02T03:04:05Z",
                  "refinement_count": 2,
                  "confidence": 0.6
                },
                "unknown": { "b" :1 },
                "tags": [],
                "active": true,
                "metadata": {
                  "created_by": "migration",
                  "last_modified": "2026-11-23T08:00:00Z",
                  "version": "1.2.0"
                },
                "variations": [],
                "version": "2.0.0"
              }""");
    }

    @Test
    void up_keepsSingleLineLayout() {
        assertThat(Migrated.to(V1_2_0, SOLUTION, "{\"id\":\"s\",\"n\":1}"))
                .isEqualTo("{\"id\":\"s\",\"n\":1,\"tags\":[],\"metadata\":{\"created_by\":\"migration\","
                        + "\"last_modified\":\"2026-11-23T08:00:00Z\",\"version\":\"1.2.0\"}}");
        assertThat(Migrated.to(V1_1_0, PATTERN, "{\"id\": \"s\", \"n\": 1}"))
                .isEqualTo("{\"id\": \"s\", \"n\": 1, \"tags\": [], \"active\": true}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void up_keepsTabsAndLineEndings(String end) {
        String item = "{%n\t\t\"id\": \"d\",%n\t\t\"n\": 1%n\t}".replace("%n", end);

        assertThat(Migrated.to(V1_2_0, DECISION, item)).isEqualTo("""
                {%n\t\t"id": "d",%n\t\t"n": 1,%n\t\t"tags": [],%n\t\t"metadata": {%n\t\t\t"created_by": "migration",%n\t\t\t"last_modified": "2026-11-23T08:00:00Z",%n\t\t\t"version": "1.2.0"%n\t\t}%n\t}""".replace("%n", end));
    }

    @Test
    void downAfterUp_restoresTheExactBytes() {
        for (String item : List.of(PLAIN, "{\"id\":\"p\"}", "{}", "{ \"id\" : \"p\" , \"tag\" : 1 }")) {
            for (ItemKind kind : ItemKind.RUNTIME) {
                for (SchemaVersion version : Schema.KNOWN.versions()) {
                    String up = Migrated.to(version, kind, item);

                    assertThat(Migrated.versionOf(kind, up)).isEqualTo(version);
                    assertThat(Migrated.to(V1_0_0, kind, up))
                            .as(kind + " " + version)
                            .isEqualTo(item);
                }
            }
        }
    }

    @Test
    void itemInTheTargetVersion_staysUnchanged() {
        for (TestItem.Shape shape : TestItem.Shape.values()) {
            SchemaVersion version = Schema.KNOWN.versions().get(shape.ordinal());
            for (String item : List.of(TestItem.pattern(shape, "p").toString())) {
                assertThat(Migrated.versionOf(PATTERN, item)).isEqualTo(version);
                assertThat(Migrated.result(version, PATTERN, item)).isNull();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"2026-01-02 03:04:05\"       | \"2026-01-02T03:04:05\"",
                "\"2026-01-02t03:04:05,25z\"   | \"2026-01-02T03:04:05.25Z\"",
                "\"2026-01-02T03:04:05+0200\"  | \"2026-01-02T03:04:05+02:00\"",
                "\"2026-01-02T03:04:05-08\"    | \"2026-01-02T03:04:05-08:00\"",
                "1767323045                    | \"2026-01-02T03:04:05Z\"",
                "1767323045678                 | \"2026-01-02T03:04:05.678Z\"",
                "\"2026-01-02T03:04:05.120\"   | \"2026-01-02T03:04:05.120\"",
                "\"2026-01-02\"                | \"2026-01-02\"",
                "\"yesterday\"                 | \"yesterday\"",
                "null                          | null",
                "\"2026-01-02\\u002003:04:05\" | \"2026-01-02T03:04:05\"",
            })
    void up_convertsTimestampsToIso8601_andKeepsTheInstant(String before, String after) {
        String item = "{\"id\":\"p\",\"timestamp\":%s,\"evolution\":{\"created\":%s},\"reviewedAt\":%s}";

        assertThat(Migrated.to(V1_1_0, PATTERN, item.replace("%s", before)))
                .isEqualTo(item.replace("%s", after)
                        .replace("}}", "}")
                        .replaceFirst("}$", "")
                        .concat(",\"tags\":[],\"active\":true}"));
    }

    @Test
    void up_addsDefaults_andTheWayBackRemovesThem() {
        String item = "{\"id\":\"p\",\"timestamp\":\"2026-01-02T03:04:05Z\",\"metrics\":{\"successRate\":0.9}}";

        String up = Migrated.to(V2_0_0, PATTERN, item);

        assertThat(FlatJson.of(up))
                .containsEntry("performance.success_rate", "0.9")
                .containsEntry("performance.execution_count", "0")
                .containsEntry("lifecycle.created_at", "\"2026-01-02T03:04:05Z\"")
                .containsEntry("lifecycle.confidence", "0.5");
        assertThat(Migrated.to(V1_0_0, PATTERN, up)).isEqualTo(item);
    }

    @Test
    void down_keepsADefaultThatWasChangedMeanwhile() {
        String up = Migrated.to(V2_0_0, PATTERN, "{\"id\":\"p\",\"metrics\":{\"successRate\":0.9}}");

        String down = Migrated.to(V1_0_0, PATTERN, up.replace("\"execution_count\":0", "\"execution_count\":5"));

        assertThat(down).isEqualTo("{\"id\":\"p\",\"metrics\":{\"successRate\":0.9,\"executionCount\":5}}");
    }

    @Test
    void down_storesUnsupportedValuesUnderMetadata_andUpRestoresThem() {
        String item =
                "{\"id\":\"p\",\"tags\":[\"a\"],\"metadata\":{\"by\":\"me\",\"version\":\"1.2.0\"},\"variations\":[{\"v\":1.50}]}";

        String down = Migrated.to(V1_1_0, PATTERN, item);

        assertThat(down)
                .isEqualTo(
                        "{\"id\":\"p\",\"tags\":[\"a\"],\"metadata\":{\"by\":\"me\",\"aml_kept\":{\"variations\":[{\"v\":1.50}]}}}");
        assertThat(FlatJson.of(Migrated.to(V1_2_0, PATTERN, down))).containsAllEntriesOf(FlatJson.of(item));
        assertThat(Migrated.result(V1_1_0, PATTERN, item).isExact())
                .as("the runtime drops metadata, so the archive contains it too")
                .isFalse();
    }

    @Test
    void downOfAnItemCreatedAs2_0_0_keepsItsMetadata() {
        String item =
                "{\"id\":\"s\",\"version\":\"2.0.0\",\"metadata\":{\"version\":\"2.0.0\",\"migrated_at\":\"2026-01-01T00:00:00Z\"}}";

        String down = Migrated.to(V1_2_0, SOLUTION, item);

        assertThat(Migrated.versionOf(SOLUTION, down)).isEqualTo(V1_2_0);
        assertThat(FlatJson.of(Migrated.to(V2_0_0, SOLUTION, down))).containsAllEntriesOf(FlatJson.of(item));
        assertThat(FlatJson.of(Migrated.to(V2_0_0, SOLUTION, Migrated.to(V1_0_0, SOLUTION, down))))
                .containsEntry("metadata.version", "\"2.0.0\"");
    }

    @Test
    void down_keepsTagsOfUsers() {
        for (String item : List.of(
                "{\"id\":\"p\",\"tags\":[\"a\"],\"active\":true}",
                "{\"id\":\"p\",\"tags\":[],\"active\":true,\"verifiedCount\":4}",
                "{\"id\":\"p\",\"tags\":[],\"outcome\":{}}")) {
            assertThat(Migrated.result(V1_0_0, DECISION, item)).as(item).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\":\"p\",\"version\":\"3.1.0\"}                    | has the unknown schema version 3.1.0",
                "{\"id\":\"p\",\"version\":7}                            | has another version: 7",
                "{\"id\":\"p\",\"metrics\":5}                            | 'performance' is not an object",
                "{\"id\":\"p\",\"metrics\":{},\"performance\":{}}        | contains both 'metrics' and 'performance'",
                "{\"id\":\"p\",\"metadata\":[]}                          | 'metadata' is not an object",
                "{\"id\":\"p\",\"metadata\":{\"version\":\"9\"}}         | metadata of an unknown version",
                "{\"id\":\"p\",\"evolution\":{},\"evolution\":{}}        | contains 'evolution' twice",
            })
    void valuesThatNoStepCanMigrate_areRejected(String item, String why) {
        assertThatThrownBy(() -> Migrated.to(V2_0_0, PATTERN, item)).hasMessageContaining(why);
    }

    @Test
    void up_recognizesEscapedNames() {
        String item = "{\"id\":\"p\",\"m\\u0065trics\":{\"successR\\u0061te\":1}}";

        assertThat(FlatJson.of(Migrated.to(V2_0_0, PATTERN, item))).containsEntry("performance.success_rate", "1");
        assertThat(Migrated.result(V2_0_0, PATTERN, item).isExact()).isFalse();
    }

    @Test
    void unknownPath_isReportedWithTheKnownVersions() {
        Schema torn = new Schema(List.of(new TagsStep(), new PerformanceStep()));

        assertThatThrownBy(() -> torn.way(V1_0_0, V2_0_0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot migrate from schema version 1.0.0 to 2.0.0")
                .hasMessageContaining("known versions are 1.0.0, 1.1.0, 1.2.0, 2.0.0")
                .hasMessageContaining("steps between 1.0.0 and 1.1.0, 1.2.0 and 2.0.0");
        assertThatThrownBy(() -> Migrated.migration(new SchemaVersion(3, 0, 0)))
                .hasMessageContaining("known versions are");
    }

    @Test
    void additionalVersion_isAnAdditionalStep() {
        Step shorter = new Step() {
            @Override
            public SchemaVersion from() {
                return V2_0_0;
            }

            @Override
            public SchemaVersion to() {
                return new SchemaVersion(2, 1, 0);
            }

            @Override
            public String summary() {
                return "says so";
            }

            @Override
            public Set<Field> marks() {
                return Set.of(Field.VERSION);
            }

            @Override
            public boolean isMarked(Item item) {
                return "2.1.0".equals(item.text(Field.VERSION));
            }

            @Override
            public void up(ItemText item) throws UneditableException {
                item.root().find("version").setValue(Slice.of("\"2.1.0\""));
            }

            @Override
            public void down(ItemText item) throws UneditableException {
                item.root().find("version").setValue(Slice.of("\"2.0.0\""));
            }
        };
        Schema schema = new Schema(List.of(new TagsStep(), new MetadataStep(), new PerformanceStep(), shorter));

        assertThat(schema.way(V1_1_0, shorter.to())).hasSize(3);
        assertThat(schema.way(shorter.to(), V1_1_0)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.2", "1.2.x", "1.2.3.4", "-1.2.0", "1..0", "1.2.0000000"})
    void version_hasThreeNumbers(String text) {
        assertThatThrownBy(() -> SchemaVersion.parse(text)).hasMessageContaining("is not a schema version");
    }
}
