package loom.aml.prune;

import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;

/**
 * The agents that have more than they may, before anything leaves, and what each is to be brought to: its share of its limit,
 * and, where all agents together have too much, less than it has by what each must give. Empty unless space counts.
 */
final class AgentsOverLimit {
    private final PrunePolicy policy;
    private final SortedMap<String, Long> bytes = new TreeMap<>();
    private final Set<String> tight = new HashSet<>();
    private final long total;

    AgentsOverLimit(StoreListing listing, PrunePolicy policy, Selection selection) {
        this.policy = policy;
        for (String agent : listing.agents()) {
            bytes.put(agent, listing.bytesOf(agent));
        }
        total = bytes.values().stream().mapToLong(Long::longValue).sum();
        if (policy.has(Strategy.SPACE_BASED)) {
            bytes.forEach((agent, size) -> {
                if (targetOf(agent, size, total) < size && selection.includesAgent(agent)) {
                    tight.add(agent);
                }
            });
        }
    }

    boolean includes(String agent) {
        return tight.contains(agent);
    }

    /** All agents. */
    Set<String> agents() {
        return bytes.keySet();
    }

    /** The agents that have too much, by name. */
    SortedMap<String, Long> bytes() {
        SortedMap<String, Long> tooLarge = new TreeMap<>(bytes);
        tooLarge.keySet().retainAll(tight);
        return tooLarge;
    }

    /** Bytes of all agents together. */
    long total() {
        return total;
    }

    /** What an agent must come down to, having {@code size} bytes of all agents' {@code all}. */
    long targetOf(String agent, long size, long all) {
        PrunePolicy.Space space = policy.of(agent).space();
        long target = size > space.agentLimit() ? (long) (space.agentLimit() * space.agentTarget()) : Long.MAX_VALUE;
        return all > space.totalLimit()
                ? Math.min(target, (long) (bytes.getOrDefault(agent, size) * (1 - space.totalGive())))
                : target;
    }
}
