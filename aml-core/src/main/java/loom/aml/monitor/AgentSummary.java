package loom.aml.monitor;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import loom.aml.io.Encoding;
import loom.aml.item.ItemKind;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;
import org.jspecify.annotations.Nullable;

/**
 * A summary of one agent's memory.
 *
 * @param items number of items per kind; kinds without items are absent
 * @param bytes stored size of its files
 * @param newest when the newest of its items was recorded or last used; null if unknown
 * @param encodings encodings of its collections
 * @param unreadable collections that could not be read
 */
public record AgentSummary(
        String agent,
        Map<ItemKind, Integer> items,
        long bytes,
        @Nullable Instant newest,
        Set<Encoding> encodings,
        int unreadable) {

    /** The summaries of all agents, by name, and findings about collections that could not be read. */
    public record All(List<AgentSummary> agents, List<Finding> findings) {
        public All {
            agents = List.copyOf(agents);
            findings = List.copyOf(findings);
        }
    }

    public AgentSummary {
        items = Map.copyOf(items);
        encodings = Set.copyOf(encodings);
    }

    public int count(ItemKind kind) {
        return items.getOrDefault(kind, 0);
    }

    /** Reads every collection once. */
    public static All of(MemoryStore store) throws IOException {
        StoreListing listing = store.list();
        AgentSummaries summaries = new AgentSummaries(listing);
        for (ScanResult<NewestTime> scanned : store.scan(listing, Selection.ALL, collection -> {
            NewestTime newest = new NewestTime();
            collection.read(newest::see);
            return newest;
        })) {
            if (scanned instanceof ScanResult.Read<NewestTime> read) {
                summaries.add(read, read.result());
            } else if (scanned instanceof ScanResult.LeftAlone<NewestTime> leftAlone) {
                summaries.add(leftAlone);
            }
        }
        return summaries.all();
    }
}
