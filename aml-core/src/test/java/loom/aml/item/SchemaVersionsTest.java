package loom.aml.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import loom.aml.SharedFixtures;
import loom.aml.io.GzipLimits;
import loom.aml.io.LocalDisk;
import loom.aml.io.TextInput;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One store in all schema versions, migrated by the seed itself, must yield the same values in all of them. */
class SchemaVersionsTest {
    private static final String[] AGENTS = {"backend-architect", "frontend-developer"};

    @ParameterizedTest
    @ValueSource(strings = {"v1.1.0", "v1.2.0", "v2.0.0"})
    void items_haveTheSameValuesInEveryVersion(String version) throws IOException {
        for (String agent : AGENTS) {
            for (ItemKind kind : ItemKind.RUNTIME) {
                assertThat(valuesOf(version, agent, kind))
                        .as("%s of %s", kind.plural(), agent)
                        .isEqualTo(valuesOf("v1.0.0", agent, kind))
                        .isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ItemKind.class,
            names = {"PATTERN", "SOLUTION", "DECISION"})
    void items_haveAllValuesOfTheirKind(ItemKind kind) throws IOException {
        String[] keys = switch (kind) {
            case PATTERN ->
                new String[] {"success", "confidence", "executions", "saved", "created", "used", "technique"};
            case SOLUTION -> new String[] {"worked", "problem"};
            case DECISION -> new String[] {"repeat", "mean", "question"};
            case NOTE, ENTRY -> throw new IllegalArgumentException("not of the runtime");
        };
        for (String version : new String[] {"v1.0.0", "v2.0.0"}) {
            Map<String, Object> anyValue = new LinkedHashMap<>();
            valuesOf(version, AGENTS[0], kind).values().forEach(anyValue::putAll);

            assertThat(anyValue).as(version).containsKeys("agent", "time").containsKeys(keys);
        }
    }

    /** Returns all values of each item, by id. */
    private static Map<String, Map<String, Object>> valuesOf(String version, String agent, ItemKind kind)
            throws IOException {
        Path file = SharedFixtures.require("schema/" + version).resolve(agent).resolve(kind.fileName());
        Map<String, Map<String, Object>> all = new TreeMap<>();
        try (TextInput text = TextInput.of(new LocalDisk().open(file), GzipLimits.DEFAULT)) {
            CollectionReader.read(text, kind, item -> all.put(item.id(), valuesOf(item)));
        }
        return all;
    }

    private static Map<String, Object> valuesOf(Item item) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("agent", item.agentField());
        values.put("time", item.timestamp());
        values.put("used", item.lastUsed());
        values.put("created", item.created());
        values.put("active", item.isActive());
        values.put("score", ValueScore.of(item));
        item.successRate().ifPresent(rate -> values.put("success", rate));
        item.confidence().ifPresent(confidence -> values.put("confidence", confidence));
        item.worked().ifPresent(worked -> values.put("worked", worked));
        item.wouldRepeat().ifPresent(repeat -> values.put("repeat", repeat));
        item.meanSuccess().ifPresent(mean -> values.put("mean", mean));
        if (item.kind() == ItemKind.PATTERN) {
            values.put("executions", item.executions());
            values.put("saved", item.avgTimeSavedMs());
        }
        values.put("technique", item.text(Field.APPROACH_TECHNIQUE));
        values.put("problem", item.text(Field.PROBLEM_ERROR_MESSAGE));
        values.put("question", item.text(Field.DECISION_QUESTION));
        values.values().removeIf(Objects::isNull);
        return values;
    }
}
