package loom.aml.prune;

import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;

/**
 * The agents that exceed a limit before pruning, and the target size of each: a share of its own limit, and a reduction
 * of its size if all agents together exceed their limit. Empty unless the space strategy is enabled.
 */
final class AgentsOverLimit {
    private final PrunePolicy policy;
    private final SortedMap<String, Long> bytes = new TreeMap<>();
    private final Set<String> overLimit = new HashSet<>();
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
                    overLimit.add(agent);
                }
            });
        }
    }

    boolean includes(String agent) {
        return overLimit.contains(agent);
    }

    /** Returns all agents. */
    Set<String> agents() {
        return bytes.keySet();
    }

    /** Returns the sizes of the agents over a limit, by name. */
    SortedMap<String, Long> bytes() {
        SortedMap<String, Long> tooLarge = new TreeMap<>(bytes);
        tooLarge.keySet().retainAll(overLimit);
        return tooLarge;
    }

    /** Returns the size of all agents in bytes. */
    long total() {
        return total;
    }

    /** Returns the target size of an agent that has {@code size} of {@code all} bytes of all agents. */
    long targetOf(String agent, long size, long all) {
        PrunePolicy.Space space = policy.of(agent).space();
        long target = size > space.agentLimit() ? (long) (space.agentLimit() * space.agentTarget()) : Long.MAX_VALUE;
        return all > space.totalLimit()
                ? Math.min(target, (long) (bytes.getOrDefault(agent, size) * (1 - space.totalGive())))
                : target;
    }
}
