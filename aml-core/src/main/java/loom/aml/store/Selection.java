package loom.aml.store;

import java.util.EnumSet;
import java.util.Set;
import loom.aml.item.ItemKind;

/**
 * Which part of a store is meant.
 *
 * @param agents the agents; none named means all
 * @param kinds the kinds of item
 */
public record Selection(Set<String> agents, Set<ItemKind> kinds) {

    /** The whole store. */
    public static final Selection ALL = new Selection(Set.of(), EnumSet.allOf(ItemKind.class));

    public Selection {
        agents = Set.copyOf(agents);
        kinds = Set.copyOf(kinds);
    }

    /** All kinds of some agents; of all if none are named. */
    public static Selection ofAgents(Set<String> agents) {
        return new Selection(agents, ALL.kinds);
    }

    public boolean includesAgent(String agent) {
        return agents.isEmpty() || agents.contains(agent);
    }

    public boolean includes(CollectionFile file) {
        return includesAgent(file.agent()) && kinds.contains(file.kind());
    }
}
