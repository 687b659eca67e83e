package loom.aml.prune;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import loom.aml.store.ChangeSet;
import loom.aml.store.ClockVerdict;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Pins;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreChange;
import loom.aml.store.StoreListing;

/** Plans pruning. Reads the store once, several collections at a time, and changes nothing. */
public final class Pruner {
    private final PrunePolicy policy;
    private final ClockVerdict clock;

    /** @param now the time from which ages are computed */
    public Pruner(PrunePolicy policy, Instant now) {
        this(policy, ClockVerdict.trusting(now));
    }

    /**
     * @param clock the time from which ages are computed; if it is not trusted, nothing is removed because of its age
     */
    public Pruner(PrunePolicy policy, ClockVerdict clock) {
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * Judges every selected item.
     *
     * @throws IOException if the store cannot be listed or its pins cannot be read
     */
    public PrunePlan plan(MemoryStore store, Selection selection, ReappearedItems returned) throws IOException {
        PrunePlan plan = plan(policy, store, selection, returned);
        if (clock.isTrusted() || plan.removes() == 0 || !policy.has(Strategy.TIME_BASED)) {
            return plan;
        }
        Set<Strategy> others = EnumSet.copyOf(policy.strategies());
        others.remove(Strategy.TIME_BASED);
        PrunePlan ageless = plan(policy.withStrategies(others), store, selection, returned);
        long waiting = plan.removes() - ageless.removes();
        if (waiting <= 0) {
            return plan;
        }
        List<Finding> findings = new ArrayList<>(ageless.findings());
        findings.add(clock.finding(waiting + (waiting == 1 ? " item that is" : " items that are") + " old by the clock "
                + (waiting == 1 ? "was" : "were") + " kept"));
        return new PrunePlan(ageless.changes(), findings, ageless.policy(), ageless.items());
    }

    private PrunePlan plan(PrunePolicy policy, MemoryStore store, Selection selection, ReappearedItems returned)
            throws IOException {
        Pins pins = store.pins();
        StoreListing listing = store.list();
        AgentsOverLimit overLimit = new AgentsOverLimit(listing, policy, selection);
        PruneScan scan = new PruneScan(policy, new RulesOfAgents(policy, clock.now()), pins, returned, overLimit);
        List<ScanResult<PruneScan.Judged>> scanned = store.scan(listing, selection, scan);

        Draft draft = new Draft(listing.findings());
        returned.findings().forEach(draft::find);
        for (ScanResult<PruneScan.Judged> file : scanned) {
            draft.add(file);
        }
        new SpacePlanner(overLimit, store, listing).plan(draft);
        return draft.toPlan(policy);
    }

    /** Builds a plan. */
    static final class Draft {
        private final List<Finding> findings;
        private final Map<CollectionFile, CollectionDraft> files = new TreeMap<>();
        private final Map<String, Long> unreadable = new HashMap<>();
        private long items;

        Draft(List<Finding> findings) {
            this.findings = new ArrayList<>(findings);
        }

        private void add(ScanResult<PruneScan.Judged> scanned) {
            if (scanned instanceof ScanResult.Read<PruneScan.Judged> read) {
                items += read.elements();
                findings.addAll(read.result().findings());
                files.put(read.file(), new CollectionDraft(read));
            } else if (scanned instanceof ScanResult.LeftAlone<PruneScan.Judged> leftAlone) {
                findings.add(leftAlone.finding());
                unreadable.merge(leftAlone.file().agent(), leftAlone.state().bytes(), Long::sum);
            }
        }

        Map<CollectionFile, CollectionDraft> files() {
            return files;
        }

        /**
         * Returns the size of an agent's unreadable files. They cannot shrink, and no other item is removed to
         * compensate for them.
         */
        long unreadable(String agent) {
            return unreadable.getOrDefault(agent, 0L);
        }

        void find(Finding finding) {
            findings.add(finding);
        }

        private PrunePlan toPlan(PrunePolicy policy) {
            List<StoreChange> changes = new ArrayList<>();
            for (CollectionDraft file : files.values()) {
                file.change().ifPresent(changes::add);
            }
            return new PrunePlan(new ChangeSet(changes), findings, policy.toJson(), items);
        }
    }
}
