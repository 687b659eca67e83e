package loom.aml.app.backup;

import java.util.Set;

/** A snapshot does not have an agent that was named. */
public final class NoSuchAgentException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String agent;
    private final transient Set<String> known;
    private final String where;

    NoSuchAgentException(String agent, Set<String> known, String where) {
        super(where + " has no agent " + agent);
        this.agent = agent;
        this.known = Set.copyOf(known);
        this.where = where;
    }

    public String agent() {
        return agent;
    }

    /** Returns the agents that the snapshot has. */
    public Set<String> known() {
        return known;
    }

    /** Returns what was searched for the agent, for people. */
    public String where() {
        return where;
    }
}
