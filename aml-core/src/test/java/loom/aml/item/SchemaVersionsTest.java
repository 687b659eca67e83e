package loom.aml.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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
            for (ItemKind kind : ItemKind.values()) {
                assertThat(said(version, agent, kind))
                        .as("%s of %s", kind.plural(), agent)
                        .isEqualTo(said("v1.0.0", agent, kind))
                        .isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ItemKind.class)
    void items_haveAllValuesOfTheirKind(ItemKind kind) throws IOException {
        String[] keys = switch (kind) {
            case PATTERN ->
                new String[] {"success", "confidence", "executions", "saved", "created", "used", "technique"};
            case SOLUTION -> new String[] {"worked", "problem"};
            case DECISION -> new String[] {"repeat", "mean", "question"};
        };
        for (String version : new String[] {"v1.0.0", "v2.0.0"}) {
            Map<String, Object> anySaid = new LinkedHashMap<>();
            said(version, AGENTS[0], kind).values().forEach(anySaid::putAll);

            assertThat(anySaid).as(version).containsKeys("agent", "time").containsKeys(keys);
        }
    }

    /** Returns all values of each item, by id. */
    private static Map<String, Map<String, Object>> said(String version, String agent, ItemKind kind)
            throws IOException {
        Path file = SharedFixtures.require("schema/" + version).resolve(agent).resolve(kind.fileName());
        Map<String, Map<String, Object>> all = new TreeMap<>();
        try (TextInput text = TextInput.of(new LocalDisk().open(file), GzipLimits.DEFAULT)) {
            CollectionReader.read(text, kind, item -> all.put(item.id(), said(item)));
        }
        return all;
    }

    private static Map<String, Object> said(Item item) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("agent", item.agentField());
        said.put("time", item.timestamp());
        said.put("used", item.lastUsed());
        said.put("created", item.created());
        said.put("active", item.isActive());
        said.put("score", ValueScore.of(item));
        item.successRate().ifPresent(rate -> said.put("success", rate));
        item.confidence().ifPresent(confidence -> said.put("confidence", confidence));
        item.worked().ifPresent(worked -> said.put("worked", worked));
        item.wouldRepeat().ifPresent(repeat -> said.put("repeat", repeat));
        item.meanSuccess().ifPresent(mean -> said.put("mean", mean));
        if (item.kind() == ItemKind.PATTERN) {
            said.put("executions", item.executions());
            said.put("saved", item.avgTimeSavedMs());
        }
        said.put("technique", item.text(Field.APPROACH_TECHNIQUE));
        said.put("problem", item.text(Field.PROBLEM_ERROR_MESSAGE));
        said.put("question", item.text(Field.DECISION_QUESTION));
        said.values().removeIf(java.util.Objects::isNull);
        return said;
    }
}
