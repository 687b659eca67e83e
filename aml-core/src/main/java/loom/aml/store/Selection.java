package loom.aml.store;

import java.util.EnumSet;
import java.util.Set;
import loom.aml.item.ItemKind;

/**
 * A selection of the collections of a store.
 *
 * @param agents the agents; if empty, all
 * @param kinds the kinds of item
 */
public record Selection(Set<String> agents, Set<ItemKind> kinds) {

    /** The whole store. */
    public static final Selection ALL = new Selection(Set.of(), EnumSet.allOf(ItemKind.class));

    public Selection {
        agents = Set.copyOf(agents);
        kinds = Set.copyOf(kinds);
    }

    /** Returns a selection of all kinds of some agents; of all agents if the set is empty. */
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
