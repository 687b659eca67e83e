package loom.aml.recall;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
    public record All(List<AgentSummary> agents, List<Finding> findings) {}

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
        List<Finding> findings = new ArrayList<>(listing.findings());
        SortedMap<String, Draft> drafts = new TreeMap<>();
        listing.agents().forEach(agent -> drafts.put(agent, new Draft()));
        for (ScanResult<Newest> scanned : store.scan(listing, Selection.ALL, collection -> {
            Newest newest = new Newest();
            collection.read(item -> newest.see(item.kind() == ItemKind.PATTERN ? item.lastUsed() : item.timestamp()));
            return newest;
        })) {
            Draft draft = drafts.computeIfAbsent(scanned.file().agent(), _ -> new Draft());
            if (scanned instanceof ScanResult.Read<Newest> read) {
                draft.add(read);
            } else if (scanned instanceof ScanResult.LeftAlone<Newest> leftAlone) {
                draft.unreadable++;
                findings.add(leftAlone.finding());
            }
        }
        List<AgentSummary> agents = new ArrayList<>();
        drafts.forEach((agent, draft) -> agents.add(draft.summary(agent, listing.bytesOf(agent))));
        return new All(agents, findings);
    }

    private static final class Newest {
        private @Nullable Instant time;

        void see(@Nullable Instant other) {
            if (other != null && (time == null || other.isAfter(time))) {
                time = other;
            }
        }
    }

    private static final class Draft {
        private final Map<ItemKind, Integer> items = new EnumMap<>(ItemKind.class);
        private final Set<Encoding> encodings = EnumSet.noneOf(Encoding.class);
        private final Newest newest = new Newest();
        private int unreadable;

        void add(ScanResult.Read<Newest> read) {
            items.merge(read.file().kind(), read.elements(), Integer::sum);
            encodings.add(read.isCompressed() ? Encoding.GZIP : Encoding.PLAIN);
            newest.see(read.result().time);
        }

        AgentSummary summary(String agent, long bytes) {
            return new AgentSummary(agent, items, bytes, newest.time, encodings, unreadable);
        }
    }
}
