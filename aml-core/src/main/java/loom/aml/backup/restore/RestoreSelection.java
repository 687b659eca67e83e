package loom.aml.backup.restore;

import java.util.Set;

/**
 * What of a snapshot is wanted.
 *
 * @param agents the agents; none means all, and all that is nobody's
 * @param withMonitoring whether what watches the store is wanted, too: its history would go back with the rest
 */
public record RestoreSelection(Set<String> agents, boolean withMonitoring) {
    /** All that a snapshot holds. */
    public static final RestoreSelection EVERYTHING = new RestoreSelection(Set.of(), true);

    private static final String MONITORING = "monitoring";

    public RestoreSelection {
        agents = Set.copyOf(agents);
    }

    /** Whether a path of a snapshot is wanted. */
    boolean includes(String path) {
        int slash = path.indexOf('/');
        String first = slash < 0 ? path : path.substring(0, slash);
        boolean isWanted = withMonitoring || !first.equals(MONITORING);
        return isWanted && (agents.isEmpty() || agents.contains(first));
    }
}
