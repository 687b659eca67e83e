package loom.aml.app.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import loom.aml.app.OpenStore;
import loom.aml.json.JsonObject;
import loom.aml.recall.Recall;
import loom.aml.recall.RecallPolicy;
import loom.aml.recall.WarmList;
import loom.aml.store.Finding;
import loom.aml.store.Selection;

/** Lists the items that a program with a cache should load first. */
public final class WarmCache {
    private final OpenStore opened;

    public WarmCache(OpenStore opened) {
        this.opened = opened;
    }

    /**
     * The request.
     *
     * @param isDryRun whether to compute the list without writing it
     */
    public record Request(Selection agents, boolean isDryRun) {}

    /**
     * The list.
     *
     * @param store the location of the store
     * @param cacheBytes the size of the cache in bytes
     */
    public record Result(String store, boolean isDryRun, WarmList list, long cacheBytes) {
        /** Returns the number of items in the list by agent. */
        public SortedMap<String, Integer> byAgent() {
            SortedMap<String, Integer> byAgent = new TreeMap<>();
            list.entries().forEach(entry -> byAgent.merge(entry.agent(), 1, Integer::sum));
            return byAgent;
        }

        public JsonObject toJson() {
            List<JsonObject> agents = new ArrayList<>();
            byAgent()
                    .forEach((agent, items) -> agents.add(JsonObject.builder()
                            .put("agent", agent)
                            .put("items", items)
                            .build()));
            return JsonObject.builder()
                    .put("store", store)
                    .put("dry_run", isDryRun)
                    .put("items", list.entries().size())
                    .put("bytes", list.bytes())
                    .put("cache_bytes", cacheBytes)
                    .put("by_agent", agents)
                    .put(
                            "findings",
                            list.findings().stream().map(Finding::toJson).toList())
                    .build();
        }
    }

    public Result run(Request request) throws IOException {
        RecallPolicy policy = opened.policies().recall();
        WarmList list = request.isDryRun()
                ? WarmList.choose(opened.store(), request.agents(), policy)
                : Recall.keepWarm(opened.store(), request.agents(), policy);
        return new Result(opened.location(), request.isDryRun(), list, policy.cacheBytes());
    }
}
