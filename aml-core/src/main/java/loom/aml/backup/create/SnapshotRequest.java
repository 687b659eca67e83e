package loom.aml.backup.create;

import java.util.Optional;
import java.util.Set;

/**
 * A request for a snapshot.
 *
 * @param isFull whether to start a new generation, which refers to no earlier data
 * @param agents the agents to cover; empty means the whole store
 * @param description a description given by the user
 * @param run the run, or the job of several runs, that the snapshot precedes
 */
public record SnapshotRequest(boolean isFull, Set<String> agents, String description, Optional<String> run) {
    public static final SnapshotRequest DEFAULT = new SnapshotRequest(false, Set.of(), "", Optional.empty());

    public SnapshotRequest {
        agents = Set.copyOf(agents);
    }

    public SnapshotRequest full() {
        return new SnapshotRequest(true, agents, description, run);
    }

    /**
     * Returns a request for the snapshot before an operation that changes the store.
     *
     * @param run the id of the run, or the name of the job
     */
    public static SnapshotRequest before(String operation, String run) {
        return new SnapshotRequest(false, Set.of(), "before " + operation, Optional.of(run));
    }
}
