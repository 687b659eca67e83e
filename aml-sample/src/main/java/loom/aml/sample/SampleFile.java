package loom.aml.sample;

import java.util.ArrayList;
import java.util.List;
import loom.aml.item.ItemKind;

/**
 * A collection that is to be written.
 *
 * @param agentIndex which agent it is, from 0; the first has the most items
 * @param items how many items it is to hold
 */
record SampleFile(int agentIndex, ItemKind kind, int items) {

    /** The weight of agent 0, divided evenly enough by small numbers. */
    private static final long WEIGHT = 1 << 20;

    /**
     * All collections of a sample, agent by agent: 60 % patterns, 25 % solutions and 15 % decisions, and of each kind
     * the agents have shares of 1/2 : 1/3 : 1/4 and so on, as usage is spread over names by Zipf's law.
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
            for (ItemKind kind : ItemKind.values()) {
                long total = switch (kind) {
                    case PATTERN -> patterns;
                    case SOLUTION -> solutions;
                    case DECISION -> decisions;
                };
                // What all up to this agent have, less what those before it have: the rounding adds up to the total.
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

    /** The agent's name, which is that of its directory. */
    String agent() {
        return Vocabulary.agent(agentIndex);
    }

    /** The path within the store. */
    String path() {
        return agent() + "/" + kind.fileName();
    }
}
