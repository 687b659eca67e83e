package loom.aml.prune;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import loom.aml.item.ItemKind;
import loom.aml.item.ValueScore;
import loom.aml.json.JsonObject;
import loom.aml.store.Cause;
import loom.aml.store.CollectionFile;
import loom.aml.store.CompressedSize;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.Reason;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;

/**
 * Frees space in agents over a limit, after the removals by other rules: first compresses decisions, then removes
 * patterns, the least valuable first.
 */
final class SpacePlanner {
    /** The compression level of a rewrite. */
    private static final int BEST = 9;

    private final AgentsOverLimit overLimit;
    private final MemoryStore store;
    private final StoreListing listing;

    SpacePlanner(AgentsOverLimit overLimit, MemoryStore store, StoreListing listing) {
        this.overLimit = overLimit;
        this.store = store;
        this.listing = listing;
    }

    void plan(Pruner.Draft draft) throws IOException {
        Map<String, List<CollectionDraft>> byAgent = new TreeMap<>();
        long freed = 0;
        for (CollectionDraft file : draft.files().values()) {
            byAgent.computeIfAbsent(file.read().file().agent(), _ -> new ArrayList<>())
                    .add(file);
            freed += file.freedBytes();
        }
        for (String agent : overLimit.agents()) {
            freed += draft.unreadable(agent);
        }
        long all = overLimit.total() - freed;
        for (Map.Entry<String, Long> agent : overLimit.bytes().entrySet()) {
            List<CollectionDraft> files = byAgent.getOrDefault(agent.getKey(), List.of());
            long size = agent.getValue()
                    - draft.unreadable(agent.getKey())
                    - files.stream().mapToLong(CollectionDraft::freedBytes).sum();
            long target = overLimit.targetOf(agent.getKey(), size, all);
            if (size > target) {
                makeRoom(draft, agent.getKey(), files, size, target);
            }
        }
    }

    private void makeRoom(Pruner.Draft draft, String agent, List<CollectionDraft> files, long size, long target)
            throws IOException {
        long left = size;
        for (CollectionDraft file : files) {
            if (left > target
                    && file.read().file().kind() == ItemKind.DECISION
                    && !file.read().isCompressed()) {
                long saved = savedByCompressing(file);
                if (saved > 0) {
                    file.compress();
                    left -= saved;
                }
            }
        }
        left = removeLeastValuable(files, left, target, cause(size, target));
        if (left > target) {
            draft.find(Finding.of(
                    Finding.Kind.LIMIT_UNREACHABLE,
                    agent,
                    "protected items keep this agent at " + grouped(left) + ", above its target of " + grouped(target),
                    "raise the limit, unpin items, or prune by other rules"));
        }
    }

    /**
     * Returns the cause of removing an item because its agent has more than it may have.
     *
     * @param agentBytes the size of the agent after the other rules
     * @param target the size to which the agent is to shrink
     */
    static Cause cause(long agentBytes, long target) {
        return new Cause(
                Strategy.SPACE_BASED.word(),
                "pattern of low value in a memory over its limit",
                Reason.MEMORY_LIMIT_EXCEEDED,
                item -> JsonObject.builder()
                        .put("value_score", ValueScore.of(item))
                        .put("agent_bytes", agentBytes)
                        .put("target_bytes", target));
    }

    private static String grouped(long bytes) {
        return String.format(Locale.ROOT, "%,d bytes", bytes);
    }

    private static long removeLeastValuable(List<CollectionDraft> files, long size, long target, Cause cause) {
        record Choice(CollectionDraft file, PruneScan.Candidate candidate) {}
        List<Choice> choices = new ArrayList<>();
        for (CollectionDraft file : files) {
            file.read().result().candidates().forEach(candidate -> choices.add(new Choice(file, candidate)));
        }
        choices.sort(Comparator.comparingDouble((Choice choice) -> choice.candidate.value())
                .thenComparing(choice -> choice.file.read().file())
                .thenComparingInt(choice -> choice.candidate.ordinal()));
        long left = size;
        for (Choice choice : choices) {
            if (left <= target) {
                break;
            }
            choice.file.remove(choice.candidate.removal(cause));
            left -= choice.file.storedBytes(choice.candidate.length());
        }
        return left;
    }

    /** Measures the saving of compressing the remaining decisions, without writing them. */
    private long savedByCompressing(CollectionDraft file) throws IOException {
        CollectionFile wanted = file.read().file();
        Selection selection = new Selection(Set.of(wanted.agent()), EnumSet.of(ItemKind.DECISION));
        for (ScanResult<Long> scanned : store.scan(
                listing,
                selection,
                collection -> collection.file().equals(wanted) ? CompressedSize.of(collection, BEST) : 0)) {
            if (scanned instanceof ScanResult.Read<Long> read && read.file().equals(wanted) && read.textBytes() > 0) {
                double ratio = (double) read.result() / read.textBytes();
                long staying = file.read().textBytes() - file.freedBytes();
                return staying - Math.round(staying * ratio);
            }
        }
        return 0;
    }
}
