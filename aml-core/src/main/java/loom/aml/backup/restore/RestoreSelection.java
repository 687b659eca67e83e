package loom.aml.backup.restore;

import java.util.Set;

/**
 * The part of a snapshot to restore.
 *
 * @param agents the agents; empty means all agents and the files that belong to none
 * @param withMonitoring whether to restore the monitoring data as well, whose history would be reset to the snapshot
 */
public record RestoreSelection(Set<String> agents, boolean withMonitoring) {
    /** Selects the whole snapshot. */
    public static final RestoreSelection EVERYTHING = new RestoreSelection(Set.of(), true);

    private static final String MONITORING = "monitoring";

    public RestoreSelection {
        agents = Set.copyOf(agents);
    }

    /** Returns whether a path of a snapshot is selected. */
    boolean includes(String path) {
        int slash = path.indexOf('/');
        String first = slash < 0 ? path : path.substring(0, slash);
        boolean isWanted = withMonitoring || !first.equals(MONITORING);
        return isWanted && (agents.isEmpty() || agents.contains(first));
    }
}
