package loom.aml.app.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import loom.aml.backup.Snapshots;
import loom.aml.backup.repository.Manifest;
import loom.aml.store.Finding;

/**
 * The snapshot that a restore uses.
 *
 * @param findings snapshots that could not be read
 */
record ChosenSnapshot(Manifest manifest, List<Finding> findings) {

    static ChosenSnapshot of(OpenBackups backups, SnapshotChoice choice, Set<String> agents)
            throws IOException, NoSuchAgentException {
        Snapshots snapshots = backups.snapshots();
        Manifest manifest = choice.find(snapshots, agents);
        Set<String> known = OpenBackups.agentsIn(manifest);
        for (String agent : agents) {
            if (!known.contains(agent)) {
                throw new NoSuchAgentException(agent, known, "snapshot " + manifest.id());
            }
        }
        return new ChosenSnapshot(manifest, snapshots.findings());
    }

    List<Finding> findingsWith(List<Finding> more) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(more);
        return all;
    }
}
