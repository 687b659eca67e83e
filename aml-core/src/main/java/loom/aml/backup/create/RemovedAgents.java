package loom.aml.backup.create;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.store.Finding;
import loom.aml.store.file.StoreTree;

/**
 * Agents whose folders were removed since the previous snapshot. Users may do this deliberately, so it is reported once and
 * does not stop the backup.
 */
final class RemovedAgents {
    private RemovedAgents() {}

    /** Returns a finding for each agent with items in the snapshot but without a folder in the store. */
    static List<Finding> findings(Manifest before, StoreTree now) {
        Map<String, Long> items = new TreeMap<>();
        for (FileEntry file : before.files()) {
            int slash = file.path().indexOf('/');
            if (slash > 0 && file.items().orElse(0) > 0) {
                items.merge(file.path().substring(0, slash), (long) file.items().orElse(0), Long::sum);
            }
        }
        Set<String> folders = new HashSet<>(now.directories());
        List<Finding> findings = new ArrayList<>();
        items.forEach((agent, count) -> {
            if (!folders.contains(agent)) {
                findings.add(Finding.of(
                        Finding.Kind.AGENT_GONE,
                        agent,
                        "the folder of this agent was removed, with " + count + (count == 1 ? " item" : " items"),
                        "if this was not intended: 'aml backup restore " + before.id() + " --agents " + agent + "'"));
            }
        });
        return findings;
    }
}
