package loom.aml.app.backup;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import loom.aml.backup.Snapshots;
import loom.aml.backup.repository.Manifest;

/**
 * Identifies a snapshot in a request.
 *
 * @param id its id or the first characters; if empty, the newest snapshot
 * @param at if present, the newest snapshot that is not after this time
 */
public record SnapshotChoice(String id, Optional<Instant> at) {
    public static final SnapshotChoice NEWEST = new SnapshotChoice("", Optional.empty());

    public static SnapshotChoice of(String id) {
        return new SnapshotChoice(id, Optional.empty());
    }

    /**
     * Finds the snapshot.
     *
     * @param agents the agents that it must cover; all if empty
     */
    Manifest find(Snapshots snapshots, Set<String> agents) throws IOException {
        if (at.isPresent()) {
            return snapshots.at(at.get(), agents);
        }
        return id.isEmpty() ? snapshots.latest(agents) : snapshots.byId(id);
    }

    Manifest find(Snapshots snapshots) throws IOException {
        return find(snapshots, Set.of());
    }
}
