package loom.aml.sample;

import java.util.ArrayList;
import java.util.List;
import loom.aml.item.ItemKind;

/**
 * The specification of a collection.
 *
 * @param agentIndex the index of the agent, from 0; the first has the most items
 * @param items the number of items
 */
record SampleFile(int agentIndex, ItemKind kind, int items) {

    /** The weight of agent 0, divisible by small numbers. */
    private static final long WEIGHT = 1 << 20;

    /**
     * Returns all collections of a sample, by agent: 60 % patterns, 25 % solutions and 15 % decisions. The items of
     * each kind are distributed over the agents as 1/2 : 1/3 : 1/4 and so on, by Zipf's law.
     */
    static List<SampleFile> of(SamplePolicy policy) {
        long solutions = policy.items() / 4;
        long decisions = policy.items() * 15 / 100;
        long patterns = policy.items() - solutions - decisions;
        long allWeights = 0;
        for (int agent = 0; agent < policy.agents(); agent++) {
            allWeights += weight(agent);
        }
        List<SampleFile> files = new ArrayList<>();
        long before = 0;
        for (int agent = 0; agent < policy.agents(); agent++) {
            long with = before + weight(agent);
            for (ItemKind kind : ItemKind.RUNTIME) {
                long total = switch (kind) {
                    case PATTERN -> patterns;
                    case SOLUTION -> solutions;
                    case DECISION -> decisions;
                    case NOTE, ENTRY -> throw new IllegalStateException("the runtime has no " + kind);
                };
                // The difference of cumulative sums, so that the rounded numbers add up to the total.
                long items = total * with / allWeights - total * before / allWeights;
                files.add(new SampleFile(agent, kind, Math.toIntExact(items)));
            }
            before = with;
        }
        return files;
    }

    private static long weight(int agent) {
        return WEIGHT / (agent + 2);
    }

    /** Returns the agent's name, which is the name of its directory. */
    String agent() {
        return Vocabulary.agent(agentIndex);
    }

    /** Returns the path within the store. */
    String path() {
        return agent() + "/" + kind.fileName();
    }
}
