package loom.aml.app.backup;

import java.util.Set;

/** Thrown if a snapshot does not contain a requested agent. */
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

    /** Returns the agents in the snapshot. */
    public Set<String> known() {
        return known;
    }

    /** Returns the place that was searched for the agent, for display. */
    public String where() {
        return where;
    }
}
