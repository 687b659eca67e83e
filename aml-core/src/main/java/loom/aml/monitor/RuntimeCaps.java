package loom.aml.monitor;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.store.MemoryStore;

/**
 * How many items of an agent the runtime keeps. Its own configuration is asked first; of what that does not say the policy does.
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

    /** The caps that hold for a store. From a file that it cannot read the runtime takes nothing, and neither do we. */
    static RuntimeCaps of(MemoryStore store, MonitorPolicy policy) {
        JsonObject overrides = JsonObject.builder().build();
        try {
            Optional<MemoryStore.Document> file = store.document(FILE);
            if (file.isPresent()) {
                overrides =
                        JsonObject.parse(file.get().content()).object(OVERRIDES).orElse(overrides);
            }
        } catch (IOException e) {
            // See above.
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
