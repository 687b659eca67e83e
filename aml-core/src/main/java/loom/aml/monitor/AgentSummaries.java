package loom.aml.monitor;

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
import loom.aml.store.ScanResult;
import loom.aml.store.StoreListing;

/** Collects the summaries of agents while the collections of a store are read. */
final class AgentSummaries {
    private final StoreListing listing;
    private final List<Finding> findings;
    private final SortedMap<String, Draft> drafts = new TreeMap<>();

    AgentSummaries(StoreListing listing) {
        this.listing = listing;
        this.findings = new ArrayList<>(listing.findings());
        listing.agents().forEach(this::draft);
    }

    private Draft draft(String agent) {
        return drafts.computeIfAbsent(agent, _ -> new Draft());
    }

    void add(ScanResult.Read<?> read, NewestTime newest) {
        Draft draft = draft(read.file().agent());
        draft.items.merge(read.file().kind(), read.elements(), Integer::sum);
        draft.encodings.add(read.isCompressed() ? Encoding.GZIP : Encoding.PLAIN);
        draft.newest.see(newest);
    }

    void add(ScanResult.LeftAlone<?> leftAlone) {
        draft(leftAlone.file().agent()).unreadable++;
        findings.add(leftAlone.finding());
    }

    AgentSummary.All all() {
        List<AgentSummary> agents = new ArrayList<>();
        drafts.forEach((agent, draft) -> agents.add(new AgentSummary(
                agent, draft.items, listing.bytesOf(agent), draft.newest.time(), draft.encodings, draft.unreadable)));
        return new AgentSummary.All(agents, findings);
    }

    private static final class Draft {
        private final Map<ItemKind, Integer> items = new EnumMap<>(ItemKind.class);
        private final Set<Encoding> encodings = EnumSet.noneOf(Encoding.class);
        private final NewestTime newest = new NewestTime();
        private int unreadable;
    }
}
