package loom.aml.monitor;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.store.MemoryStore;

/**
 * The number of items of an agent that the runtime keeps. The runtime's own configuration takes precedence over the
 * policy.
 *
 * <pre>
 * config.json: {"agentOverrides": {"debugger": {"maxPatternCount": 1000, "maxSolutionCount": 50, "maxDecisionCount": 50}}}
 * </pre>
 */
final class RuntimeCaps {
    private static final String FILE = "config.json";
    private static final String OVERRIDES = "agentOverrides";

    private static final Map<ItemKind, String> NAMES = Map.of(
            ItemKind.PATTERN, "maxPatternCount",
            ItemKind.SOLUTION, "maxSolutionCount",
            ItemKind.DECISION, "maxDecisionCount");

    private final JsonObject overrides;
    private final MonitorPolicy policy;

    private RuntimeCaps(JsonObject overrides, MonitorPolicy policy) {
        this.overrides = overrides;
        this.policy = policy;
    }

    /** Returns the caps of a store. Like the runtime, aml ignores a configuration file that cannot be read. */
    static RuntimeCaps of(MemoryStore store, MonitorPolicy policy) {
        JsonObject overrides = JsonObject.builder().build();
        try {
            Optional<MemoryStore.Document> file = store.document(FILE);
            if (file.isPresent()) {
                overrides =
                        JsonObject.parse(file.get().content()).object(OVERRIDES).orElse(overrides);
            }
        } catch (IOException e) {
            // The runtime ignores the file, too.
        }
        return new RuntimeCaps(overrides, policy);
    }

    int of(String agent, ItemKind kind) {
        double told = overrides
                .object(agent)
                .map(override -> override.decimal(NAMES.getOrDefault(kind, "")).orElse(0))
                .orElse(0.0);
        return told >= 1
                ? (int) Math.min(told, Integer.MAX_VALUE)
                : policy.of(agent).caps().of(kind);
    }
}
