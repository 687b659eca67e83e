package loom.aml.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import loom.aml.CaseSample;
import loom.aml.io.MemoryFile;
import loom.aml.item.CollectionReader;
import loom.aml.item.ItemKind;
import loom.aml.item.RandomJson;
import loom.aml.store.Transformation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Migrates random items between all versions: the result is valid JSON, and nothing is lost. */
class RandomMigrationTest {
    private static final int ITEMS = 3_000;

    static List<Integer> seeds() {
        return CaseSample.oneSeed(40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void migrationOfRandomItems_losesNothing(int seed) {
        Random random = new Random(seed);
        int migrated = 0;
        int exact = 0;
        for (int i = 0; i < ITEMS; i++) {
            ItemKind kind = ItemKind.RUNTIME.get(random.nextInt(3));
            String item = item(random);
            SchemaVersion was = Migrated.versionOf(kind, item);
            SchemaVersion to = Schema.KNOWN.versions().get(random.nextInt(4));
            String what = "seed " + seed + ", item " + i + " " + kind + " to " + to + ": " + item;
            Transformation.Result result;
            try {
                result = Migrated.result(to, kind, item);
            } catch (Migrated.Refused e) {
                continue;
            }
            if (result == null) {
                continue;
            }
            migrated++;
            String text = new String(result.text(), UTF_8);
            assertThat(result.was()).as(what).startsWith(String.valueOf(was));
            requireHoldsUnknown(item, text, what);
            assertThat(Migrated.result(to, kind, text)).as("once more, " + what).isNull();
            if (result.isExact()) {
                exact++;
                byte[] back =
                        Migrated.with(kind, text, it -> Migrated.migration(to).revert(it, result.was()));
                assertThat(back == null ? text : new String(back, UTF_8))
                        .as(what)
                        .isEqualTo(item);
            }
        }
        System.out.printf(
                "seed %d: %d of %d items migrated, %d with an exact way back%n", seed, migrated, ITEMS, exact);
        assertThat(exact).isGreaterThan(ITEMS / 8);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void detection_countsLikeAReaderOfAllFields(int seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < ITEMS; i++) {
            String item = random.nextInt(4) == 0 ? new RandomJson(random).itemLike() : item(random);
            VersionTally all = new VersionTally(Schema.KNOWN);
            MarkReader marks = new MarkReader(Schema.KNOWN);

            CollectionReader.read(MemoryFile.of("[" + item + "]").text(), ItemKind.PATTERN, all::count);
            CollectionReader.read(MemoryFile.of("[" + item + "]").text(), ItemKind.PATTERN, marks);

            assertThat(marks.counts()).as("seed %d, item %d: %s", seed, i, item).isEqualTo(all.counts());
        }
    }

    /** Members that no step handles are preserved byte for byte. */
    private static void requireHoldsUnknown(String item, String text, String what) {
        FlatJson.of(text);
        for (String member : UNKNOWN) {
            if (item.contains(member)) {
                assertThat(text).as(what).contains(member);
            }
        }
    }

    private static final List<String> UNKNOWN =
            List.of("\"x\" :1.50e1", "\"é\\n\":{ \"metrics\": [ ] }", "\"y\":\"{\\\"version\\\"\"");

    private static final List<List<String>> MEMBERS = List.of(
            List.of("\"id\": \"i\""),
            List.of("\"timestamp\": \"2026-01-02T03:04:05Z\"", "\"timestamp\":1767323045", "\"timestamp\": \"n/a\""),
            List.of("\"tags\": []", "\"tags\": [\"a\"]", "\"tags\":null"),
            List.of("\"active\": true", "\"active\":false"),
            List.of(
                    "\"metadata\": {}",
                    "\"metadata\": {\"version\": \"1.2.0\"}",
                    "\"metadata\": {\"created_by\":\"migration\", \"last_modified\":\"t\", \"version\":\"1.2.0\", \"z\":1}",
                    "\"metadata\":{\"version\":\"2.0.0\",\"migrated_at\":\"t\"}",
                    "\"metadata\": { \"version\" : \"7\" }"),
            List.of("\"variations\": []", "\"variations\": [ {\"a\":1} ]"),
            List.of(
                    "\"metrics\": {}",
                    "\"metrics\": {\n  \"successRate\": 0.5\n}",
                    "\"metrics\":{\"successRate\":1,\"executionCount\":2,\"avgTimeSavedMs\":3,\"errorPreventionCount\":4}",
                    "\"metrics\": null"),
            List.of(
                    "\"performance\": {\"success_rate\":0.1}",
                    "\"performance\": {\"successRate\":0.1, \"success_rate\":0.2}"),
            List.of("\"evolution\": {\"created\":\"2026-01-02 03:04:05\"}", "\"evolution\":{ \"refinements\":1 }"),
            List.of("\"lifecycle\": {\"confidence\":0.2}"),
            List.of("\"version\": \"2.0.0\"", "\"version\": \"2.0.0\"", "\"version\":1"),
            UNKNOWN,
            UNKNOWN.reversed());

    private static String item(Random random) {
        List<String> members = new ArrayList<>();
        for (List<String> one : MEMBERS) {
            if (random.nextInt(5) < 2) {
                members.add(one.get(random.nextInt(one.size())));
            }
        }
        Collections.shuffle(members, random);
        String gap = Arrays.asList("", " ", "\n    ", "\r\n\t").get(random.nextInt(4));
        String end = gap.isBlank() && gap.length() > 1 ? gap.substring(0, gap.length() - 1) : gap;
        return "{" + (members.isEmpty() ? "" : gap) + String.join("," + gap, members) + end + "}";
    }
}
