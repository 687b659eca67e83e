package loom.aml.backup.create;

import java.util.Optional;
import java.util.Set;

/**
 * What snapshot is wanted.
 *
 * @param isFull whether it is to begin a new generation, which refers to nothing older
 * @param agents the agents that it is to cover; none means the whole store
 * @param description what its maker says of it
 * @param run the run, or the job of several, before which it is made
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
     * The snapshot to be made before something changes the store.
     *
     * @param run the id of the run, or the name of the job
     */
    public static SnapshotRequest before(String operation, String run) {
        return new SnapshotRequest(false, Set.of(), "before " + operation, Optional.of(run));
    }
}
